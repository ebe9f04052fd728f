"""What machines read about a page: search engines, previews in messages, programs that embed."""

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from countin.campaigns.contents import Track
from countin.campaigns.domains import home_of
from countin.campaigns.models import Artist, Campaign, Kind, Release
from countin.campaigns.snippets import card_title
from countin.pages.kinds import release_line
from countin.pages.outside.cards import card_address
from countin.pages.outside.covers import make_cover
from countin.providers.contract import Refused

_ALBUM_TYPES: Final = {Kind.EP: "EPRelease", Kind.ALBUM: "AlbumRelease"}
# What could end the script element or be read as markup; JSON lets all of it be escaped.
_ESCAPES: Final = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


@dataclass(frozen=True)
class Preview:
    """One page, as it is shown elsewhere. Addresses are whole and hold nothing of a visitor;
    what a page has not is an empty text."""

    title: str
    description: str
    address: str
    image: str
    image_words: str
    released_on: str
    og_type: str
    oembed: str
    alternates: tuple[tuple[str, str], ...]  # language and address
    structured: SafeString


def make_preview(campaign: Campaign, *, now: datetime) -> Preview:
    """Of a campaign's page, whatever state it is in."""
    release = campaign.release
    title, artist = release.title, release.artist.name
    line = release_line(campaign, now=now)
    address = page_address(campaign)
    return Preview(
        title=page_title(campaign),
        description=_("%(title)s by %(artist)s. %(line)s.")
        % {"title": title, "artist": artist, "line": line},
        address=address,
        image=settings.BASE_URL + card_address(campaign, now=now),
        image_words=_image_words(release),
        released_on=release.release_date.isoformat(),
        og_type="music.song" if release.kind == Kind.SINGLE else "music.album",
        oembed=oembed_address(campaign),
        alternates=_alternates(address),
        structured=as_data_block(describe_release(campaign)),
    )


def make_artist_preview(artist: Artist, *, campaign: Campaign | None, now: datetime) -> Preview:
    """Of an artist's page; the campaign whose picture leads it, where there is one."""
    name = artist.name
    address = artist_address(artist)
    data = {"@context": "https://schema.org", **_describe_artist(artist)}
    return Preview(
        title=name,
        description=_("Releases of %(name)s: what is coming, and what is out") % {"name": name},
        address=address,
        image=settings.BASE_URL + card_address(campaign, now=now) if campaign else "",
        image_words=_image_words(campaign.release) if campaign else "",
        released_on="",
        og_type="profile",
        oembed="",
        alternates=_alternates(address),
        structured=as_data_block(data),
    )


def artist_address(artist: Artist) -> str:
    """The canonical one of an artist's page."""
    home = home_of(artist, base_url=settings.BASE_URL)
    own = reverse("artist", kwargs={"handle": artist.handle})
    return f"{home}{own if home == settings.BASE_URL else '/'}"


def page_address(campaign: Campaign) -> str:
    """The same for every visitor and channel; it speaks the language of whoever opens it."""
    home = home_of(campaign.release.artist, base_url=settings.BASE_URL)
    return f"{home}{reverse('landing', kwargs={'slug': campaign.slug})}"


def page_title(campaign: Campaign) -> str:
    """As it stands in tabs and previews."""
    return card_title(campaign)


def oembed_address(campaign: Campaign) -> str:
    """Where a program learns how to embed the page."""
    query = urlencode({"url": page_address(campaign), "format": "json"})
    return f"{settings.BASE_URL}{reverse('oembed')}?{query}"


def describe_release(campaign: Campaign) -> dict[str, Any]:
    """In the words of schema.org: a recording for a single, else an album with its tracks."""
    release = campaign.release
    artists = [release.artist, *release.further_artists.all()]
    cover = make_cover(release)
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "MusicRecording" if release.kind == Kind.SINGLE else "MusicAlbum",
        "name": release.title,
        "url": page_address(campaign),
        "datePublished": release.release_date.isoformat(),
        "byArtist": [_describe_artist(artist) for artist in artists],
    }
    if cover:
        found["image"] = settings.BASE_URL + cover.large
    return {**found, **_describe_contents(release)}


def as_data_block(data: dict[str, Any]) -> SafeString:
    """JSON for inside a script element: nothing in it can end the element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(_ESCAPES))  # noqa: S308  # escaped just now


def _describe_contents(release: Release) -> dict[str, Any]:
    if release.kind == Kind.SINGLE:
        return {"isrcCode": release.isrc} if release.isrc else {}
    tracks = [_describe_track(track) for track in Track.objects.filter(release=release)]
    found: dict[str, Any] = {"albumReleaseType": _ALBUM_TYPES[Kind(release.kind)]}
    if tracks:
        found |= {"numTracks": len(tracks), "track": tracks}
    if release.upc:
        code = {"@type": "PropertyValue", "propertyID": "UPC", "value": release.upc}
        found["albumRelease"] = {"@type": "MusicRelease", "identifier": code}
    return found


def _describe_track(track: Track) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@type": "MusicRecording",
        "position": track.position,
        "name": track.title,
    }
    if track.length_s:
        minutes, seconds = divmod(track.length_s, 60)
        found["duration"] = f"PT{minutes}M{seconds}S"
    return found


def _image_words(release: Release) -> str:
    named = {"title": release.title, "artist": release.artist.name}
    return _("Artwork of %(title)s by %(artist)s") % named


def _alternates(address: str) -> tuple[tuple[str, str], ...]:
    return tuple((code, f"{address}?lang={code}") for code, _name in settings.LANGUAGES)


def _describe_artist(artist: Artist) -> dict[str, Any]:
    found = {"@type": "MusicGroup", "name": artist.name, "url": artist_address(artist)}
    pages = _pages_at_services(artist)
    return {**found, "sameAs": pages} if pages else found


def _pages_at_services(artist: Artist) -> list[str]:
    pages = []
    for provider in settings.PROVIDERS.values():
        artist_id = artist.id_at(provider.name)
        with suppress(Refused):
            pages += [provider.artist_address(artist_id)] if artist_id else []
    return pages

"""Reads a campaign file whole and collects everything that is wrong with it."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

from countin.campaigns.chosen_themes import read_theme_choice
from countin.campaigns.codes import read_isrc, read_upc_or_later
from countin.campaigns.documents import Document, read_document
from countin.campaigns.fields import Fields, Findings
from countin.campaigns.files import ArtistEntry, CampaignFile, ReleaseEntry, Schedule, Sketch
from countin.campaigns.findings import BadCampaignFile, Finding
from countin.campaigns.links import read_links, read_native, read_service_links
from countin.campaigns.models import FollowWhen, Kind, Timing
from countin.campaigns.neighbors import read_artwork, read_captions, read_clip, read_video
from countin.campaigns.pixels import read_pixels
from countin.campaigns.schedules import read_schedule
from countin.campaigns.slugs import RESERVED_SLUGS, is_slug, suggest_slug
from countin.campaigns.tracks import read_tracks
from countin.providers.contract import IdForms

_KEYS: Final = (
    *("artist", "release", "slug", "ask_follow", "follow_when", "channels", "audience"),
    *("preorder", "native", "pixels", "theme"),
)
# Beside these, every provider's name is a key: its id of the artist, of the release.
_ARTIST_KEYS: Final = ("name", "links")
_RELEASE_KEYS: Final = (
    *("title", "kind", "upc", "isrc", "timing", "date", "at", "artwork"),
    *("tracks", "clip", "video", "captions", "links"),
)
_MOST_CHANNELS: Final = 200
_WHERE_LOST: Final = "none"  # what counts call a promise without a channel


def read_campaign_file(path: Path, *, id_forms: Mapping[str, IdForms]) -> CampaignFile:
    """Raises BadCampaignFile with everything that is wrong in the file itself. `id_forms` holds
    every provider's, by name."""
    sketch = sketch_campaign_file(path, id_forms=id_forms)
    if sketch.file is None:
        raise BadCampaignFile(sketch.findings)
    return sketch.file


def sketch_campaign_file(path: Path, *, id_forms: Mapping[str, IdForms]) -> Sketch:
    """As much as can be read, so that more findings can join those of the file itself.
    Raises BadCampaignFile where nothing can be read."""
    return sketch_document(read_document(path), id_forms=id_forms, folder=path.parent)


def sketch_document(
    document: Document, *, id_forms: Mapping[str, IdForms], folder: Path | None
) -> Sketch:
    """The same of a document that was read. `folder` holds what it names beside itself; None:
    it was sent and names nothing, and what the campaign has stays."""
    findings = Findings(document.findings)
    fields = Fields(document.root, findings=findings)
    fields.refuse_unknown(known=_KEYS)
    _require_parts(fields)
    artist = read_artist(fields.table("artist"), id_forms=id_forms)
    schedule, release = _read_release(fields.table("release"), id_forms=id_forms, folder=folder)
    slug = _read_slug(fields)
    channels, audience = _read_audience_of_channels(fields, findings=findings)
    file = CampaignFile(
        artist=artist,
        release=release,
        slug=slug,
        ask_follow=fields.flag("ask_follow"),
        follow_when=fields.choice(
            "follow_when", of=tuple(FollowWhen.values), default=FollowWhen.CONNECT
        ),
        channels=channels,
        audience=audience,
        lines=findings.lines,
        preorders=read_links(fields, key="preorder"),
        native=read_native(fields.table("native"), id_forms=id_forms),
        pixels=read_pixels(fields.table("pixels")) if fields.has("pixels") else {},
        theme=fields.code("theme", form=read_theme_choice),
        keeps_enclosures=folder is None,
    )
    found = tuple(findings.found)
    return Sketch(
        slug=slug,
        schedule=schedule,
        lines=findings.lines,
        findings=found,
        file=None if found else file,
    )


def _require_parts(fields: Fields) -> None:
    for key in ("artist", "release"):
        if not fields.has(key):
            mend = f"Add `{key}:` and its keys below it, as in examples/."
            fields.refuse(key, what=f"`{key}` is missing.", mend=mend)


def read_artist(fields: Fields, *, id_forms: Mapping[str, IdForms]) -> ArtistEntry:
    """The table `artist` of a file."""
    fields.refuse_unknown(known=(*_ARTIST_KEYS, *id_forms))
    ids = {name: fields.code(name, form=forms.artist) for name, forms in id_forms.items()}
    return ArtistEntry(
        name=fields.required_text("name", longest=200),
        ids=_given(ids),
        links=read_links(fields, key="links") if fields.has("links") else None,
    )


def _read_release(
    fields: Fields, *, id_forms: Mapping[str, IdForms], folder: Path | None
) -> tuple[Schedule | None, ReleaseEntry]:
    fields.refuse_unknown(known=(*_RELEASE_KEYS, *id_forms))
    if not any(fields.has(key) for key in ("upc", "isrc", *id_forms)):
        mend = (
            "Give `upc`, `isrc`, or the release's id at a service: any one is enough. "
            "None is there yet? Write `upc: later`: fans are reminded until there is one."
        )
        fields.refuse("upc", what="Nothing says which release this is.", mend=mend)
    ids = {name: fields.code(name, form=forms.release) for name, forms in id_forms.items()}
    schedule = read_schedule(fields)
    fields.required_text("kind")
    release = ReleaseEntry(
        title=fields.required_text("title"),
        kind=fields.choice("kind", of=tuple(Kind.values), default="") if fields.has("kind") else "",
        upc=fields.code("upc", form=read_upc_or_later),
        isrc=fields.code("isrc", form=read_isrc),
        ids=_given(ids),
        schedule=schedule or Schedule(Timing.LOCAL, date.min, None),
        artwork=read_artwork(fields, folder=folder),
        tracks=read_tracks(fields),
        links=read_service_links(fields.table("links"), id_forms=id_forms),
        clip=read_clip(fields, folder=folder),
        video=read_video(fields, folder=folder),
        captions=read_captions(fields, folder=folder),
    )
    return schedule, release


def _given(ids: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in ids.items() if text}


def _read_slug(fields: Fields) -> str:
    slug = fields.required_text("slug")
    if not slug:
        return ""
    if not is_slug(slug):
        what = f"{slug!r} is no slug: small letters, digits and hyphens, at most 63."
        near = suggest_slug(slug)
        fields.refuse("slug", what=what, mend=f"Write `{near}`." if near else "Choose another.")
        return ""
    if slug in RESERVED_SLUGS:
        what = f"The slug `{slug}` is reserved: the address belongs to the product itself."
        fields.refuse("slug", what=what, mend=f"Choose another, like `{slug}-release`.")
        return ""
    return slug


def _read_audience_of_channels(
    fields: Fields, *, findings: Findings
) -> tuple[tuple[str, ...], dict[str, int]]:
    before = len(findings.found)
    channels = _read_channels(fields, findings=findings)
    if len(findings.found) > before:
        # The channels are not known whole: the audience can't be held against them.
        return channels, {}
    return channels, _read_audience(fields, channels=channels)


def _read_channels(fields: Fields, *, findings: Findings) -> tuple[str, ...]:
    channels: list[str] = []
    for line, word in fields.words("channels"):
        if trouble := _trouble_of_channel(word, earlier=channels):
            findings.found.append(Finding(line, *trouble))
        else:
            channels.append(word)
    if len(channels) > _MOST_CHANNELS:
        what = f"There are {len(channels)} channels."
        fields.refuse("channels", what=what, mend=f"Keep them within {_MOST_CHANNELS}.")
    return tuple(channels)


def _trouble_of_channel(word: str, *, earlier: list[str]) -> tuple[str, str] | None:
    if word in earlier:
        return f"The channel `{word}` is named twice.", "Keep one of the two."
    if word == _WHERE_LOST:
        return "The channel name `none` is taken by fans without a channel.", "Choose another."
    if not is_slug(word):
        what = f"{word!r} is no channel name: small letters, digits and hyphens, at most 63."
        near = suggest_slug(word)
        return what, f"Write `{near}`." if near else "Choose another."
    return None


def _read_audience(fields: Fields, *, channels: tuple[str, ...]) -> dict[str, int]:
    audience = fields.table("audience")
    reach: dict[str, int] = {}
    for name, _entry, people in audience.counts():
        if name in channels:
            reach[name] = people
        else:
            what = f"`audience` names `{name[:63]}`, which is no channel of this file."
            audience.refuse(name, what=what, mend="Add it to `channels`, or remove it here.")
    return reach

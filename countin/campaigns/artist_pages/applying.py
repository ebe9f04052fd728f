"""Applies an artist file: the page is there, with or without a campaign."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from countin.campaigns.artist_pages.reading import ArtistFile, NextDate
from countin.campaigns.artist_pixels import set_pixels
from countin.campaigns.artists import find_or_make_artist, mend_artist
from countin.campaigns.controlling import own_controller, set_controller
from countin.campaigns.domains import DomainTaken, set_domain
from countin.campaigns.findings import BadCampaignFile, Finding
from countin.campaigns.links import write_artist_links
from countin.campaigns.models import Artist, Campaign
from countin.workspaces.models import Workspace

# A day is over everywhere half a day after it is in UTC.
_WESTERNMOST = timedelta(hours=12)


@dataclass(frozen=True)
class AppliedArtist:
    """What came of a file. `changed` holds dotted keys of the file."""

    artist: Artist
    created: bool
    changed: tuple[str, ...]


def apply_artist_file(
    file: ArtistFile,
    *,
    workspace: Workspace,
    publish: bool,
    now: datetime,
    own_hosts: Collection[str] = (),
) -> AppliedArtist:
    """Create or update, and publish the page; the same file twice changes nothing. What leaves
    the file leaves the page, but for ids that fans agreed to and their own domain. Raises
    BadCampaignFile, with nothing written, for a next date that is new and over, and for a domain
    of another artist or of the installation (`own_hosts`)."""
    with transaction.atomic():
        known = set(Artist.objects.values_list("pk", flat=True))
        artist = find_or_make_artist(file.artist, workspace=workspace)
        changed = bring_artist(artist, file=file, publish=publish, own_hosts=own_hosts, now=now)
    created = artist.pk not in known
    return AppliedArtist(artist, created, changed=() if created else changed)


def bring_artist(
    artist: Artist,
    *,
    file: ArtistFile,
    publish: bool,
    now: datetime,
    own_hosts: Collection[str] = (),
) -> tuple[str, ...]:
    """Bring this artist to what the file says; gives back what changed, as dotted keys of the
    file. Raises BadCampaignFile: run it in a transaction, which takes back what stood before it."""
    if finding := _judge_next(file, artist=artist, now=now):
        raise BadCampaignFile([finding])
    changed = mend_artist(artist, entry=file.artist)
    if write_artist_links(artist, entries=file.artist.links):
        changed.append("artist.links")
    if _set_domain(file, artist=artist, own_hosts=own_hosts, now=now):
        changed.append("domain")
    if file.pixels is not None and set_pixels(artist, pixels=file.pixels, now=now):
        changed.append("pixels")
    if changed:
        # Name, ids and links stand on the pages of all their campaigns.
        Campaign.objects.filter(release__artist=artist).note_change(now)
    changed += set_controller(
        artist,
        controller=file.controller or own_controller(artist),
        sender=file.sender or artist.sender,
        now=now,
    )
    changed += _set_page(artist, next_date=file.next_date, publish=publish, now=now)
    return tuple(changed)


def hide_artist(artist: Artist) -> bool:
    """The page goes, unless a campaign of theirs is public. False where it was not there."""
    had_page = artist.published_at is not None
    artist.published_at = None
    artist.save(update_fields=["published_at"])
    return had_page


def next_date_of(artist: Artist, *, now: datetime) -> NextDate | None:
    """What comes next, until its day is over wherever people live."""
    if artist.next_date is None or artist.next_date < (now - _WESTERNMOST).date():
        return None
    return NextDate(artist.next_date, artist.next_words, artist.next_link)


def _judge_next(file: ArtistFile, *, artist: Artist, now: datetime) -> Finding | None:
    given = file.next_date
    if given is None or given.day >= (now - _WESTERNMOST).date():
        return None
    if given.day == artist.next_date:
        return None
    what = f"The next date {given.day.isoformat()} is in the past."
    return Finding(file.lines.get("next.date"), what, "Give the coming one, or remove `next`.")


def _set_domain(
    file: ArtistFile, *, artist: Artist, own_hosts: Collection[str], now: datetime
) -> bool:
    if not file.domain:
        return False
    try:
        return set_domain(artist, host=file.domain, own_hosts=own_hosts, now=now)
    except DomainTaken as taken:
        line = file.lines.get("domain")
        raise BadCampaignFile([Finding(line, str(taken), taken.mend)]) from None


def _set_page(
    artist: Artist, *, next_date: NextDate | None, publish: bool, now: datetime
) -> Sequence[str]:
    wanted = {
        "next_date": next_date.day if next_date else None,
        "next_words": next_date.words if next_date else "",
        "next_link": next_date.link if next_date else "",
    }
    changed = [name for name, value in wanted.items() if getattr(artist, name) != value]
    for name in changed:
        setattr(artist, name, wanted[name])
    if publish and artist.published_at is None:
        artist.published_at = now
        changed.append("published_at")
    if changed:
        artist.save(update_fields=changed)
    names = {"next_words": "next.what", "published_at": "published"}
    return [names.get(name, name.replace("_", ".")) for name in changed]

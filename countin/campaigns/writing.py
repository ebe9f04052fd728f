"""Writes what a campaign file says into rows, and tells which of it was new. Runs inside a
transaction; nothing is asked of anybody here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from countin.campaigns.artists import find_or_make_artist, mend_artist
from countin.campaigns.enclosures import Enclosures, release_columns, without_losses
from countin.campaigns.files import CampaignFile
from countin.campaigns.links import write_artist_links, write_release_links
from countin.campaigns.looking import LookUp
from countin.campaigns.models import Artist, Campaign, Channel, LinkKind, PinnedId, Release
from countin.campaigns.standing import find_standing
from countin.campaigns.tracks import write_tracks
from countin.campaigns.watching import PINNED_BY_ONLY_HIT, forget_sightings, watch_anew
from countin.workspaces.models import Workspace

PINNED_BY_FILE = "file"

# Found in what lies beside the file, not said by it.
_MEASURED = frozenset({"artwork_width", "artwork_height", "theme", "video_width", "video_height"})
_SCHEDULE = frozenset({"release.timing", "release.date", "release.at"})


@dataclass
class Written:
    """The rows, and what was new about them, as dotted keys of the file."""

    campaign: Campaign
    created: bool
    changed: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    is_drawn_anew: bool = False  # what was found in the artwork is new, and no key says so


def write_campaign(
    file: CampaignFile,
    *,
    workspace: Workspace,
    enclosed: Enclosures,
    found: LookUp,
    publish: bool,
    now: datetime,
) -> Written:
    """Create the campaign, or bring it to what the file says."""
    campaign = find_standing(file.slug)
    if campaign is None:
        written = _create(file, workspace=workspace, enclosed=enclosed, now=now)
    else:
        written = _update(file, campaign=campaign, enclosed=enclosed)
    written.notes += enclosed.notes
    _write_channels(file, written=written)
    _write_pins(file, written=written, found=found, now=now)
    _write_contents(file, written=written)
    if written.campaign.published_at is None and publish:
        written.campaign.published_at = now
        written.campaign.save(update_fields=["published_at"])
        written.changed.append("published")
    _note_change(written, now=now)
    if written.created:
        written.changed.clear()
    elif _SCHEDULE & set(written.changed):
        watch_anew(written.campaign.release, now=now)
    return written


def _create(
    file: CampaignFile, *, workspace: Workspace, enclosed: Enclosures, now: datetime
) -> Written:
    artist = find_or_make_artist(file.artist, workspace=workspace)
    changed = _mend_artist(artist, file=file)
    values = _release_values(file, enclosed=enclosed)
    release = Release.objects.create(artist=artist, **values)
    campaign = Campaign.objects.create(
        workspace=workspace,
        release=release,
        slug=file.slug,
        created_at=now,
        **_campaign_values(file),
    )
    return Written(campaign, created=True, changed=changed)


def _update(file: CampaignFile, *, campaign: Campaign, enclosed: Enclosures) -> Written:
    written = Written(campaign, created=False)
    written.changed += _mend_artist(campaign.release.artist, file=file)
    values = _release_values(file, enclosed=enclosed)
    if file.keeps_enclosures:
        values = without_losses(values, release=campaign.release, drops=file.drops)
    changed = _set(campaign.release, values=values)
    written.is_drawn_anew = bool(_MEASURED & set(changed))
    written.changed += _named_as_in_file(changed)
    written.changed += _set(campaign, values=_campaign_values(file))
    return written


def _mend_artist(artist: Artist, *, file: CampaignFile) -> list[str]:
    changed = mend_artist(artist, entry=file.artist)
    if write_artist_links(artist, entries=file.artist.links):
        changed.append("artist.links")
    return changed


def _write_contents(file: CampaignFile, *, written: Written) -> None:
    release = written.campaign.release
    if write_tracks(release, entries=file.release.tracks):
        written.changed.append("release.tracks")
    for key, kind, entries in (
        ("release.links", LinkKind.SERVICE, file.release.links),
        ("preorder", LinkKind.PREORDER, file.preorders),
        ("native", LinkKind.NATIVE, file.native),
    ):
        if write_release_links(release, kind=kind, entries=entries):
            written.changed.append(key)


def _note_change(written: Written, *, now: datetime) -> None:
    """An artist's name, ids and links stand on the pages of all their campaigns, and whether
    there are several."""
    is_of_artist = any(key.startswith("artist.") for key in written.changed)
    own = written.campaign
    if is_of_artist or "published" in written.changed:
        others = Campaign.objects.filter(release__artist=own.release.artist)
        others.exclude(pk=own.pk).note_change(now)
    if not written.created and (written.changed or written.is_drawn_anew):
        Campaign.objects.filter(pk=own.pk).note_change(now)


def _release_values(file: CampaignFile, *, enclosed: Enclosures) -> dict[str, object]:
    release, schedule = file.release, file.release.schedule
    words = f"{file.artist.name} {release.title}"
    return {
        "title": release.title,
        "kind": release.kind,
        "upc": release.upc,
        "isrc": release.isrc,
        "timing": schedule.timing,
        "release_date": schedule.release_date,
        "release_at": schedule.release_at,
        **release_columns(enclosed, words=words),
    }


def _campaign_values(file: CampaignFile) -> dict[str, object]:
    return {
        "ask_follow": file.ask_follow,
        "follow_when": file.follow_when,
        "pixels": dict(file.pixels),
        "theme": file.theme,
    }


def _set(row: Release | Campaign, *, values: Mapping[str, object]) -> list[str]:
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    if changed:
        for name in changed:
            setattr(row, name, values[name])
        row.save(update_fields=changed)
    return changed


def _named_as_in_file(columns: list[str]) -> list[str]:
    names = {"release_date": "date", "release_at": "at"}
    keys = (names.get(column, column) for column in columns)
    return [f"release.{key}" for key in keys if key not in _MEASURED]


def _write_channels(file: CampaignFile, *, written: Written) -> None:
    known = {channel.name: channel for channel in written.campaign.channels.all()}
    for name in file.channels:
        reach = file.audience.get(name)
        if name not in known:
            Channel.objects.create(campaign=written.campaign, name=name, reach=reach)
            written.changed.append(f"channels.{name}")
        elif known[name].reach != reach:
            _set_reach(known[name], reach=reach, written=written)
    own = {name for name, channel in known.items() if not channel.made_by}
    for name in sorted(own - set(file.channels)):
        # Fans came by it: their promises keep its name.
        written.notes.append(f"The channel `{name}` left the file; what came by it stays counted.")
        if known[name].reach is not None:
            _set_reach(known[name], reach=None, written=written)


def _set_reach(channel: Channel, *, reach: int | None, written: Written) -> None:
    channel.reach = reach
    channel.save(update_fields=["reach"])
    written.changed.append(f"audience.{channel.name}")


def _write_pins(file: CampaignFile, *, written: Written, found: LookUp, now: datetime) -> None:
    """The file's ids rule; a hit confirmed now comes next; what was pinned stays, unless a code
    changed, since it was the code that led there."""
    release = written.campaign.release
    has_new_code = bool({"release.upc", "release.isrc"} & set(written.changed))
    standing = {pin.provider: pin for pin in PinnedId.objects.filter(release=release)}
    for provider in sorted({*standing, *file.release.ids, *found.pinned}):
        before = standing.get(provider)
        kept = before.external_id if before and not has_new_code else ""
        given = file.release.ids.get(provider, "")
        wanted = given or found.pinned.get(provider) or kept
        if wanted != (before.external_id if before else ""):
            _replace_pin(release, provider=provider, wanted=wanted, is_given=bool(given), now=now)
            written.changed.append(f"release.{provider}")
            forget_sightings(release, provider=provider, now=now)
    if has_new_code:
        # What was seen was another release's.
        for sighting in release.sightings.values("provider").distinct():
            forget_sightings(release, provider=sighting["provider"], now=now)


def _replace_pin(
    release: Release, *, provider: str, wanted: str, is_given: bool, now: datetime
) -> None:
    PinnedId.objects.filter(release=release, provider=provider).delete()
    if wanted:
        PinnedId.objects.create(
            release=release,
            provider=provider,
            external_id=wanted,
            pinned_at=now,
            pinned_by=PINNED_BY_FILE if is_given else PINNED_BY_ONLY_HIT,
        )

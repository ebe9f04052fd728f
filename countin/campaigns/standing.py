"""Judges a campaign file against what stands already: slugs, dates, artists."""

from datetime import datetime

from countin.campaigns.artists import conflicting_ids, is_same_artist
from countin.campaigns.files import ArtistEntry, CampaignFile, Schedule, Sketch
from countin.campaigns.findings import Finding
from countin.campaigns.models import Campaign, Release
from countin.workspaces.models import Workspace


def find_standing(slug: str) -> Campaign | None:
    """The campaign that has this slug now."""
    return Campaign.objects.with_release().filter(slug=slug).first() if slug else None


def judge_against_standing(
    file: CampaignFile | Sketch, *, workspace: Workspace, now: datetime
) -> list[Finding]:
    """A slug or an artist that belongs to somebody else; a date in the past that is new or
    moved. The date that stands may be in the past: files are mended after release too."""
    campaign = find_standing(file.slug)
    if campaign is not None and campaign.workspace_id != workspace.pk:
        what = f"The slug `{file.slug}` is taken."
        return [Finding(file.lines.get("slug"), what, "Choose another.")]
    findings = _judge_schedule(file, campaign=campaign, now=now)
    whole = file.file if isinstance(file, Sketch) else file
    if whole is not None and campaign is not None:
        findings += _judge_artist(whole, campaign=campaign)
    return findings


def is_scheduled(release: Release, *, schedule: Schedule) -> bool:
    """The release has this very schedule."""
    standing = (release.timing, release.release_date, release.release_at)
    return standing == (schedule.timing, schedule.release_date, schedule.release_at)


def _judge_schedule(
    file: CampaignFile | Sketch, *, campaign: Campaign | None, now: datetime
) -> list[Finding]:
    schedule = file.schedule
    if schedule is None or schedule.last_moment > now:
        return []
    if campaign is not None and is_scheduled(campaign.release, schedule=schedule):
        return []
    key = "at" if schedule.release_at else "date"
    day = schedule.release_at or schedule.release_date
    what = f"The release {'moment' if key == 'at' else 'date'} {day.isoformat()} is in the past."
    mend = "Give the coming one; a campaign that stands may only keep the date it had."
    return [Finding(file.lines.get(f"release.{key}"), what, mend)]


def _judge_artist(file: CampaignFile, *, campaign: Campaign) -> list[Finding]:
    artist, entry = campaign.release.artist, file.artist
    other = conflicting_ids(artist, entry=entry)
    if other:
        return [_other_id(provider, file=file, campaign=campaign) for provider in other]
    if is_same_artist(artist, entry=entry):
        return []
    what = (
        f"The slug `{file.slug}` is taken by “{campaign.release.title}” of {artist.name}, "
        f"whom its fans agreed to; the file names {entry.name}."
    )
    return [Finding(file.lines.get("slug"), what, _mend_name(entry))]


def _other_id(provider: str, *, file: CampaignFile, campaign: Campaign) -> Finding:
    artist = campaign.release.artist
    what = (
        f"This campaign belongs to {artist.name} ({artist.id_at(provider)}): "
        "its fans agreed to that artist and no other."
    )
    mend = "Keep the id, or start a campaign of its own under another slug."
    return Finding(file.lines.get(f"artist.{provider}"), what, mend)


def _mend_name(entry: ArtistEntry) -> str:
    return (
        "For another artist choose another slug. For the same one under a new name, first apply "
        f"the old name with the artist's id at a service, then {entry.name!r}."
    )

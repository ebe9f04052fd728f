"""Applies a campaign file: everything is judged and looked up first, then written at once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from django.db import IntegrityError, transaction

from countin.campaigns.enclosures import Enclosures, take_enclosures
from countin.campaigns.files import CampaignFile, Sketch
from countin.campaigns.findings import BadCampaignFile, Finding
from countin.campaigns.looking import LookUp, look_up_release
from countin.campaigns.models import Campaign, Kind
from countin.campaigns.standing import find_standing, judge_against_standing
from countin.campaigns.wanted import KINDS, asked_by
from countin.campaigns.watching import look_again_where_given_up
from countin.campaigns.writing import Written, write_campaign
from countin.providers.contract import Hit, Provider, Release
from countin.workspaces.models import Workspace


@dataclass(frozen=True)
class Applied:
    """What came of a file. `changed` holds dotted keys of the file; empty: nothing changed."""

    campaign: Campaign
    url: str
    created: bool
    changed: tuple[str, ...]
    notes: tuple[str, ...]
    pinned: Mapping[str, str]  # by provider, whether pinned now or before
    hits: Mapping[str, tuple[Hit, ...]]  # where several fit and none was chosen

    def with_note(self, note: str) -> "Applied":
        """The same, with one more sentence for the organizer."""
        return replace(self, notes=(*self.notes, note))


@dataclass(frozen=True)
class Prepared:
    """A file that was judged, with what was looked up and stored for it. Nothing is written yet,
    and nobody has to be asked any more."""

    file: CampaignFile
    enclosed: Enclosures
    found: LookUp


def apply_sketch(
    sketch: Sketch,
    *,
    workspace: Workspace,
    providers: Mapping[str, Provider],
    base_url: str,
    media_root: Path,
    publish: bool,
    now: datetime,
) -> Applied:
    """Apply what was read. Raises BadCampaignFile with all that is wrong: in the file itself,
    and against what stands."""
    prepared = prepare_sketch(
        sketch, workspace=workspace, providers=providers, media_root=media_root, now=now
    )
    return write_prepared(
        prepared, workspace=workspace, base_url=base_url, publish=publish, now=now
    )


def apply_campaign_file(
    file: CampaignFile,
    *,
    workspace: Workspace,
    providers: Mapping[str, Provider],
    base_url: str,
    media_root: Path,
    publish: bool,
    now: datetime,
) -> Applied:
    """Create or update; the same file twice changes nothing. Raises BadCampaignFile, with
    nothing written, for a slug, date, artist, code or picture that can't stand."""
    prepared = prepare_campaign_file(
        file, workspace=workspace, providers=providers, media_root=media_root, now=now
    )
    return write_prepared(
        prepared, workspace=workspace, base_url=base_url, publish=publish, now=now
    )


def prepare_sketch(
    sketch: Sketch,
    *,
    workspace: Workspace,
    providers: Mapping[str, Provider],
    media_root: Path,
    now: datetime,
) -> Prepared:
    """The first half of `apply_sketch`, outside any transaction: services are asked here."""
    if sketch.file is None:
        standing = judge_against_standing(sketch, workspace=workspace, now=now)
        raise BadCampaignFile([*sketch.findings, *standing])
    return prepare_campaign_file(
        sketch.file, workspace=workspace, providers=providers, media_root=media_root, now=now
    )


def prepare_campaign_file(
    file: CampaignFile,
    *,
    workspace: Workspace,
    providers: Mapping[str, Provider],
    media_root: Path,
    now: datetime,
) -> Prepared:
    """The same for a file."""
    if findings := judge_against_standing(file, workspace=workspace, now=now):
        raise BadCampaignFile(findings)
    enclosed = take_enclosures(file, media_root=media_root)
    found = _look_up(file, providers=providers, now=now)
    if found.findings:
        raise BadCampaignFile(found.findings)
    return Prepared(file, enclosed, found)


def write_prepared(
    prepared: Prepared, *, workspace: Workspace, base_url: str, publish: bool, now: datetime
) -> Applied:
    """The second half: everything at once. Put it into the transaction of whatever else belongs
    to the change, an entry of the audit log say. Raises BadCampaignFile."""
    file, found = prepared.file, prepared.found
    try:
        with transaction.atomic():
            written = write_campaign(
                file,
                workspace=workspace,
                enclosed=prepared.enclosed,
                found=found,
                publish=publish,
                now=now,
            )
    except IntegrityError:
        what = f"The slug `{file.slug}` was taken just now by another file."
        finding = Finding(file.lines.get("slug"), what, "Apply this one again.")
        raise BadCampaignFile([finding]) from None
    applied = _summed_up(written, found=found, base_url=base_url)
    if look_again_where_given_up(applied.campaign.release, now=now):
        return applied.with_note("It is looked for again, for 72 hours, where it was given up.")
    return applied


def _summed_up(written: Written, *, found: LookUp, base_url: str) -> Applied:
    campaign = Campaign.objects.with_release().get(pk=written.campaign.pk)
    return Applied(
        campaign=campaign,
        url=f"{base_url}/{campaign.slug}",
        created=written.created,
        changed=tuple(written.changed),
        notes=(*found.notes, *written.notes),
        pinned={pin.provider: pin.external_id for pin in campaign.release.pins.all()},
        hits=found.hits,
    )


def _look_up(file: CampaignFile, *, providers: Mapping[str, Provider], now: datetime) -> LookUp:
    campaign = find_standing(file.slug)
    found = LookUp()
    for provider in providers.values():
        if not provider.can_look or _is_settled(file, campaign=campaign, name=provider.name):
            continue
        wanted = _wanted(file, campaign=campaign, name=provider.name)
        wanted = asked_by(wanted, provider=provider)
        if wanted.pinned_id or wanted.upc or wanted.isrc:
            look_up_release(wanted, provider=provider, lines=file.lines, now=now, into=found)
    return found


def _wanted(file: CampaignFile, *, campaign: Campaign | None, name: str) -> Release:
    release = file.release
    # An artist's id that the file leaves out stays: fans agreed to it.
    known = campaign.release.artist.id_at(name) if campaign else ""
    return Release(
        title=release.title,
        kind=KINDS[Kind(release.kind)],
        artist_name=file.artist.name,
        artist_id=file.artist.ids.get(name) or known or None,
        pinned_id=release.ids.get(name) or None,
        upc=release.upc or None,
        isrc=release.isrc or None,
    )


def _is_settled(file: CampaignFile, *, campaign: Campaign | None, name: str) -> bool:
    """Pinned already, and nothing that led there has changed."""
    if campaign is None or not (pinned := campaign.release.pinned_id(name)):
        return False
    release, entry = campaign.release, file.release
    has_same_codes = (release.upc, release.isrc) == (entry.upc, entry.isrc)
    has_same_artist = file.artist.ids.get(name, "") in ("", release.artist.id_at(name))
    return has_same_codes and has_same_artist and entry.ids.get(name, pinned) == pinned

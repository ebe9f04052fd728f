"""`countin audit campaign | hold | release | peak`. Doors: they read the clock, call, print."""

import json
from datetime import UTC, datetime
from pathlib import Path

import click
from django.db import transaction

from countin import clock
from countin.authenticity.as_json import audit_as_json
from countin.authenticity.as_text import write_audit as write_text
from countin.campaigns.models import Campaign
from countin.campaigns.standing import find_standing
from countin.insights.auditing.deciding import (
    CannotHold,
    held_words,
    hold_group,
    holds_of,
    release_group,
)
from countin.insights.auditing.evidence_file import evidence_texts, facts_of_audit
from countin.insights.auditing.peaks import BadPeak, peaks_of, tag_peak, untag_peak
from countin.insights.auditing.readings import (
    EVENTS_NAME,
    META_NAME,
    audit_own_log,
    keep_reading,
    write_own_log,
)
from countin.insights.models import PeakKind
from countin.workspaces.auditing import COMMAND_LINE, write_audit

_MOMENT = click.DateTime(formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%SZ"])


@click.command("campaign")
@click.argument("slug")
@click.option(
    "--evidence",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write evidence.html, evidence.json and the log they were made from into this folder.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def campaign_(slug: str, evidence: Path | None, as_json: bool) -> None:  # noqa: FBT001  # click passes by name
    """Audit a campaign's own rows, and keep what was found for the studio and for `hold`."""
    campaign, now = _find(slug), clock.now()
    log = write_own_log(campaign, now=now)
    found = audit_own_log(log)
    keep_reading(campaign, log=log, audit=found, now=now)
    if found is None:
        raise click.ClickException("Nobody has pre-saved yet. Come back once somebody has.")
    if evidence is not None:
        texts = evidence_texts(facts_of_audit(found, sources=log.sources, now=now))
        _write_all({**texts, EVENTS_NAME: log.events, META_NAME: log.meta}, folder=evidence)
    if as_json:
        click.echo(json.dumps(audit_as_json(found), ensure_ascii=False, indent=2))
        return
    click.echo(write_text(found), nl=False)
    _print_holds(campaign)


@click.command("hold")
@click.argument("slug")
@click.argument("group", type=click.IntRange(1))
@click.option("--because", required=True, help="Why, in a sentence; the log keeps it.")
def hold(slug: str, group: int, because: str) -> None:
    """Hold the group of this number back: its fans are asked to confirm, and saved if they do.

    The number is that of `countin audit campaign SLUG`. `countin audit release` takes it back.
    """
    campaign, now = _find(slug), clock.now()
    try:
        with transaction.atomic():
            holding, told = hold_group(campaign, number=group, because=because, now=now)
            _log(campaign, what="group held back", detail=f"{told['description']} {because}")
    except CannotHold as error:
        raise click.ClickException(str(error)) from None
    assert holding.hold is not None
    click.echo(held_words(holding))
    click.echo(f"Take it back with: countin audit release {slug} {holding.hold.pk}")


@click.command("release")
@click.argument("slug")
@click.argument("hold", type=click.IntRange(1))
def release(slug: str, hold: int) -> None:
    """Let a held group go on, as if it had never been held. HOLD is its number."""
    campaign, now = _find(slug), clock.now()
    try:
        with transaction.atomic():
            held, moved = release_group(campaign, number=hold, now=now)
            _log(campaign, what="held group let go", detail=held.described)
    except CannotHold as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{moved:,} pre-saves are on their way again.")


@click.command("peak")
@click.argument("slug")
@click.option("--kind", type=click.Choice(PeakKind.values), help="What it was.")
@click.option("--from", "begins", type=_MOMENT, help="When it began, in UTC: 2026-11-20T18:00.")
@click.option("--to", "ends", type=_MOMENT, help="When it was over, in UTC.")
@click.option("--channel", help="Only what came by this channel.")
@click.option("--note", default="", help="In your own words; the evidence file shows it.")
@click.option("--remove", type=click.IntRange(1), help="Take back the peak of this number.")
def peak(
    slug: str,
    kind: str | None,
    begins: datetime | None,
    ends: datetime | None,
    channel: str | None,
    note: str,
    remove: int | None,
) -> None:
    """Say what a peak was, or list what was said so far.

    A name explains a group only where its fans confirmed their addresses as the others did.
    """
    campaign = _find(slug)
    if remove is not None:
        _remove(campaign, number=remove)
    elif kind or begins or ends:
        if not (kind and begins and ends):
            raise click.UsageError("A peak needs --kind, --from and --to.")
        _tag(campaign, kind=kind, begins=begins, ends=ends, channel=channel, note=note)
    for one in peaks_of(campaign):
        through = f", through {one.channel.name}" if one.channel else ""
        note = f": {one.note}" if one.note else ""
        click.echo(
            f"{one.pk}  {one.kind}  {one.begins_at:%Y-%m-%d %H:%M} to {one.ends_at:%Y-%m-%d %H:%M} "
            f"UTC{through}{note}"
        )


COMMANDS: tuple[click.Command, ...] = (campaign_, hold, release, peak)


def _tag(
    campaign: Campaign,
    *,
    kind: str,
    begins: datetime,
    ends: datetime,
    channel: str | None,
    note: str,
) -> None:
    found = campaign.channels.filter(name=channel).first() if channel else None
    if channel and found is None:
        names = ", ".join(one.name for one in campaign.channels.all()) or "none"
        raise click.ClickException(f"There is no channel {channel!r}. There are: {names}.")
    try:
        with transaction.atomic():
            tag_peak(
                campaign,
                kind=PeakKind(kind),
                begins_at=begins.replace(tzinfo=UTC),
                ends_at=ends.replace(tzinfo=UTC),
                channel=found,
                note=note,
                now=clock.now(),
            )
            _log(campaign, what="peak named", detail=f"{kind} {note}".strip())
    except BadPeak as error:
        raise click.ClickException(str(error)) from None


def _remove(campaign: Campaign, *, number: int) -> None:
    with transaction.atomic():
        gone = untag_peak(campaign, number=number)
        if gone is None:
            raise click.ClickException(
                f"There is no peak {number}. See what there is: countin audit peak {campaign.slug}"
            )
        _log(campaign, what="peak taken back", detail=f"{gone.kind} {gone.note}".strip())


def _print_holds(campaign: Campaign) -> None:
    for line in holds_of(campaign):
        state = "let go" if line.hold.released_at else "held back"
        click.echo(
            f"Hold {line.hold.pk}, {state}: {line.held:,} pre-saves, {line.confirmed:,} confirmed, "
            f"{line.waiting:,} waiting. {line.hold.described}"
        )


def _write_all(texts: dict[str, str], *, folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise click.ClickException(
            f"{folder} can't be written ({error.strerror}). Choose another folder."
        ) from None
    click.echo(f"Written into {folder}: {', '.join(texts)}", err=True)


def _log(campaign: Campaign, *, what: str, detail: str) -> None:
    write_audit(
        campaign.workspace,
        who=COMMAND_LINE,
        what=what,
        subject=campaign.slug,
        detail=detail,
        now=clock.now(),
    )


def _find(slug: str) -> Campaign:
    campaign = find_standing(slug)
    if campaign is None:
        raise click.ClickException(
            f"There is no campaign {slug!r}. See what there is: countin campaign list"
        )
    return campaign

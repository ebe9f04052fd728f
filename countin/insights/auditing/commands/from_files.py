"""`countin audit`, `countin campaign events`. Doors: they read files and the clock, call, print."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from countin import clock
from countin.authenticity.as_json import audit_as_json
from countin.authenticity.as_text import write_audit
from countin.authenticity.audit import Audit, audit_log, with_plantings
from countin.authenticity.circumstances import BadMeta, read_circumstances
from countin.authenticity.event_log import BadLog, read_log
from countin.campaigns.models import Campaign
from countin.campaigns.standing import find_standing
from countin.insights.auditing.event_log import list_events, meta_of
from countin.insights.auditing.evidence_file import write_evidence


@click.command("log")
@click.argument("events", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--meta",
    "meta",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="META.json: start, release, observed_until, listening, peaks.",
)
@click.option(
    "--evidence",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write evidence.html and evidence.json into this folder, to show to a distributor.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def audit(events: Path, meta: Path | None, evidence: Path | None, as_json: bool) -> None:  # noqa: FBT001  # click passes by name
    """Audit an event log (JSON Lines): which groups of pre-saves are corroborated, which not.

    `countin audit EVENTS.jsonl` does: `log` may be left out. Groups are judged, never persons.
    docs/authenticity.md says how, and how well it was measured.
    """
    found = _audit(events, _read_meta(meta))
    if evidence is not None:
        _keep_evidence(found, folder=evidence, sources=[events, *([meta] if meta else [])])
    if as_json:
        click.echo(json.dumps(audit_as_json(found), ensure_ascii=False, indent=2))
        return
    click.echo(write_audit(found), nl=False)


@click.command("events")
@click.argument("slug")
@click.option(
    "--meta",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write META.json here, for `countin audit --meta`.",
)
@click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON document instead of JSON Lines."
)
def events(slug: str, meta: Path | None, as_json: bool) -> None:  # noqa: FBT001  # click passes by name
    """Print a campaign's event log as JSON Lines: visits and promises, no name and no address.

    What it holds, and what our rows don't keep, is in docs/authenticity.md.
    """
    campaign = _find(slug)
    found = list_events(campaign)
    if meta is not None:
        _write_meta(meta, campaign)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for event in found:
        click.echo(json.dumps(event, ensure_ascii=False))


COMMANDS: tuple[click.Command, ...] = (audit, events)


def _audit(events: Path, meta: Mapping[str, Any]) -> Audit:
    try:
        with events.open(encoding="utf-8") as lines:
            log = read_log(lines)
        circumstances = read_circumstances(meta)
        found = audit_log(log, circumstances=circumstances)
        return with_plantings(found, log, circumstances=circumstances)
    except (BadLog, BadMeta) as error:
        raise click.ClickException(str(error)) from None
    except UnicodeDecodeError:
        raise click.ClickException(
            f"{events} is no text in UTF-8: save it as JSON Lines in UTF-8."
        ) from None


def _keep_evidence(found: Audit, *, folder: Path, sources: list[Path]) -> None:
    try:
        written = write_evidence(found, folder=folder, sources=sources, now=clock.now())
    except OSError as error:
        raise click.ClickException(
            f"{folder} can't be written ({error.strerror}). Choose another folder."
        ) from None
    for path in written:
        click.echo(f"Written: {path}", err=True)


def _read_meta(path: Path | None) -> Mapping[str, Any]:
    if path is None:
        return {}
    try:
        meta = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        raise click.ClickException(
            f"{path} is no JSON in UTF-8: mend it, or leave --meta out."
        ) from None
    if not isinstance(meta, dict):
        raise click.ClickException(f'{path} has to hold one JSON object, as {{"release": …}}.')
    return meta


def _find(slug: str) -> Campaign:
    campaign = find_standing(slug)
    if campaign is None:
        raise click.ClickException(
            f"There is no campaign {slug!r}. See what there is: countin campaign list"
        )
    return campaign


def _write_meta(path: Path, campaign: Campaign) -> None:
    text = json.dumps(meta_of(campaign, now=clock.now()), indent=2) + "\n"
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise click.ClickException(
            f"{path} can't be written ({error.strerror}). Choose another place with --meta."
        ) from None

"""`countin audit`. A door: it reads files, calls, prints."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from countin.authenticity.as_json import audit_as_json
from countin.authenticity.as_text import write_audit
from countin.authenticity.audit import Audit, audit_log
from countin.authenticity.circumstances import BadMeta, read_circumstances
from countin.authenticity.event_log import BadLog, read_log


@click.command("audit")
@click.argument("events", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--meta",
    "meta",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="META.json: start, release, observed_until, listening, peaks.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def audit(events: Path, meta: Path | None, as_json: bool) -> None:  # noqa: FBT001  # click passes by name
    """Audit an event log (JSON Lines): which groups of pre-saves are corroborated, which not.

    Groups are judged, never persons. docs/authenticity.md says how, and how well it was measured.
    """
    found = _audit(events, _read_meta(meta))
    if as_json:
        click.echo(json.dumps(audit_as_json(found), ensure_ascii=False, indent=2))
        return
    click.echo(write_audit(found), nl=False)


COMMANDS: tuple[click.Command, ...] = (audit,)


def _audit(events: Path, meta: Mapping[str, Any]) -> Audit:
    try:
        with events.open(encoding="utf-8") as lines:
            return audit_log(read_log(lines), circumstances=read_circumstances(meta))
    except (BadLog, BadMeta) as error:
        raise click.ClickException(str(error)) from None
    except UnicodeDecodeError:
        raise click.ClickException(
            f"{events} is no text in UTF-8: save it as JSON Lines in UTF-8."
        ) from None


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

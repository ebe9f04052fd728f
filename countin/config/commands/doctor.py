"""`countin doctor`."""

import json
import sys
from typing import NoReturn

import click
from rich.console import Console
from rich.table import Table

from countin import clock
from countin.config.doctor.calls import look_at_calls
from countin.config.doctor.deliverability import look_at_deliverability
from countin.config.doctor.domains import look_at_domains
from countin.config.doctor.findings import Finding, Grade
from countin.config.doctor.ground import look_at_ground
from countin.config.doctor.languages import look_at_languages
from countin.config.doctor.links import look_at_links
from countin.config.doctor.live import look_live
from countin.config.doctor.logos import look_at_logos
from countin.config.doctor.mail import look_at_mail
from countin.config.doctor.providers import look_at_alarms, look_at_providers
from countin.config.doctor.standstill import look_at_standstill
from countin.config.doctor.vault import look_at_vault
from countin.config.doctor.working import look_at_counts, look_at_worker

_MARKS = {Grade.FINE: "[green]✓[/]", Grade.NOTE: "[yellow]·[/]", Grade.MEND: "[red]✗[/]"}


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.option(
    "--live",
    is_flag=True,
    help="Ask each service for real whether it still answers as we know it; nothing else.",
)
def doctor(*, as_json: bool, live: bool) -> None:
    """Is this installation fit for its next release day? Ends with 1 where something is not."""
    if live:
        answers = list(look_live(clock.now()))
        was_asked = any(one.grade != Grade.NOTE for one in answers)
        well = "They answer as we know them." if was_asked else "Nobody was asked."
        _tell(answers, as_json=as_json, well=well)
    ground = list(look_at_ground())
    has_database = not any(one.about == "database" and one.grade == Grade.MEND for one in ground)
    later = _look_into_database() if has_database else []
    findings = [*ground, *later, *look_at_mail(), *look_at_logos(), *look_at_languages()]
    _tell(findings, as_json=as_json)


def _tell(
    findings: list[Finding], *, as_json: bool, well: str = "Fit for release day."
) -> NoReturn:
    to_mend = sum(one.grade == Grade.MEND for one in findings)
    if as_json:
        click.echo(json.dumps({"fit": not to_mend, "findings": [_as_row(one) for one in findings]}))
    else:
        _print(findings, to_mend=to_mend, well=well)
    sys.exit(1 if to_mend else 0)


def _look_into_database() -> list[Finding]:
    return [
        *look_at_standstill(),
        *look_at_worker(clock.now()),
        *look_at_vault(clock.now()),
        *look_at_providers(clock.now()),
        *look_at_alarms(),
        *look_at_links(clock.now()),
        *look_at_calls(),
        *look_at_deliverability(),
        *look_at_domains(),
        *look_at_counts(),
    ]


def _as_row(finding: Finding) -> dict[str, str]:
    return {"grade": finding.grade, "about": finding.about, "words": finding.words}


def _print(findings: list[Finding], *, to_mend: int, well: str) -> None:
    table = Table.grid(padding=(0, 2))
    for finding in findings:
        table.add_row(_MARKS[finding.grade], finding.about, finding.words)
    console = Console()
    console.print(table)
    console.print()
    things = "one thing" if to_mend == 1 else f"{to_mend} things"
    console.print(f"Mend {things} before release day." if to_mend else well)


COMMANDS = (doctor,)

"""`countin campaign listening`: a door. It reads a file and the clock, calls, prints."""

import json
from datetime import date, datetime
from pathlib import Path

import click

from countin import clock
from countin.campaigns.models import Campaign
from countin.campaigns.standing import find_standing
from countin.insights.listening.forms import NotUnderstood, read_export, title_of
from countin.insights.listening.reading_in import LARGEST, NotOurs, ReadIn, read_in, read_words
from countin.insights.listening.tables import BadTable, read_table
from countin.insights.listening.values import BadValue

_DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.command("listening")
@click.argument("slug")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--from", "first", type=_DAY, help="First day of a table of songs.")
@click.option("--to", "last", type=_DAY, help="Its last day, included.")
@click.option(
    "--dates", type=click.Choice(["dmy", "mdy"]), help="How its days are to be read, if unclear."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def listening(
    slug: str,
    file: Path,
    first: datetime | None,
    last: datetime | None,
    dates: str | None,
    as_json: bool,  # noqa: FBT001  # click passes by name
) -> None:
    """Read listening from an export of Spotify for Artists or Apple Music for Artists.

    The report lays it beside the saves. Nothing is taken from fans' accounts.
    """
    campaign = _find(slug)
    content = _content_of(file)
    period = _period(first, last)
    try:
        export = read_export(
            read_table(content), subject=title_of(file.name), period=period, order=dates or ""
        )
        found = read_in(export, campaign=campaign, now=clock.now())
    except (BadTable, BadValue, NotUnderstood, NotOurs) as error:
        raise click.ClickException(f"{file}: {error}") from None
    click.echo(
        json.dumps(_as_json(found), indent=2)
        if as_json
        else f"{read_words(found)} See it beside the saves: countin campaign report {slug}"
    )


COMMANDS: tuple[click.Command, ...] = (listening,)


def _content_of(file: Path) -> bytes:
    try:
        if file.stat().st_size > LARGEST:
            raise click.ClickException(f"{file} is larger than 10 MB: give an export as it was.")
        return file.read_bytes()
    except OSError as error:
        raise click.ClickException(
            f"{file} can't be read ({error.strerror}). Give the path of the downloaded CSV."
        ) from None


def _period(first: datetime | None, last: datetime | None) -> tuple[date, date] | None:
    if first is None or last is None:
        return None
    if last < first:
        raise click.UsageError("--to lies before --from: name the first day first.")
    return first.date(), last.date()


def _as_json(found: ReadIn) -> dict[str, object]:
    return {
        "about": found.scope.value,
        "songs": list(found.subjects),
        "rows": found.rows,
        "changed": found.changed,
        "from": found.first_day.isoformat(),
        "to": found.last_day.isoformat(),
    }


def _find(slug: str) -> Campaign:
    campaign = find_standing(slug)
    if campaign is None:
        raise click.ClickException(
            f"There is no campaign {slug!r}. See what there is: countin campaign list"
        )
    return campaign

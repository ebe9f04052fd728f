"""`countin plan`. A door: reads the clock, calls, prints. Needs no database and no key."""

import hashlib
import json
from datetime import UTC, date, datetime
from typing import Any

import click
from rich.console import Console

from countin import clock
from countin.campaigns.moments import first_moment
from countin.campaigns.planned.countries import BadCountry, hours_abroad, read_countries
from countin.planning.abroad import in_order, say_moment
from countin.planning.distributors import find_distributor
from countin.planning.plan_calendar import Stamp, plan_calendar
from countin.planning.plan_json import plan_as_json
from countin.planning.plan_text import print_note, print_plan
from countin.planning.timeline import EARLIEST, LATEST, Planned, Timeline, make_timeline

_COUNTED_FROM = datetime(2026, 1, 1, tzinfo=UTC)


class _Day(click.ParamType[date]):
    name = "date"

    def convert(self, value: object, param: object, ctx: object) -> date:
        """A day such as 2026-11-27, from which a plan can be counted."""
        try:
            day = date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no date. Write it as 2026-11-27.")
        if not EARLIEST <= day < LATEST:
            self.fail(f"{day} is too far away. Give a date between 1900 and 2998.")
        return day


class _Country(click.ParamType[str]):
    name = "country"

    def convert(self, value: object, param: object, ctx: object) -> str:
        """A country by its two letters."""
        try:
            (country,) = read_countries([str(value) or "?"])
        except BadCountry as bad:
            self.fail(str(bad))
        return country


@click.command("plan")
@click.option("--release-date", type=_Day(), required=True, help="The day it comes out.")
@click.option(
    "--kind", type=click.Choice(["single", "ep", "album"]), default="single", show_default=True
)
@click.option("--distributor", default="", help="Who brings it to the services, as CD Baby.")
@click.option(
    "--country",
    "countries",
    type=_Country(),
    multiple=True,
    help="A country that matters to you (PT); repeat it. Says when it is midnight there.",
)
@click.option("--title", default="", help="The release's name; calendars tell plans apart by it.")
@click.option("--today", type=_Day(), help="Plan as if this were today.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.option("--ics", "as_ics", is_flag=True, help="Print a calendar file.")
def plan(
    *,
    release_date: date,
    kind: str,
    distributor: str,
    countries: tuple[str, ...],
    title: str,
    today: date | None,
    as_json: bool,
    as_ics: bool,
) -> None:
    """Plan a release backwards from its date: what to do by when, why, and what is too late.

    Deadlines that others set stand apart from advice; each row names its source. Import the
    calendar again after the date has moved, under the same --title, and its entries move.
    """
    if as_json and as_ics:
        raise click.UsageError("Choose --json or --ics: it is one document.")
    now = clock.now()
    known = find_distributor(distributor)
    abroad = hours_abroad(release_date, countries=countries)
    name = known.name if known else ""
    planned = Planned(release_date, kind, distributor=name, abroad=abroad)
    timeline = make_timeline(planned, today=today or now.astimezone().date())
    unknown = distributor if distributor and known is None else ""
    if as_ics:
        click.echo(_calendar(timeline, title=title, now=now), nl=False)
    elif as_json:
        click.echo(_document(timeline, title=title, unknown=unknown))
    else:
        _print(timeline, title=title, unknown=unknown)


def _calendar(timeline: Timeline, *, title: str, now: datetime) -> bytes:
    """Nothing is stored, so the sequence is the clock: a later file always rules."""
    stem = hashlib.sha256(" ".join(title.casefold().split()).encode()).hexdigest()[:16]
    seconds = int((now - _COUNTED_FROM).total_seconds())
    stamp = Stamp(f"plan-{stem}", "count-in.invalid", sequence=max(0, seconds), made_at=now)
    return plan_calendar(timeline, title=title, stamp=stamp)


def _document(timeline: Timeline, *, title: str, unknown: str) -> str:
    document: dict[str, Any] = {
        "title": title or None,
        **plan_as_json(timeline),
        "unknown_distributor": unknown or None,
        "first_moment": first_moment(timeline.planned.release_date).isoformat(),
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _print(timeline: Timeline, *, title: str, unknown: str) -> None:
    console = Console(highlight=False)
    print_plan(timeline, title=title, console=console)
    if unknown:
        words = f"Of {unknown} we know no deadline: ask it how many days it needs."
        print_note(words, console=console)
    first = first_moment(timeline.planned.release_date)
    print_note(f"The first place on earth has midnight {_at(first)}.", console=console)
    for one in in_order(timeline.planned.abroad):
        words = f"{one.country}: out {_at(one.midnight)}; nine in the morning there is "
        print_note(f"{words}{say_moment(one.morning)}.", console=console)


def _at(moment: datetime) -> str:
    here, there = moment.astimezone(), moment.astimezone(UTC)
    return f"on {here:%A}, {here.day} {here:%B} at {here:%H:%M} here ({there:%d %b %H:%M} UTC)"


COMMANDS = (plan,)

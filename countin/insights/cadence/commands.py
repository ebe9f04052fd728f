"""`countin campaign cadence`. A door: reads the clock, calls, prints."""

import json
from datetime import date

import click
from rich.console import Console

from countin import clock
from countin.campaigns.models import Artist
from countin.insights.cadence.reading import (
    NO_CAUSE,
    ArtistCadence,
    artist_cadence_as_json,
    read_artist_cadence,
    returns_in_words,
)
from countin.planning.cadence import Dated
from countin.planning.cadence_svg import draw_cadence
from countin.planning.cadence_text import print_cadence, print_row
from countin.planning.timeline import EARLIEST, LATEST


class _Day(click.ParamType[date]):
    name = "date"

    def convert(self, value: object, param: object, ctx: object) -> date:
        """A day such as 2026-11-27."""
        try:
            day = date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no date. Write it as 2026-11-27.")
        if not EARLIEST <= day < LATEST:
            self.fail(f"{day} is too far away. Give a date between 1900 and 2998.")
        return day


@click.command("cadence")
@click.argument("artist")
@click.option(
    "--also",
    multiple=True,
    type=(_Day(), str),
    metavar="DATE TITLE",
    help="A release that has no campaign here, out or only thought of; repeat it.",
)
@click.option("--today", type=_Day(), help="Read the line as if this were today.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.option("--svg", "as_svg", is_flag=True, help="Print the line as a picture.")
def cadence(
    artist: str,
    *,
    also: tuple[tuple[date, str], ...],
    today: date | None,
    as_json: bool,
    as_svg: bool,
) -> None:
    """Show an artist's releases on one line: gaps, windows that overlap, what a year holds, and
    who came back from one to the next.

    ARTIST is the handle of the artist's page. Nothing given by --also is kept.
    """
    if as_json and as_svg:
        raise click.UsageError("Choose --json or --svg: it is one document.")
    now = clock.now()
    found = read_artist_cadence(
        _find(artist),
        also=[Dated(" ".join(title.split()), day) for day, title in also],
        today=today or now.astimezone().date(),
        now=now,
    )
    if as_json:
        click.echo(json.dumps(artist_cadence_as_json(found), ensure_ascii=False, indent=2))
    elif as_svg:
        click.echo(draw_cadence(found.line, name=found.artist.name))
    else:
        _print(found)


def _print(found: ArtistCadence) -> None:
    console = Console(highlight=False)
    print_cadence(found.line, name=found.artist.name, console=console)
    console.print("\n[bold]Who came back[/bold], from our own pages alone")
    if not found.came:
        print_row("It takes two releases with a page here.", sign="·", console=console)
        return
    for one in found.came:
        print_row(returns_in_words(one), sign="·", console=console)
    print_row(f"{_follows(found)} {NO_CAUSE}", sign="·", console=console)


def _follows(found: ArtistCadence) -> str:
    made = ", ".join(f"{slug} {count:,}" for slug, count in found.follows.items())
    return f"Follows that a service confirmed: {made}."


def _find(handle: str) -> Artist:
    artist = Artist.objects.filter(handle=handle.removeprefix("@").lower()).order_by("pk").first()
    if artist is None:
        known = list(Artist.objects.order_by("handle").values_list("handle", flat=True)[:10])
        there = f"There are: {', '.join(known)}." if known else "There is none yet."
        raise click.ClickException(
            f"There is no artist {handle!r}. {there} A campaign file makes them: "
            "countin campaign apply FILE"
        )
    return artist


COMMANDS: tuple[click.Command, ...] = (cadence,)

"""`countin campaign show | rehearse | watch | report`. Doors: they read the clock, call, print."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import click
from django.conf import settings
from django.db import OperationalError, connection
from rich.console import Console
from rich.live import Live

from countin import clock
from countin.campaigns.models import Campaign
from countin.campaigns.standing import find_standing
from countin.campaigns.states import CampaignState, met_state
from countin.campaigns.targets.telling import checks_as_json, sum_up_links
from countin.insights.counts import count_campaign
from countin.insights.rehearsals import (
    all_findings,
    closing_words,
    draw_findings,
    is_fit,
    rehearsal_as_json,
)
from countin.insights.report import Report, build_report
from countin.insights.report_html import write_html
from countin.insights.report_json import report_as_json
from countin.insights.report_text import write_text
from countin.insights.showing import print_counts
from countin.insights.watch_text import draw_watched, line_of, watched_as_json
from countin.insights.watching import Watched, watch_campaign
from countin.release_day.models import Rehearsal
from countin.release_day.rehearsal.planning import ask_rehearsal
from countin.workspaces.controllers import may_publish

_LOOK_EVERY = timedelta(milliseconds=300)
# Two turns of a busy worker; without one, nobody will ever begin.
_NOBODY_BEGINS = timedelta(seconds=30)
# Longer than the worker waits for a service that may not be asked.
_LONGEST = timedelta(minutes=8)
_LIVE_EVERY = timedelta(seconds=1)
_LINE_EVERY = timedelta(seconds=30)


@click.command("show")
@click.argument("slug")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def show(slug: str, as_json: bool) -> None:  # noqa: FBT001  # click passes by name
    """Show the counts of a campaign. docs/numbers.md says what each of them counts."""
    campaign = _find(slug)
    counts = count_campaign(
        campaign, providers=settings.PROVIDERS, base_url=settings.BASE_URL, now=clock.now()
    )
    counts["state"] = _met(counts["state"])
    if as_json:
        told = {**counts, "links": checks_as_json(campaign)}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    print_counts(counts, release=campaign.release, providers=settings.PROVIDERS, console=Console())
    for words in sum_up_links(campaign):
        click.echo(f"\n{words}")


@click.command("rehearse")
@click.argument("slug")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def rehearse(slug: str, as_json: bool) -> None:  # noqa: FBT001  # click passes by name
    """Rehearse release day: codes, permissions, time. Saves, follows and sends nothing.

    By itself it happens daily in the week before. Ends with 1 where something is to be mended.
    """
    rehearsal = ask_rehearsal(_find_coming(slug), now=clock.now())
    _wait_for(rehearsal)
    findings = all_findings(
        rehearsal, providers=settings.PROVIDERS, mail_is_set=settings.MAIL_IS_SET
    )
    if as_json:
        told = rehearsal_as_json(rehearsal, findings=findings)
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        console = Console()
        console.print(draw_findings(findings))
        console.print(f"\n{closing_words(findings)}")
    sys.exit(0 if is_fit(findings) else 1)


@click.command("watch")
@click.argument("slug")
@click.option("--once", is_flag=True, help="Show it once and end.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and end.")
def watch(slug: str, once: bool, as_json: bool) -> None:  # noqa: FBT001  # click passes by name
    """Watch release day: waves, pace, what is in the way. Ends when every promise has."""
    campaign = _find(slug)
    if as_json:
        found = watch_campaign(campaign, providers=settings.PROVIDERS, now=clock.now())
        click.echo(json.dumps(watched_as_json(found, campaign=campaign), indent=2))
        return
    console = Console(highlight=False)
    with suppress(KeyboardInterrupt):
        if console.is_terminal and not once:
            _watch_live(campaign, console=console)
        else:
            _watch_in_lines(campaign, console=console, once=once)


@click.command("report")
@click.argument("slug")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "html"]),
    default="text",
    show_default=True,
    help="HTML is one page that needs nothing beside it; print it for paper.",
)
@click.option("--json", "form", flag_value="json", help="The same as --format json.")
@click.option("--html", "form", flag_value="html", help="The same as --format html.")
@click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write it to this file."
)
def report(slug: str, form: str, output: Path | None) -> None:
    """Report on a campaign: three sentences, every loss by its name, what can't be known."""
    found = build_report(
        _find(slug), providers=settings.PROVIDERS, base_url=settings.BASE_URL, now=clock.now()
    )
    text = _WRITERS[form](found)
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise click.ClickException(
            f"{output} can't be written ({error.strerror}). Choose another place with --output."
        ) from None


COMMANDS: tuple[click.Command, ...] = (show, rehearse, watch, report)


def _watch_live(campaign: Campaign, *, console: Console) -> None:
    with Live(console=console, refresh_per_second=4) as live:
        for found in _looks(campaign, every=_LIVE_EVERY):
            live.update(draw_watched(found, campaign=campaign, providers=settings.PROVIDERS))


def _watch_in_lines(campaign: Campaign, *, console: Console, once: bool) -> None:
    for found in _looks(campaign, every=_LINE_EVERY):
        if once:
            console.print(draw_watched(found, campaign=campaign, providers=settings.PROVIDERS))
            return
        console.print(line_of(found, providers=settings.PROVIDERS), soft_wrap=True)


def _looks(campaign: Campaign, *, every: timedelta) -> Iterator[Watched]:
    """What is there, again and again, until everything has come to its end."""
    while True:
        now = clock.now()
        try:
            campaign.refresh_from_db()
            found = watch_campaign(campaign, providers=settings.PROVIDERS, now=now)
        except OperationalError:
            connection.close()
            click.echo("The database does not answer; it is asked again.", err=True)
        else:
            yield found
            if found.is_over:
                return
        clock.wait_until(now + every)


def _write_json(found: Report) -> str:
    return json.dumps(report_as_json(found), ensure_ascii=False, indent=2) + "\n"


_WRITERS: dict[str, Callable[[Report], str]] = {
    "text": write_text,
    "json": _write_json,
    "html": write_html,
}


def _met(state: str) -> str:
    is_public = may_publish(settings.CONTROLLER, is_loopback=settings.IS_LOOPBACK)
    return met_state(CampaignState(state), may_publish=is_public).value


def _find(slug: str) -> Campaign:
    campaign = find_standing(slug)
    if campaign is None:
        raise click.ClickException(
            f"There is no campaign {slug!r}. See what there is: countin campaign list"
        )
    return campaign


def _find_coming(slug: str) -> Campaign:
    campaign = _find(slug)
    if campaign.release.first_moment <= clock.now():
        raise click.ClickException(
            f"{campaign.release.title} is coming out already: nothing is left to rehearse. "
            f"See the real thing: countin campaign watch {slug}"
        )
    return campaign


def _wait_for(rehearsal: Rehearsal) -> None:
    """Until the worker is done, which alone can open permissions; says how far it is."""
    began = clock.now()
    with Console(stderr=True).status("Waiting for the worker…") as status:
        while rehearsal.done_at is None:
            waited = clock.now() - began
            if waited > _LONGEST or (waited > _NOBODY_BEGINS and not rehearsal.course):
                raise click.ClickException(
                    "No worker takes the rehearsal up. Start one: countin serve (or countin "
                    "worker). It is rehearsed then; see what was found with this command."
                )
            clock.wait_until(clock.now() + _LOOK_EVERY)
            rehearsal.refresh_from_db()
            if rehearsal.course:
                status.update(f"Rehearsing… {rehearsal.tried.count():,} permissions tried")

"""`countin campaign plan`. A door: reads the clock, calls, prints."""

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from typing import Any

import click
from django.conf import settings
from django.db import transaction
from rich.console import Console

from countin import clock
from countin.campaigns.models import Campaign, Plan
from countin.campaigns.planned import changing
from countin.campaigns.planned.countries import BadCountry, hours_of_release, read_countries
from countin.campaigns.planned.feeds import (
    calendar_of_plan,
    close_feed,
    feed_address,
    open_feed,
)
from countin.campaigns.planned.reading import plan_of, read_plan, written_distributor
from countin.campaigns.standing import find_standing
from countin.planning.abroad import Abroad
from countin.planning.distributors import find_distributor
from countin.planning.plan_json import plan_as_json
from countin.planning.plan_text import print_note, print_plan
from countin.planning.templates import BadChange, Template, add_row, drop_row, move_row, restore_row
from countin.planning.timeline import Timeline

_TASK = (str, str)
_Change = Callable[[Plan], object]


@click.command("plan")
@click.argument("slug")
@click.option("--done", multiple=True, metavar="TASK", help="This task is done.")
@click.option("--open", "reopened", multiple=True, metavar="TASK", help="It is not, after all.")
@click.option("--owner", multiple=True, type=_TASK, metavar="TASK NAME", help="Who does it.")
@click.option("--note", multiple=True, type=_TASK, metavar="TASK TEXT", help="A note on it.")
@click.option(
    "--move",
    multiple=True,
    type=(str, int),
    metavar="TASK DAYS",
    help="Due so many days from the release: -35 is five weeks before it.",
)
@click.option("--drop", multiple=True, metavar="TASK", help="Leave it out.")
@click.option("--restore", multiple=True, metavar="TASK", help="As it was: in, and not moved.")
@click.option(
    "--add", multiple=True, type=(int, str), metavar="DAYS TITLE", help="A task of your own."
)
@click.option(
    "--country",
    "countries",
    multiple=True,
    metavar="PT",
    help="A country that matters to you; repeat it. Rows then tell when it is midnight there.",
)
@click.option("--distributor", help="Who brings it to the services, as CD Baby.")
@click.option("--job", help="What this release is for, in one sentence.")
@click.option("--keep", is_flag=True, help="Begin this artist's next plans with these changes.")
@click.option(
    "--feed/--no-feed",
    default=None,
    help="A new private address for calendars, printed once; or none. An older one ends.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.option("--ics", "as_ics", is_flag=True, help="Print a calendar file.")
def plan(slug: str, *, as_json: bool, as_ics: bool, **asked: Any) -> None:
    """Show a campaign's plan, and note what is done, by whom, and what you do otherwise.

    Its days are counted from the campaign's release date: apply the file with another date, and
    the plan and every subscribed calendar move. Nothing of a wrong change is kept.
    """
    if as_json and as_ics:
        raise click.UsageError("Choose --json or --ics: it is one document.")
    now = clock.now()
    campaign = _find(slug)
    key = _change(campaign, changes=_changes(asked, now=now), feed=asked["feed"], now=now)
    abroad = _abroad(campaign, countries=asked["countries"])
    timeline = read_plan(campaign, today=now.astimezone().date(), abroad=abroad)
    if as_ics:
        standing = plan_of(campaign) or Plan(campaign=campaign, changed_at=campaign.changed_at)
        click.echo(calendar_of_plan(standing, base_url=settings.BASE_URL, now=now), nl=False)
    elif as_json:
        click.echo(_document(campaign, timeline=timeline, key=key))
    else:
        _print(campaign, timeline=timeline, key=key)


def _abroad(campaign: Campaign, *, countries: Iterable[str]) -> tuple[Abroad, ...]:
    try:
        named = read_countries(countries)
    except BadCountry as bad:
        raise click.ClickException(str(bad)) from None
    return hours_of_release(campaign.release, countries=named)


def _changes(asked: dict[str, Any], *, now: datetime) -> list[_Change]:
    """Rows first, so that a task that was just added can have an owner."""
    rows: list[Callable[[Template], Template]] = [
        *(partial(add_row, days=days, title=title) for days, title in asked["add"]),
        *(partial(move_row, name=name, days=days) for name, days in asked["move"]),
        *(partial(drop_row, name=name) for name in asked["drop"]),
        *(partial(restore_row, name=name) for name in asked["restore"]),
    ]
    found: list[_Change] = [partial(changing.change_rows, change=row, now=now) for row in rows]
    found += [partial(changing.mark_done, task=name, now=now) for name in asked["done"]]
    found += [partial(changing.mark_open, task=name, now=now) for name in asked["reopened"]]
    found += [
        partial(changing.give_owner, task=name, owner=owner, now=now)
        for name, owner in asked["owner"]
    ]
    found += [
        partial(changing.write_note, task=name, text=text, now=now) for name, text in asked["note"]
    ]
    if (distributor := asked["distributor"]) is not None:
        found.append(partial(changing.name_distributor, distributor=distributor, now=now))
    if (job := asked["job"]) is not None:
        found.append(partial(changing.say_job, job=job, now=now))
    if asked["keep"]:
        found.append(partial(changing.keep_template, now=now))
    return found


def _change(
    campaign: Campaign, *, changes: list[_Change], feed: bool | None, now: datetime
) -> str | None:
    """All of them or none. Gives the feed's new key, where one was asked for."""
    if not changes and feed is None:
        return None
    try:
        with transaction.atomic():
            plan = changing.begin_plan(campaign, now=now)
            for change in changes:
                change(plan)
            if feed:
                return open_feed(plan, now=now)
            if feed is False:
                close_feed(plan)
    except BadChange as bad:
        raise click.ClickException(f"{bad} Nothing was changed.") from None
    return None


def _document(campaign: Campaign, *, timeline: Timeline, key: str | None) -> str:
    plan, written = plan_of(campaign), written_distributor(campaign)
    document = {
        "slug": campaign.slug,
        "title": campaign.release.title,
        **plan_as_json(timeline),
        "unknown_distributor": written if written and not find_distributor(written) else None,
        "job": (plan.job if plan else "") or None,
        "has_feed": bool(plan and plan.feed_hash),
    }
    if key:
        document["feed"] = feed_address(key, base_url=settings.BASE_URL)
    return json.dumps(document, ensure_ascii=False, indent=2)


def _print(campaign: Campaign, *, timeline: Timeline, key: str | None) -> None:
    console = Console(highlight=False)
    print_plan(timeline, title=campaign.release.title, console=console)
    plan, written = plan_of(campaign), written_distributor(campaign)
    print_note(_said_job(plan, slug=campaign.slug), console=console)
    if written and not find_distributor(written):
        words = f"Of {written} we know no deadline: ask it how many days it needs."
        print_note(words, console=console)
    if plan and plan.feed_hash:
        words = "A private calendar address is open; end it with --no-feed, renew it with --feed."
        print_note(words, console=console)
    if key:
        console.print("\nSubscribe to it in a calendar. It is shown this once; keep it private:")
        console.print(feed_address(key, base_url=settings.BASE_URL), soft_wrap=True, markup=False)


def _said_job(plan: Plan | None, *, slug: str) -> str:
    if plan and plan.job:
        return f"What it is for: {plan.job}"
    return f'Nobody said yet what it is for: countin campaign plan {slug} --job "…"'


def _find(slug: str) -> Campaign:
    campaign = find_standing(slug)
    if campaign is None:
        raise click.ClickException(
            f"There is no campaign {slug!r}. See what there is: countin campaign list"
        )
    return campaign


COMMANDS: tuple[click.Command, ...] = (plan,)

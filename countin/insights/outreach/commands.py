"""`countin campaign outreach`. A door: reads the clock, calls, prints."""

import json
from datetime import datetime
from typing import Any

import click
from django.conf import settings

from countin import clock
from countin.campaigns.models import Campaign
from countin.campaigns.standing import find_standing
from countin.insights.outreach.reading import Reached, read_outreach
from countin.messaging.models import OutreachContact
from countin.messaging.outreach import (
    TooMany,
    add_contact,
    forget_contact,
    note_contact,
    note_written,
)
from countin.workspaces.spreadsheets import csv_lines


@click.command("outreach")
@click.argument("slug")
@click.option("--add", multiple=True, metavar="WHOM", help="Somebody you write to by hand.")
@click.option("--way", default="", help="How you reach those added, as: Instagram.")
@click.option("--written", multiple=True, type=int, metavar="NUMBER", help="You wrote to them.")
@click.option("--note", multiple=True, type=(int, str), metavar="NUMBER TEXT", help="What came.")
@click.option("--forget", multiple=True, type=int, metavar="NUMBER", help="Who they are goes.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.option("--csv", "as_csv", is_flag=True, help="Print a table.")
def outreach(slug: str, *, as_json: bool, as_csv: bool, **asked: Any) -> None:
    """People whom you write to by hand: a link of their own each, and what came of it.

    Names and notes are for you alone and go 90 days after the release; what came by the links stays
    counted under channels that name nobody.
    """
    campaign = find_standing(slug)
    if campaign is None:
        raise click.ClickException(
            f"There is no campaign {slug!r}. See what is there: countin campaign list"
        )
    _change(campaign, asked=asked, now=clock.now())
    rows = read_outreach(campaign)
    if as_json:
        click.echo(json.dumps([_as_row(one) for one in rows], indent=2))
    elif as_csv:
        click.echo(_as_csv(rows), nl=False)
    else:
        _print(rows)


COMMANDS: tuple[click.Command, ...] = (outreach,)


def _change(campaign: Campaign, *, asked: dict[str, Any], now: datetime) -> None:
    try:
        for whom in asked["add"]:
            add_contact(campaign, whom=whom[:120], way=asked["way"][:60], now=now)
    except TooMany as error:
        raise click.ClickException(str(error)) from None
    for number in asked["written"]:
        note_written(_find(campaign, number=number), now=now)
    for number, text in asked["note"]:
        note_contact(_find(campaign, number=number), note=text)
    for number in asked["forget"]:
        forget_contact(_find(campaign, number=number))


def _find(campaign: Campaign, *, number: int) -> OutreachContact:
    found = OutreachContact.objects.filter(campaign=campaign, pk=number).first()
    if found is None:
        raise click.ClickException(
            f"There is no number {number}. See who is there: countin campaign outreach "
            f"{campaign.slug}"
        )
    return found


def _as_row(one: Reached) -> dict[str, Any]:
    contact = one.contact
    return {
        "number": contact.pk,
        "whom": contact.whom,
        "way": contact.way,
        "link": f"{settings.BASE_URL}/l/{one.code}",
        "written_at": contact.written_at and contact.written_at.isoformat(),
        "note": contact.note,
        "channel": contact.channel.name,
        "visits": one.visits,
        "presaves": one.presaves,
    }


def _as_csv(rows: list[Reached]) -> str:
    table = [_as_row(one) for one in rows]
    columns = list(table[0]) if table else ["number", "whom", "link"]
    return "".join(csv_lines(columns, rows=map(_in_text, table)))


def _in_text(row: dict[str, Any]) -> dict[str, str]:
    return {name: "" if value is None else str(value) for name, value in row.items()}


def _print(rows: list[Reached]) -> None:
    if not rows:
        click.echo("Nobody yet. Somebody you write to by hand: --add NAME --way Instagram")
    for one in rows:
        row = _as_row(one)
        when = f"{one.contact.written_at:%d %b}" if one.contact.written_at else "not yet"
        click.echo(f"{row['number']:>4}  {row['whom'] or '–'}  {row['way']}  {row['link']}")
        told = f"written {when}, {one.visits:,} visits, {one.presaves:,} pre-saves"
        click.echo(f"      {told}{'. ' + row['note'] if row['note'] else ''}")

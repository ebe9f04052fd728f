"""`countin announce list`, `show`, `send`, `stop`, `resume`: once it is written."""

import json
from typing import Any

import click
from django.conf import settings

from countin import clock
from countin.messaging.announcing.commands.finding import find_announcement, read_moment
from countin.messaging.announcing.counting import (
    count_announcement,
    count_pushes,
    count_reach,
    next_due,
    tell_all,
    tell_announcement,
)
from countin.messaging.announcing.drafting import (
    BadAnnouncement,
    resume_announcement,
    schedule_announcement,
    stop_announcement,
)
from countin.messaging.announcing.ways import mail_channel_of
from countin.messaging.announcing.writing import subject_of
from countin.messaging.models import Announcement


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def list_all(*, as_json: bool) -> None:
    """All announcements, the latest first."""
    now = clock.now()
    related = ("artist", "campaign__release", "channel")
    rows = Announcement.objects.select_related(*related).order_by("-pk")
    if as_json:
        click.echo(json.dumps(tell_all(list(rows), now=now), indent=2))
        return
    for one in rows:
        about = one.campaign.slug if one.campaign else f"@{one.artist.handle}"
        click.echo(f"{one.pk:>4}  {one.state(now):<9}  {about}  {subject_of(one)}")
    if not rows:
        click.echo("None yet. Write one: countin announce draft --campaign SLUG --kind reminder")


@click.command("show")
@click.argument("number", type=int)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def show(number: int, *, as_json: bool) -> None:
    """How far an announcement got."""
    now, announcement = clock.now(), find_announcement(number)
    if as_json:
        click.echo(json.dumps(tell_announcement(announcement, now=now), indent=2))
        return
    click.echo(f"Announcement {number}: {subject_of(announcement)}")
    click.echo(f"State: {announcement.state(now)}")
    if channel := mail_channel_of(announcement):
        click.echo(f"Channel: {channel}")
    if (due := next_due(announcement)) and due > now:
        click.echo(f"Next mail: {due:%Y-%m-%d %H:%M} UTC; its reader sleeps until then")
    if announcement.by_mail:
        for name, count in count_announcement(announcement).items():
            click.echo(f"{name.replace('_', ' ')}: {count:,}")
    else:
        click.echo("By mail: no, since none could be sent here when it was let go")
    pushes = count_pushes(announcement)
    if pushes["planned"] or not announcement.by_mail:
        click.echo("In browsers:")
        for name, count in pushes.items():
            click.echo(f"  {name.replace('_', ' ')}: {count:,}")


@click.command("send")
@click.argument("number", type=int)
@click.option("--at", "moment", default="", help="When, as 2026-11-26 18:00; otherwise now.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def send(number: int, *, moment: str, as_json: bool) -> None:
    """Let an announcement go out: now, or at a moment on the clock of its zone.

    It goes by mail where mail can be sent, to browsers that take the artist's news, and to programs
    that ask for `announcement.sent`.
    """
    now, announcement = clock.now(), find_announcement(number)
    at = read_moment(moment, zone=announcement.time_zone) if moment else now
    try:
        schedule_announcement(announcement, at=at, mail_is_set=settings.MAIL_IS_SET, now=now)
    except BadAnnouncement as bad:
        raise click.ClickException(str(bad)) from None
    _tell_scheduled(announcement, as_json=as_json)


@click.command("stop")
@click.argument("number", type=int)
def stop(number: int) -> None:
    """Nothing more of an announcement goes out from this moment."""
    announcement = find_announcement(number)
    if not stop_announcement(announcement, now=clock.now()):
        raise click.ClickException("It is not on its way: nothing was changed.")
    told = count_announcement(announcement)
    click.echo(f"Stopped: {told['sent']:,} sent, {told['waiting']:,} held back.")
    click.echo(f"Let the rest go: countin announce resume {number}")


@click.command("resume")
@click.argument("number", type=int)
def resume(number: int) -> None:
    """Let the rest of a stopped announcement go out."""
    if not resume_announcement(find_announcement(number), now=clock.now()):
        raise click.ClickException("It is not stopped: nothing was changed.")
    click.echo("It goes on.")


COMMANDS: tuple[click.Command, ...] = (list_all, show, send, stop, resume)


def _tell_scheduled(announcement: Announcement, *, as_json: bool) -> None:
    now = clock.now()
    if as_json:
        told: dict[str, Any] = tell_announcement(announcement, now=now)
        click.echo(json.dumps(told, indent=2))
        return
    reach = count_reach(announcement, mail_is_set=announcement.by_mail, now=now)
    at = announcement.scheduled_at
    click.echo(f"It begins at {at:%Y-%m-%d %H:%M} UTC: {reach.in_words()} as of now.")
    if nobody := reach.who_hears_nothing():
        click.echo(nobody)
    pace = f"{settings.ANNOUNCE_PER_MINUTE:,} mails a minute at most, n"
    click.echo(
        f"{pace if announcement.by_mail else 'N'}obody between 21:00 and 9:00 on their own clock. "
        f"Stop it at any moment: countin announce stop {announcement.pk}"
    )

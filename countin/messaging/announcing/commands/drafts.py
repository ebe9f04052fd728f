"""`countin announce draft`, `preview`, `test`: before anything goes out."""

import json
from pathlib import Path
from typing import Any

import click
from django.conf import settings

from countin import clock
from countin.fans.addresses import is_address
from countin.messaging.announcement_tables import AnnouncementKind
from countin.messaging.announcing.commands.finding import (
    find_announcement,
    find_party,
    make_desk,
)
from countin.messaging.announcing.counting import count_reach, tell_announcement
from countin.messaging.announcing.drafting import (
    BadAnnouncement,
    Words,
    change_draft,
    discard_draft,
    draft_announcement,
)
from countin.messaging.announcing.kinds import KINDS, WRITTEN
from countin.messaging.announcing.segment import BadSegment, Segment, read_segment
from countin.messaging.announcing.testing import send_test
from countin.messaging.announcing.writing import subject_of, write_announcement

_YES_NO = {"yes": True, "no": False}


@click.command("draft")
@click.option("--campaign", "slug", default="", help="About this campaign.")
@click.option("--artist", "handle", default="", help="News of this artist, without a campaign.")
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in WRITTEN]),
    default=AnnouncementKind.NEWS.value,
    show_default=True,
    help="What it is for; each has words and readers of its own.",
)
@click.option("--change", "number", type=int, help="Change this draft instead of making one.")
@click.option("--subject", help="Instead of the kind's own.")
@click.option("--text", type=click.Path(path_type=Path, exists=True), help="A Markdown file.")
@click.option("--language", default="en", show_default=True, help="Of what you write.")
@click.option("--zone", default="UTC", show_default=True, help="Of fans whose zone is not known.")
@click.option("--no-artwork", is_flag=True, help="Leave the picture out.")
@click.option("--country", default="", help="Only fans in this country, as DE.")
@click.option(
    "--service", default="", help="Only fans of this service, by its name in show --json."
)
@click.option("--promised", type=click.Choice(list(_YES_NO)), help="Only who pre-saved it, or not.")
@click.option("--followed", type=click.Choice(list(_YES_NO)), help="Only who follows, or not.")
@click.option("--everybody", is_flag=True, help="The whole list, whatever the kind says.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def draft(
    *, slug: str, handle: str, kind: str, number: int | None, as_json: bool, **given: Any
) -> None:
    """Write an announcement to an artist's own list. Nothing goes out yet.

    In the text, {link} stands for the page by a tracked link of the announcement's own, {title},
    {artist} and {date} for the release's, {own_page} for the fan's own page.
    """
    now = clock.now()
    try:
        words = _words(AnnouncementKind(kind), given=given)
        if number is not None:
            announcement = change_draft(find_announcement(number), words=words, now=now)
        else:
            artist, campaign = find_party(slug=slug, handle=handle)
            announcement = draft_announcement(
                artist, kind=AnnouncementKind(kind), campaign=campaign, words=words, now=now
            )
    except (BadAnnouncement, BadSegment) as bad:
        raise click.ClickException(str(bad)) from None
    told = tell_announcement(announcement, now=now)
    reach = count_reach(announcement, mail_is_set=settings.MAIL_IS_SET, now=now)
    if as_json:
        counted = {"reach": reach.mailboxes, "browsers": reach.browsers}
        click.echo(json.dumps({**told, **counted}, indent=2))
        return
    whom = read_segment(announcement.segment).in_words()
    click.echo(f"Announcement {announcement.pk}: {subject_of(announcement)}")
    click.echo(f"To {whom} of {announcement.artist.name}: {reach.in_words()} as of now.")
    nobody = reach.who_hears_nothing()
    for note in [nobody] * bool(nobody) + _notes(
        announcement.text, has_campaign=announcement.campaign is not None
    ):
        click.echo(note)
    click.echo(f"See it: countin announce preview {announcement.pk}")
    click.echo(f"Send it: countin announce send {announcement.pk}")


@click.command("preview")
@click.argument("number", type=int)
@click.option("--html", "html_to", type=click.Path(path_type=Path), help="Write the HTML here.")
def preview(number: int, *, html_to: Path | None) -> None:
    """Show an announcement as its readers get it."""
    announcement, desk = find_announcement(number), make_desk()
    letter = write_announcement(
        announcement, membership=None, address="", desk=desk, now=clock.now()
    )
    if html_to is not None:
        html_to.write_text(letter.html)
    click.echo(f"Subject: {letter.subject}\n\n{letter.text}", nl=False)


@click.command("test")
@click.argument("number", type=int)
@click.option("--to", "address", required=True, help="Your own address.")
def test(number: int, *, address: str) -> None:
    """Send an announcement to yourself. It is counted nowhere."""
    if not is_address(address):
        raise click.UsageError(f"{address!r} is no e-mail address.")
    because = send_test(
        find_announcement(number), address=address, desk=make_desk(), now=clock.now()
    )
    if because:
        raise click.ClickException(
            f"It was not sent ({because}). Check COUNTIN_SMTP_URL: countin doctor"
        )
    click.echo("Sent. Look at it on a phone, and in dark mode.")


@click.command("discard")
@click.argument("number", type=int)
def discard(number: int) -> None:
    """Delete a draft."""
    if not discard_draft(find_announcement(number)):
        raise click.ClickException("It was scheduled: its numbers stay. To end it, stop it.")
    click.echo("Deleted.")


COMMANDS: tuple[click.Command, ...] = (draft, preview, test, discard)


def _words(kind: AnnouncementKind, *, given: dict[str, Any]) -> Words:
    text: Path | None = given["text"]
    return Words(
        subject=given["subject"],
        text=None if text is None else text.read_text(),
        language=given["language"],
        segment=_segment(kind, given=given),
        has_artwork=not given["no_artwork"],
        time_zone=given["zone"],
    )


def _segment(kind: AnnouncementKind, *, given: dict[str, Any]) -> Segment | None:
    own = Segment() if given["everybody"] else KINDS[kind].segment
    document = {
        **own.as_document(),
        **{name: given[name] for name in ("country", "service") if given[name]},
        **{name: _YES_NO[given[name]] for name in ("promised", "followed") if given[name]},
    }
    return read_segment(document)


def _notes(text: str, *, has_campaign: bool) -> list[str]:
    if has_campaign and "{link}" not in text and "{own_page}" not in text:
        return ["Nothing in it leads to the page: put [words]({link}) on a line of its own."]
    return []

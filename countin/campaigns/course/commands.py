"""`countin campaign duplicate | end | archive | unarchive`. Doors: they read the clock, call, and
print."""

from datetime import date, datetime
from pathlib import Path

import click
from django.conf import settings
from django.db import transaction

from countin import clock
from countin.campaigns.course.duplicating import duplicate_campaign
from countin.campaigns.course.ending import (
    StillRunning,
    archive_campaign,
    end_campaign,
    unarchive_campaign,
)
from countin.campaigns.findings import BadCampaignFile
from countin.campaigns.models import Campaign
from countin.campaigns.standing import find_standing
from countin.workspaces.auditing import COMMAND_LINE, write_audit

_GONE = (
    "Everything that was promised and not kept yet is dropped, and its fans read so on their own "
    "pages. This can't be undone. End it"
)


@click.command("duplicate")
@click.argument("slug")
@click.argument("new_slug")
@click.option("--title", help="Of the new release; else the same.")
@click.option("--date", "day", required=True, help="Its release date, as 2027-03-05.")
def duplicate(slug: str, new_slug: str, title: str | None, day: str) -> None:
    """Begin a draft under NEW_SLUG with artist, channels, asks and picture of SLUG. No fan, no
    number and no code comes along."""
    campaign, now = _find(slug), clock.now()
    id_forms = {name: provider.id_forms for name, provider in settings.PROVIDERS.items()}
    try:
        with transaction.atomic():
            made = duplicate_campaign(
                campaign,
                slug=new_slug,
                title=title or campaign.release.title,
                day=_read_day(day),
                id_forms=id_forms,
                media_root=Path(settings.MEDIA_ROOT),
                now=now,
            )
            _note(made, what="campaign created", detail=f"copy of {slug}", now=now)
    except BadCampaignFile as bad:
        findings = " ".join(f"{finding.what} {finding.mend}" for finding in bad.findings)
        raise click.ClickException(findings) from None
    click.echo(
        f"{made.slug} is a draft. Publish it in the studio, or by a campaign file with this slug."
    )


@click.command("end")
@click.argument("slug")
@click.option("--yes", is_flag=True, help="Don't ask.")
def end(slug: str, yes: bool) -> None:  # noqa: FBT001  # click passes by name
    """End a campaign for good: its page says so, and no promise of it is kept any more."""
    campaign = _find(slug)
    if campaign.published_at is None:
        raise click.ClickException(
            f"It is a draft: nothing was promised. Put it away: countin campaign archive {slug}"
        )
    if not yes:
        click.confirm(_GONE, abort=True, err=True)
    now = clock.now()
    with transaction.atomic():
        done = end_campaign(campaign, now=now)
        if done:
            _note(campaign, what="campaign ended", now=now)
    click.echo("It has ended. The worker lets go of what is left." if done else "It is over.")


@click.command("archive")
@click.argument("slug")
def archive(slug: str) -> None:
    """Take a draft, or a campaign that is over, out of the lists. Its numbers stay."""
    campaign, now = _find(slug), clock.now()
    try:
        with transaction.atomic():
            done = archive_campaign(campaign, now=now)
            if done:
                _note(campaign, what="campaign archived", now=now)
    except StillRunning:
        raise click.ClickException(
            f"Its page is open. End it first: countin campaign end {slug}"
        ) from None
    words = "It is in the archive." if done else "It was in the archive already."
    click.echo(f"{words} See what is there: countin campaign list --archived")


@click.command("unarchive")
@click.argument("slug")
def unarchive(slug: str) -> None:
    """Put a campaign into the lists again."""
    campaign, now = _find(slug), clock.now()
    with transaction.atomic():
        done = unarchive_campaign(campaign, now=now)
        if done:
            _note(campaign, what="campaign unarchived", now=now)
    click.echo("It is in the lists again." if done else "It was not in the archive.")


COMMANDS: tuple[click.Command, ...] = (duplicate, end, archive, unarchive)


def _find(slug: str) -> Campaign:
    campaign = find_standing(slug)
    if campaign is None:
        raise click.ClickException(
            f"There is no campaign {slug!r}. See what there is: countin campaign list"
        )
    return campaign


def _read_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(
            f"{text!r} is no date. Write it as 2027-03-05.", param_hint="--date"
        ) from None


def _note(campaign: Campaign, *, what: str, now: datetime, detail: str = "") -> None:
    write_audit(
        campaign.workspace,
        who=COMMAND_LINE,
        what=what,
        subject=campaign.slug,
        detail=detail,
        now=now,
    )

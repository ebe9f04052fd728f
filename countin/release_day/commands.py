"""`countin campaign retry`. A door: reads the clock, calls, prints."""

import json
from dataclasses import asdict

import click
from django.db import transaction

from countin import clock
from countin.campaigns.models import Campaign
from countin.release_day.retrying import NothingToRetry, retry_promises
from countin.workspaces.auditing import COMMAND_LINE, write_audit


@click.command("retry")
@click.argument("slug")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def retry(slug: str, as_json: bool) -> None:  # noqa: FBT001  # click passes by name
    """Try again now what waits for its next attempt, what failed for want of time where the
    permission still stands, and look again where the release was given up. The worker does it,
    at the pace of each service."""
    campaign = Campaign.objects.with_release().filter(slug=slug).first()
    if campaign is None:
        raise click.ClickException(f"There is no campaign {slug!r}. See: countin campaign list")
    now = clock.now()
    try:
        with transaction.atomic():
            retried = retry_promises(campaign, now=now)
            write_audit(
                campaign.workspace,
                who=COMMAND_LINE,
                what="retry asked",
                subject=slug,
                detail=retried.words,
                now=now,
            )
    except NothingToRetry as nothing:
        raise click.ClickException(str(nothing)) from None
    if as_json:
        click.echo(json.dumps({"slug": slug, **asdict(retried)}))
    elif retried.is_nothing:
        click.echo(f"Nothing waits for another try. See why: countin campaign show {slug}")
    else:
        click.echo(f"Set going: {retried.words}. Watch it: countin campaign watch {slug}")


COMMANDS = (retry,)

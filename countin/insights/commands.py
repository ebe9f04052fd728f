"""`countin campaign show | report`. Doors: they read the clock, call, and print."""

import json

import click
from django.conf import settings
from rich.console import Console

from countin import clock
from countin.campaigns.models import Campaign
from countin.campaigns.standing import find_standing
from countin.insights.counts import count_campaign
from countin.insights.showing import print_counts


@click.command("show")
@click.argument("slug")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def show(slug: str, as_json: bool) -> None:  # noqa: FBT001  # click passes by name
    """Show the counts of a campaign. docs/numbers.md says what each of them counts."""
    campaign = _find(slug)
    counts = count_campaign(
        campaign, providers=settings.PROVIDERS, base_url=settings.BASE_URL, now=clock.now()
    )
    if as_json:
        click.echo(json.dumps(counts, ensure_ascii=False, indent=2))
        return
    print_counts(counts, release=campaign.release, providers=settings.PROVIDERS, console=Console())


COMMANDS: tuple[click.Command, ...] = (show,)


def _find(slug: str) -> Campaign:
    campaign = find_standing(slug)
    if campaign is None:
        raise click.ClickException(
            f"There is no campaign {slug!r}. See what there is: countin campaign list"
        )
    return campaign

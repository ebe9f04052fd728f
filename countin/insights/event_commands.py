"""`countin campaign events`. A door: it reads the clock, calls, prints."""

import json
from pathlib import Path

import click

from countin import clock
from countin.campaigns.models import Campaign
from countin.campaigns.standing import find_standing
from countin.insights.event_log import list_events, meta_of


@click.command("events")
@click.argument("slug")
@click.option(
    "--meta",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write META.json here, for `countin audit --meta`.",
)
@click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON document instead of JSON Lines."
)
def events(slug: str, meta: Path | None, as_json: bool) -> None:  # noqa: FBT001  # click passes by name
    """Print a campaign's event log as JSON Lines: visits and promises, no name and no address.

    What it holds, and what our rows don't keep, is in docs/authenticity.md.
    """
    campaign = _find(slug)
    found = list_events(campaign)
    if meta is not None:
        _write_meta(meta, campaign)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for event in found:
        click.echo(json.dumps(event, ensure_ascii=False))


COMMANDS: tuple[click.Command, ...] = (events,)


def _find(slug: str) -> Campaign:
    campaign = find_standing(slug)
    if campaign is None:
        raise click.ClickException(
            f"There is no campaign {slug!r}. See what there is: countin campaign list"
        )
    return campaign


def _write_meta(path: Path, campaign: Campaign) -> None:
    text = json.dumps(meta_of(campaign, now=clock.now()), indent=2) + "\n"
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise click.ClickException(
            f"{path} can't be written ({error.strerror}). Choose another place with --meta."
        ) from None

"""`countin campaign links`. A door: it reads the clock, calls, and prints."""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click
from django.conf import settings
from django.db import transaction

from countin import clock
from countin.campaigns.applying import write_prepared
from countin.campaigns.findings import BadCampaignFile
from countin.campaigns.models import Campaign
from countin.campaigns.standing import find_standing
from countin.campaigns.targets.checking import check_links, note_targets
from countin.campaigns.targets.gathering import Gathered, Proposal, any_code, gather_links
from countin.campaigns.targets.manners import manners_here
from countin.campaigns.targets.taking import prepare_links, spell_lines
from countin.campaigns.targets.telling import (
    checks_as_json,
    checks_of,
    new_proposals,
    proposal_as_json,
    proposal_words,
    several_of,
)
from countin.campaigns.targets.words import PROOF, look_words
from countin.elsewhere.catalogs import Codes
from countin.elsewhere.known import KNOWN
from countin.workspaces.auditing import COMMAND_LINE, write_audit


@click.command("links")
@click.argument("slug")
@click.option("--check", is_flag=True, help="Look now whether each link answers.")
@click.option("--take", multiple=True, metavar="SERVICE", help="Take what was found there.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def links(slug: str, check: bool, take: tuple[str, ...], as_json: bool) -> None:  # noqa: FBT001  # click passes by name
    """Show where the page leads, and look up by UPC and ISRC where else the release is.

    Nothing that is found is taken by itself: look at it, then take it with --take SERVICE.
    """
    campaign, now = _find(slug), clock.now()
    gathered = _gather(campaign, now=now)
    found = new_proposals(gathered, campaign=campaign, providers=settings.PROVIDERS)
    if take:
        _take(campaign, chosen=[_chosen(name, found=found) for name in take], now=now)
        campaign = _find(slug)
        found = [one for one in found if one.key not in take]
    note_targets(campaign, providers=settings.PROVIDERS, now=now)
    if check:
        _check(campaign, now=now)
    if as_json:
        click.echo(_as_json(campaign, gathered=gathered, found=found))
    else:
        _print(campaign, gathered=gathered, found=found)


COMMANDS: tuple[click.Command, ...] = (links,)


def _find(slug: str) -> Campaign:
    campaign = find_standing(slug)
    if campaign is None:
        raise click.ClickException(
            f"There is no campaign {slug!r}. See what there is: countin campaign list"
        )
    return campaign


def _gather(campaign: Campaign, *, now: datetime) -> Gathered:
    return gather_links(
        Codes(upc=campaign.release.upc, isrc=campaign.release.isrc),
        providers=settings.PROVIDERS,
        catalogs=settings.CATALOGS,
        who=manners_here().who,
        now=now,
    )


def _check(campaign: Campaign, *, now: datetime) -> None:
    check_links(
        campaign,
        providers=settings.PROVIDERS,
        manners=manners_here(),
        now=now,
    )


def _chosen(name: str, *, found: Sequence[Proposal]) -> Proposal:
    of_service = several_of(found, key=name)
    if len(of_service) == 1:
        return of_service[0]
    if not of_service:
        there = ", ".join(sorted({one.key for one in found})) or "nothing"
        raise click.ClickException(
            f"Nothing new was found at {name!r}; found: {there}. Look again without --take."
        )
    listed = "".join(f"\n  {one.value}  {one.link}" for one in of_service)
    raise click.ClickException(
        f"{len(of_service)} were found at {name}. Put the right one into the campaign file as "
        f"`{name}:` and apply it.{listed}"
    )


def _take(campaign: Campaign, *, chosen: Sequence[Proposal], now: datetime) -> None:
    try:
        prepared = prepare_links(
            campaign,
            proposals=chosen,
            providers=settings.PROVIDERS,
            media_root=Path(settings.MEDIA_ROOT),
            now=now,
        )
        with transaction.atomic():
            applied = write_prepared(
                prepared,
                workspace=campaign.workspace,
                base_url=settings.BASE_URL,
                publish=False,
                now=now,
            )
            write_audit(
                campaign.workspace,
                who=COMMAND_LINE,
                what="campaign changed",
                subject=campaign.slug,
                detail=", ".join(applied.changed),
                now=now,
            )
    except BadCampaignFile as bad:
        told = " ".join(f"{finding.what} {finding.mend}" for finding in bad.findings)
        raise click.ClickException(f"Nothing was taken. {told}") from None
    click.echo(
        "Taken. Put the same into your campaign file, or the next `apply` takes it away again:\n"
        f"{spell_lines(chosen, providers=settings.PROVIDERS)}\n",
        err=True,
    )


def _as_json(campaign: Campaign, *, gathered: Gathered, found: Sequence[Proposal]) -> str:
    artist = campaign.release.artist.name
    told = {
        "slug": campaign.slug,
        "links": checks_as_json(campaign),
        "found": [proposal_as_json(one, artist=artist) for one in found],
        "asked": list(gathered.asked),
        "troubles": list(gathered.troubles),
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def _print(campaign: Campaign, *, gathered: Gathered, found: Sequence[Proposal]) -> None:
    if checks := checks_of(campaign):
        click.echo("The page leads to:")
    for check in checks:
        click.echo(f"  {check.name}: {check.url}\n    {look_words(check)}")
    if checks:
        click.echo(f"  {PROOF}\n")
    for proposal in found:
        click.echo(
            f"Found at {proposal.service}: {proposal.link}\n"
            f"  {proposal_words(proposal, artist=campaign.release.artist.name)}\n"
            f"  If it is yours: countin campaign links {campaign.slug} --take {proposal.key}"
        )
    if not found:
        click.echo(_nothing(campaign, gathered=gathered))
    for trouble in gathered.troubles:
        click.echo(trouble)
    for words in _could_ask():
        click.echo(words)


def _nothing(campaign: Campaign, *, gathered: Gathered) -> str:
    release = campaign.release
    if not any_code(Codes(upc=release.upc, isrc=release.isrc)):
        return (
            "The campaign has no UPC and no ISRC yet, so nothing can be looked up. Put one into "
            "the file and apply it, or write the links under `links:`."
        )
    if not gathered.asked:
        return "Nobody could be asked. Write the links under `links:` of the campaign file."
    return (
        f"Asked {', '.join(gathered.asked)}: nothing new. Before its day that is usual; services "
        "that can't be asked are given by hand, under `links:` of the campaign file."
    )


def _could_ask() -> list[str]:
    """Catalogs that an operator may switch on."""
    asked = {catalog.name for catalog in settings.CATALOGS}
    others = [one.name for one in KNOWN if one.name not in asked]
    if not others:
        return []
    return [
        f"Not asked: {', '.join(others)}. Where your use agrees with their conditions, set "
        f"COUNTIN_OPEN_LOOKUPS={','.join(one.name for one in KNOWN)} (docs/sharing.md)."
    ]

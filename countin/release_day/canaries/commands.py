"""`countin campaign canaries`: the private link, who goes first, and letting held waves go on."""

import json
from datetime import datetime
from typing import Any

import click
from django.conf import settings

from countin import clock
from countin.campaigns.canary_links import canary_address
from countin.campaigns.models import Campaign
from countin.campaigns.standing import find_standing
from countin.presaves.canaries import Canary
from countin.providers.contract import Provider
from countin.release_day.canaries.letting_in import let_in_by_hand
from countin.release_day.models import Wave

_IS = {
    "waiting": "waits for its wave",
    "asked": "saved, says the service; it is being looked for",
    "found": "found in the library",
    "missing": "saved, says the service, and not in the library",
    "broken": "its own account failed, so it does not count",
}


@click.command("canaries")
@click.argument("slug")
@click.option("--go-on", is_flag=True, help="Let the fans of every wave in that is held now.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def show_canaries(slug: str, go_on: bool, as_json: bool) -> None:  # noqa: FBT001  # click passes by name
    """Print the private link by which accounts of your own connect to go first in their waves,
    and who does."""
    now = clock.now()
    campaign = find_standing(slug)
    if campaign is None:
        raise click.ClickException(
            f"There is no campaign {slug!r}. See what there is: countin campaign list"
        )
    let_go = let_in_by_hand(campaign, now=now) if go_on else 0
    if as_json:
        click.echo(json.dumps(_as_json(campaign, let_go=let_go), ensure_ascii=False, indent=2))
        return
    if go_on:
        click.echo(_words_of_letting_go(let_go))
        return
    click.echo(_address(campaign))
    for line in _lines(campaign, now=now):
        click.echo(line)


COMMANDS: tuple[click.Command, ...] = (show_canaries,)


def _address(campaign: Campaign) -> str:
    return canary_address(campaign, base_url=settings.BASE_URL, secret_key=settings.SECRET_KEY)


def _lines(campaign: Campaign, *, now: datetime) -> list[str]:
    canaries = list(_canaries(campaign))
    if not canaries:
        return [
            "Keep it private: it is for accounts of your own. Nobody has connected by it, so every "
            "wave opens at its moment."
        ]
    lines = [
        f"{_name(one.provider)}, market {one.market or 'unknown'}: {_IS[one.state]}"
        + (f" ({one.because})" if one.because else "")
        for one in canaries
    ]
    return lines + [
        f"The wave at {_name(wave.provider)}, due {wave.due_at:%Y-%m-%d %H:%M} UTC, is held since "
        f"{wave.held_at:%H:%M} UTC. Let its fans in: "
        f"countin campaign canaries {campaign.slug} --go-on"
        for wave in _held(campaign)
    ]


def _words_of_letting_go(waves: int) -> str:
    if not waves:
        return "No wave is held, so nothing was changed."
    held = "One held wave goes" if waves == 1 else f"{waves} held waves go"
    return f"{held} on: their fans come next."


def _as_json(campaign: Campaign, *, let_go: int) -> dict[str, Any]:
    return {
        "slug": campaign.slug,
        "url": _address(campaign),
        "canaries": [
            {
                "provider": one.provider,
                "market": one.market,
                "state": one.state,
                "because": one.because,
                "joined_at": _iso(one.joined_at),
            }
            for one in _canaries(campaign)
        ],
        "held": [
            {"provider": wave.provider, "due_at": _iso(wave.due_at), "since": _iso(wave.held_at)}
            for wave in _held(campaign)
        ],
        "let_go": let_go,
    }


def _canaries(campaign: Campaign) -> list[Canary]:
    return list(Canary.objects.filter(campaign=campaign).order_by("provider", "pk"))


def _held(campaign: Campaign) -> list[Wave]:
    held = Wave.objects.filter(campaign=campaign, held_at__isnull=False, let_in="")
    return list(held.order_by("due_at", "provider"))


def _name(provider: str) -> str:
    known: Provider | None = settings.PROVIDERS.get(provider)
    return known.words.name if known else provider


def _iso(moment: datetime | None) -> str | None:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None

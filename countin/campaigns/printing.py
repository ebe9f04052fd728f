"""What the campaign commands print: one JSON document, or text that reads at 80 columns."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from countin.campaigns.applying import Applied
from countin.campaigns.models import Campaign
from countin.campaigns.modes import explain_mode, mode_in, modes_of, offered_providers
from countin.campaigns.showing import contents_in_words, show_contents
from countin.campaigns.states import met_state, standing_state, standing_states
from countin.planning.runway import Runway, read_runway
from countin.providers.contract import Hit, Mode, Provider


def applied_as_json(
    applied: Applied, *, providers: Mapping[str, Provider], now: datetime
) -> dict[str, Any]:
    """What `campaign apply --json` prints."""
    return {
        "slug": applied.campaign.slug,
        "url": applied.url,
        "state": standing_state(applied.campaign, now=now).value,
        "modes": {
            name: mode.value
            for name, mode in modes_of(applied.campaign, providers=providers).items()
        },
        "runway_days": _runway(applied.campaign, now=now).days,
        "notes": list(applied.notes),
        "created": applied.created,
        "changed": list(applied.changed),
        "pinned": dict(applied.pinned),
        "hits": {name: [hit_as_json(hit) for hit in hits] for name, hits in applied.hits.items()},
        "contents": show_contents(applied.campaign),
    }


def print_applied(
    applied: Applied, *, providers: Mapping[str, Provider], now: datetime, console: Console
) -> None:
    """The same for people, with the reasons."""
    campaign = applied.campaign
    console.print(_headline(applied, now=now), soft_wrap=True)
    console.print(Text(applied.url), soft_wrap=True)
    offered = offered_providers(campaign, providers=providers)
    for name, provider in offered.items():
        if not provider.abilities.direct:
            continue
        _print_mode(campaign, provider=provider, console=console)
        if pinned := applied.pinned.get(name):
            console.print(_indented(f"The release there: {pinned}"))
    _print_linked(campaign, providers=offered, console=console)
    if contents := contents_in_words(campaign, providers=providers):
        console.print("\n[bold]On the page[/bold]")
    for line in contents:
        console.print(_indented(line))
    _print_runway(_runway(campaign, now=now), console=console)
    console.print(_indented(f"What to do by when: countin campaign plan {campaign.slug}"))
    _print_channels(campaign, console=console)
    if applied.notes:
        console.print("\n[bold]To know[/bold]")
    for note in applied.notes:
        console.print(_indented(note))


def list_as_json(
    campaigns: Sequence[Campaign], *, base_url: str, may_publish: bool, now: datetime
) -> list[dict[str, Any]]:
    """The lines of `campaign list --json`. One query, however many there are."""
    states = standing_states(campaigns, now=now)
    return [
        {
            "slug": campaign.slug,
            "url": f"{base_url}/{campaign.slug}",
            "state": met_state(state, may_publish=may_publish).value,
            "artist": campaign.release.artist.name,
            "title": campaign.release.title,
            "release_date": campaign.release.release_date.isoformat(),
        }
        for campaign, state in zip(campaigns, states, strict=True)
    ]


def print_list(rows: list[dict[str, Any]], *, console: Console) -> None:
    """What there is, one line a campaign."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading in ("slug", "state", "release", "of"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        of = Text(f"{row['title']} – {row['artist']}")
        table.add_row(Text(row["slug"]), row["state"], row["release_date"], of)
    console.print(table)


def _headline(applied: Applied, *, now: datetime) -> Text:
    if applied.created:
        done = "created"
    elif applied.changed:
        done = f"updated: {', '.join(applied.changed)}"
    else:
        done = "nothing changed"
    state = standing_state(applied.campaign, now=now).value
    return Text.assemble((applied.campaign.slug, "bold"), f" – {done}. It is {state}.")


def _print_mode(campaign: Campaign, *, provider: Provider, console: Console) -> None:
    mode = mode_in(campaign, provider=provider, is_guest=False)
    words = provider.words
    button = {
        Mode.DIRECT: words.direct,
        Mode.NATIVE: words.native,
        Mode.REMIND: words.remind,
    }[mode]
    line = Text.assemble("\n", (provider.words.name, "bold"), f": {mode.value} – “{button}”")
    console.print(line)
    console.print(_indented(explain_mode(campaign, provider=provider)))


def _print_linked(
    campaign: Campaign, *, providers: Mapping[str, Provider], console: Console
) -> None:
    """Services that only remind and link, in one line: nothing would raise their mode."""
    linked = {name: one for name, one in providers.items() if not one.abilities.direct}
    if not linked:
        return
    names = ", ".join(one.words.name for one in linked.values())
    console.print(Text.assemble("\n", (names, "bold"), f": {Mode.REMIND.value}, and linked"))
    unnamed = [
        one.words.name for name, one in linked.items() if name not in campaign.release.named_at()
    ]
    if unnamed:
        console.print(
            _indented(
                f"Without its link, fans of {', '.join(unnamed)} are led to the search there. Give "
                "it under `links` of `release`."
            )
        )


def _print_runway(runway: Runway, *, console: Console) -> None:
    days = f"{runway.days} day{'' if runway.days == 1 else 's'}"
    console.print(f"\n[bold]Runway[/bold]: {days if runway.days >= 0 else 'the release is out'}")
    for finding in runway.findings:
        sign = "✗" if finding.is_lost else "·"
        console.print(_indented(finding.words, sign=sign))


def _print_channels(campaign: Campaign, *, console: Console) -> None:
    reached = [channel for channel in campaign.channels.all() if channel.reach]
    console.print("\n[bold]Who can be pointed at it[/bold]")
    if not reached:
        console.print(
            _indented(
                "Nobody to point at it: no channel has a known reach. A page finds no listeners "
                "by itself; it concentrates those you can already reach. Name your channels under "
                "`channels:` and how many people each reaches under `audience:`."
            )
        )
    for channel in reached:
        console.print(_indented(f"{channel.name}: {channel.reach:,} people"))


def _runway(campaign: Campaign, *, now: datetime) -> Runway:
    return read_runway(campaign.release.release_date, today=now.date())


def hit_as_json(hit: Hit) -> dict[str, str]:
    """A release that a service showed."""
    return {
        "id": hit.id,
        "title": hit.title,
        "artist": hit.artist_name,
        "note": hit.note,
        "link": hit.link,
    }


def _indented(text: str, *, sign: str = "") -> Padding:
    grid = Table.grid(padding=(0, 1))
    grid.add_row(*([sign] if sign else []), Text(text))
    return Padding(grid, (0, 0, 0, 2), expand=False)

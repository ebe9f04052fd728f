"""Everything that the live page shows of one campaign at one moment."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from countin.campaigns.models import Campaign
from countin.insights import journeys
from countin.insights.funnel import follow_steps, presave_steps, reminder_steps
from countin.insights.in_app import AppReport, tally_apps
from countin.insights.journeys import Presses, Reminded, Visits
from countin.insights.live.parts import Column, Part, Row
from countin.insights.live.places import countries, traits
from countin.insights.live.ways import way
from countin.insights.rolling.reading import Rolled, read_rolled
from countin.insights.tallies import (
    NO_CHANNEL,
    PreSaveCell,
    five_states,
    split_states,
    tally_presaves,
)
from countin.providers.contract import Provider

_FIVE = ("promised", "saved", "needs_fan", "failed", "withdrawn")
_CHANNEL_COLUMNS = (
    Column("report.visits.people", "visits"),
    Column("live.pressed", "pressed"),
    Column("by_channel", "promised or saved"),
    Column("reminders.asked", "reminders"),
    Column("report.reach", "reach"),
)


@dataclass(frozen=True)
class Live:
    """The figures at the top, and the tables."""

    visits: int
    presaves: Mapping[str, int]
    follows: int
    reminders: int
    parts: tuple[Part, ...]

    def part(self, key: str) -> Part | None:
        """The table of this name."""
        return next((part for part in self.parts if part.key == key), None)


def read_live(campaign: Campaign, *, providers: Mapping[str, Provider], now: datetime) -> Live:
    """Five queries, however many fans there are."""
    rolled = read_rolled(campaign)
    cells = tally_presaves(campaign, rolled=rolled)
    visits = journeys.count_visits(campaign, rolled=rolled)
    presses = journeys.tally_presses(campaign, now=now, rolled=rolled)
    reminded = journeys.tally_reminded(campaign, rolled=rolled)
    follows = journeys.tally_follow_ends(campaign, rolled=rolled)
    reminders = journeys.add_reminded(reminded.values())
    people = sum(one.people for one in visits.values())
    parts = (
        way(
            "presaves",
            title="The way to a pre-save",
            steps=_presave_steps(cells, presses=presses, providers=providers),
        ),
        way("reminders", title="The way of a reminder", steps=reminder_steps(reminders)),
        way("follows", title="The way of a follow", steps=follow_steps(follows)),
        _channels(rolled, visits=visits, presses=presses, cells=cells, reminded=reminded),
        _services(cells, providers=providers),
        countries(rolled, cells=cells),
        *traits(campaign),
        _apps(tally_apps(campaign, rolled=rolled)),
    )
    return Live(
        visits=people,
        presaves=five_states(cells),
        follows=sum(follows.values()),
        reminders=reminders.total,
        parts=parts,
    )


def _presave_steps(
    cells: list[PreSaveCell],
    *,
    presses: Mapping[tuple[str, str], Presses],
    providers: Mapping[str, Provider],
) -> Iterable[Any]:
    if not cells and not presses:
        return ()
    unproven = {name for name, one in providers.items() if not one.abilities.save_is_proof}
    reads_back = frozenset(unproven & {cell.provider for cell in cells})
    whole = journeys.add_presses(presses.values())
    return presave_steps(whole, cells=cells, reads_back=reads_back)


def _channels(
    rolled: Rolled,
    *,
    visits: Mapping[str, Visits],
    presses: Mapping[tuple[str, str], Presses],
    cells: list[PreSaveCell],
    reminded: Mapping[tuple[str, str], Reminded],
) -> Part:
    reaches = dict(rolled.channels.values())
    states = split_states(cells, by=lambda cell: cell.channel, always=[*reaches, NO_CHANNEL])
    asked = _by_channel((via, one.total) for (_service, via), one in reminded.items())
    pressed = _by_channel((via, one.total) for (_service, via), one in presses.items())
    rows = [
        Row(
            "without a channel" if name == NO_CHANNEL else name,
            (
                visits[name].people if name in visits else 0,
                pressed.get(name, 0),
                five["promised"] + five["saved"],
                asked.get(name, 0),
                reaches.get(name),
            ),
            name,
        )
        for name, five in states.items()
    ]
    return Part(
        key="channel",
        title="Channels",
        head="Channel",
        columns=_CHANNEL_COLUMNS,
        rows=tuple(rows),
    )


def _by_channel(counted: Iterable[tuple[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, times in counted:
        found[name] = found.get(name, 0) + times
    return found


def _services(cells: list[PreSaveCell], *, providers: Mapping[str, Provider]) -> Part:
    split = split_states(cells, by=lambda cell: cell.provider, always=())
    rows = [
        Row(
            providers[name].words.name if name in providers else name,
            tuple(five[state] for state in _FIVE),
            name,
        )
        for name, five in sorted(split.items())
    ]
    return Part(
        key="service",
        title="Services",
        head="Service",
        columns=tuple(Column(f"presaves.{state}", state.replace("_", " ")) for state in _FIVE),
        rows=tuple(rows),
    )


def _apps(reports: Iterable[AppReport]) -> Part:
    rows = [
        Row(
            one.label,
            (one.visits, one.left, one.inside.promised, one.outside.promised),
            one.name,
        )
        for one in reports
    ]
    return Part(
        key="app",
        title="Inside apps",
        head="App",
        columns=(
            Column("report.by_app.visits", "visits"),
            Column("report.by_app.left", "left by the way out"),
            Column("report.by_app.inside.STEP", "promised inside"),
            Column("report.by_app.outside.STEP", "promised outside"),
        ),
        rows=tuple(rows),
        note="Browsers inside apps ask for a login anew; the page offers the way out.",
    )

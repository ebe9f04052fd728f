"""The parts of a report: services and channels, each with its own way from press to save."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from countin.campaigns.models import Campaign
from countin.campaigns.modes import explain_mode
from countin.insights import journeys
from countin.insights.funnel import presave_steps, reminder_steps
from countin.insights.journeys import Presses, Reminded, Visits
from countin.insights.promise_steps import ALIVE_NOW, ALIVE_THEN
from countin.insights.rates import Rate, rate
from countin.insights.rolling.reading import Rolled
from countin.insights.steps import Step, count_of
from countin.insights.tallies import NO_CHANNEL, PreSaveCell, eve_of, tally_closely
from countin.providers.contract import Mode, Provider


@dataclass(frozen=True)
class ServiceReport:
    """One service. `because`: why its fans get this mode, and what would raise it."""

    name: str
    title: str
    mode: str  # "" for a service that is no longer set up
    because: str
    steps: tuple[Step, ...]
    reminders: tuple[Step, ...]


@dataclass(frozen=True)
class ChannelReport:
    """One channel; `none` is what came without one. A rate is None where it can't be known."""

    name: str
    address: str
    reach: int | None
    visits: Visits
    steps: tuple[Step, ...]
    reminders: tuple[Step, ...]
    led: Rate | None  # visits that led to a pre-save, of visits by people
    activation: Rate | None  # pre-saves made, of people reached
    reminded: Rate | None  # reminders asked for, of people reached


@dataclass(frozen=True)
class Material:
    """What was counted, before it is put together."""

    cells: list[PreSaveCell]
    reads_back: frozenset[str]  # services of these pre-saves whose yes proves nothing
    alive: str  # how being alive is said at this moment
    visits: dict[str, Visits]
    presses: dict[tuple[str, str], Presses]
    reminded: dict[tuple[str, str], Reminded]

    def steps(self, *, service: str | None = None, channel: str | None = None) -> tuple[Step, ...]:
        """The way of all pre-saves, or of one service's or one channel's."""
        return presave_steps(
            journeys.add_presses(
                part
                for (name, via), part in self.presses.items()
                if service in (None, name) and channel in (None, via)
            ),
            cells=[
                cell
                for cell in self.cells
                if service in (None, cell.provider) and channel in (None, cell.channel)
            ],
            reads_back=self.reads_back,
            alive=self.alive,
        )

    def reminders(
        self, *, service: str | None = None, channel: str | None = None
    ) -> tuple[Step, ...]:
        """The way of all reminders, or of one service's or one channel's."""
        return reminder_steps(
            journeys.add_reminded(
                part
                for (name, via), part in self.reminded.items()
                if service in (None, name) and channel in (None, via)
            )
        )

    def has_presaves(self, modes: Mapping[str, str]) -> bool:
        """A pre-save button is or was there: else a share of pre-saves would mean nothing."""
        return bool(self.cells or self.presses or Mode.DIRECT in modes.values())


def gather_material(
    campaign: Campaign, *, providers: Mapping[str, Provider], rolled: Rolled, now: datetime
) -> Material:
    """Count everything that services, channels and the whole have in common."""
    cells = tally_closely(campaign)
    unproven = {name for name, one in providers.items() if not one.abilities.save_is_proof}
    return Material(
        cells,
        frozenset(unproven & {cell.provider for cell in cells}),
        ALIVE_NOW if now < eve_of(campaign) else ALIVE_THEN,
        journeys.tally_visits(campaign, rolled=rolled),
        journeys.tally_presses(campaign, now=now, rolled=rolled),
        journeys.tally_reminded(campaign, rolled=rolled),
    )


def report_services(
    campaign: Campaign,
    *,
    material: Material,
    counts: Mapping[str, Any],
    providers: Mapping[str, Provider],
) -> tuple[ServiceReport, ...]:
    """Those that are set up, and those of which something came before."""
    names = [*counts["by_provider"], *(name for name, _channel in material.presses)]
    names += [name for name, _channel in material.reminded]
    return tuple(
        ServiceReport(
            name=name,
            title=providers[name].words.name if name in providers else name,
            mode=counts["modes"].get(name, ""),
            because=_because(campaign, provider=providers.get(name)),
            steps=material.steps(service=name),
            reminders=material.reminders(service=name),
        )
        for name in dict.fromkeys(names)
    )


def _because(campaign: Campaign, *, provider: Provider | None) -> str:
    if provider is None:
        return "This service is no longer set up; what came of it before is still counted."
    return explain_mode(campaign, provider=provider)


def report_channels(
    *, material: Material, counts: Mapping[str, Any], rolled: Rolled
) -> tuple[ChannelReport, ...]:
    """In alphabetical order, what came without one at the end."""
    reach = dict(rolled.channels.values())
    return tuple(
        _channel(
            name,
            reach=reach.get(name),
            material=material,
            url=counts["url"],
            has_presaves=material.has_presaves(counts["modes"]),
        )
        for name in counts["by_channel"]
    )


def _channel(
    name: str, *, reach: int | None, material: Material, url: str, has_presaves: bool
) -> ChannelReport:
    visits = material.visits.get(name, Visits(led=0))
    reach_of_presaves = reach if has_presaves else None
    steps, reminders = material.steps(channel=name), material.reminders(channel=name)
    return ChannelReport(
        name=name,
        address=url if name == NO_CHANNEL else f"{url}?via={name}",
        reach=reach,
        visits=visits,
        steps=steps,
        reminders=reminders,
        led=rate(visits.led, of=visits.people) if has_presaves else None,
        activation=rate(count_of(steps, "promised"), of=reach_of_presaves),
        reminded=rate(count_of(reminders, "asked"), of=reach),
    )

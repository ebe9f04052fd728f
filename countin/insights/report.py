"""The honest report: everything it says, before it is written as text, JSON or HTML."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from countin.campaigns.models import Campaign, Channel, Timing
from countin.campaigns.modes import explain_mode
from countin.insights import journeys
from countin.insights.counts import count_campaign
from countin.insights.funnel import Step, follow_steps, presave_steps, reminder_steps
from countin.insights.in_app import AppReport, tally_apps
from countin.insights.journeys import Presses, Reminded, Visits
from countin.insights.origins import Shared, Source, tally_shared, tally_sources
from countin.insights.rates import Rate, rate
from countin.insights.tallies import NO_CHANNEL, PreSaveCell, tally_presaves
from countin.insights.unknowns import list_unknowns
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
class Report:
    """All that is said of one campaign at one moment (UTC)."""

    title: str
    artist: str
    released_on: str
    as_of: datetime
    counts: Mapping[str, Any]
    visits: Visits
    has_presaves: bool  # a pre-save button was there to be pressed
    steps: tuple[Step, ...]
    follows: tuple[Step, ...]
    reminders: tuple[Step, ...]
    led: Rate | None
    saved: Rate | None  # of pre-saves made, once none is on its way
    opened: Rate | None  # of release mails sent
    services: tuple[ServiceReport, ...]
    channels: tuple[ChannelReport, ...]
    sources: tuple[Source, ...]  # by UTM
    shared: Shared  # by fans' own links
    by_app: tuple[AppReport, ...]  # inside apps
    unknowns: tuple[str, ...]

    @property
    def state(self) -> str:
        """The campaign's state."""
        return str(self.counts["state"])

    @property
    def reached(self) -> tuple[ChannelReport, ...]:
        """Channels of known reach, the largest first."""
        known = [channel for channel in self.channels if channel.reach]
        return tuple(sorted(known, key=lambda channel: -(channel.reach or 0)))


@dataclass(frozen=True)
class _Material:
    """What was counted, before it is put together."""

    cells: list[PreSaveCell]
    visits: dict[str, Visits]
    presses: dict[tuple[str, str], Presses]
    reminded: dict[tuple[str, str], Reminded]

    def has_presaves(self, modes: Mapping[str, str]) -> bool:
        """A pre-save button is or was there: else a share of pre-saves would mean nothing."""
        return bool(self.cells or self.presses or Mode.DIRECT in modes.values())


def build_report(
    campaign: Campaign, *, providers: Mapping[str, Provider], base_url: str, now: datetime
) -> Report:
    """Count, and put together. Two dozen queries at most, however many fans there are."""
    material = _Material(
        tally_presaves(campaign),
        journeys.tally_visits(campaign),
        journeys.tally_presses(campaign, now=now),
        journeys.tally_reminded(campaign),
    )
    counts = count_campaign(campaign, providers=providers, base_url=base_url, now=now)
    visits = journeys.add_visits(material.visits.values())
    has_presaves = material.has_presaves(counts["modes"])
    steps = presave_steps(journeys.add_presses(material.presses.values()), cells=material.cells)
    reminders = reminder_steps(journeys.add_reminded(material.reminded.values()))
    return Report(
        title=campaign.release.title,
        artist=campaign.release.artist.name,
        released_on=_released_on(campaign),
        as_of=now,
        counts=counts,
        visits=visits,
        has_presaves=has_presaves,
        steps=steps,
        follows=follow_steps(journeys.tally_follow_ends(campaign)),
        reminders=reminders,
        led=rate(visits.led, of=visits.people) if has_presaves else None,
        saved=_saved(steps, counts=counts),
        opened=rate(count_of(reminders, "opened"), of=count_of(reminders, "sent")),
        services=_services(campaign, material=material, counts=counts, providers=providers),
        channels=_channels(campaign, material=material, counts=counts),
        sources=tally_sources(campaign),
        shared=tally_shared(campaign),
        by_app=tally_apps(campaign),
        unknowns=list_unknowns(counts, visits=visits, providers=providers),
    )


def _released_on(campaign: Campaign) -> str:
    release = campaign.release
    if release.timing == Timing.GLOBAL and release.release_at is not None:
        return f"{release.release_at:%-d %B %Y, %H:%M} UTC"
    return f"{release.release_date:%-d %B %Y}"


def _saved(steps: tuple[Step, ...], *, counts: Mapping[str, Any]) -> Rate | None:
    # While promises are on their way the share would say less each time than it will mean.
    if counts["presaves"]["promised"]:
        return None
    return rate(count_of(steps, "saved"), of=count_of(steps, "promised"))


def _services(
    campaign: Campaign,
    *,
    material: _Material,
    counts: Mapping[str, Any],
    providers: Mapping[str, Provider],
) -> tuple[ServiceReport, ...]:
    names = [*counts["by_provider"], *(name for name, _channel in material.presses)]
    names += [name for name, _channel in material.reminded]
    return tuple(
        ServiceReport(
            name=name,
            title=providers[name].words.name if name in providers else name,
            mode=counts["modes"].get(name, ""),
            because=_because(campaign, provider=providers.get(name)),
            steps=presave_steps(
                journeys.add_presses(
                    presses for key, presses in material.presses.items() if key[0] == name
                ),
                cells=[cell for cell in material.cells if cell.provider == name],
            ),
            reminders=reminder_steps(
                journeys.add_reminded(
                    part for key, part in material.reminded.items() if key[0] == name
                )
            ),
        )
        for name in dict.fromkeys(names)
    )


def _because(campaign: Campaign, *, provider: Provider | None) -> str:
    if provider is None:
        return "This service is no longer set up; what came of it before is still counted."
    return explain_mode(campaign, provider=provider)


def _channels(
    campaign: Campaign, *, material: _Material, counts: Mapping[str, Any]
) -> tuple[ChannelReport, ...]:
    known = Channel.objects.filter(campaign=campaign).values_list("name", "reach")
    reach = dict(known)
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
    name: str, *, reach: int | None, material: _Material, url: str, has_presaves: bool
) -> ChannelReport:
    visits = material.visits.get(name, Visits(led=0))
    reach_of_presaves = reach if has_presaves else None
    steps = presave_steps(
        journeys.add_presses(part for key, part in material.presses.items() if key[1] == name),
        cells=[cell for cell in material.cells if cell.channel == name],
    )
    reminders = reminder_steps(
        journeys.add_reminded(part for key, part in material.reminded.items() if key[1] == name)
    )
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


def count_of(steps: tuple[Step, ...], key: str) -> int:
    """The count of the step with this key."""
    return next(step.count for step in steps if step.key == key)

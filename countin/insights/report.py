"""The honest report: everything it says, before it is written as text, JSON or HTML."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from countin.campaigns.models import Campaign, Timing
from countin.insights import journeys
from countin.insights.counts import count_campaign
from countin.insights.funnel import follow_steps
from countin.insights.in_app import AppReport, tally_apps
from countin.insights.journeys import Visits
from countin.insights.origins import Shared, Source, tally_shared, tally_sources
from countin.insights.parts import (
    ChannelReport,
    ServiceReport,
    gather_material,
    report_channels,
    report_services,
)
from countin.insights.rates import Rate, rate
from countin.insights.reading.passages import Passage, list_passages
from countin.insights.reading.reading import Reading, read_campaign
from countin.insights.rolling.reading import read_rolled
from countin.insights.steps import Step, count_of
from countin.insights.unknowns import list_unknowns
from countin.providers.contract import Provider


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
    reading: Reading
    passages: tuple[Passage, ...]  # the same, in words
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

    @property
    def reach(self) -> int:
        """What the channels of known reach say, added up: one person may be reached by two."""
        return sum(channel.reach or 0 for channel in self.reached)


def build_report(
    campaign: Campaign, *, providers: Mapping[str, Provider], base_url: str, now: datetime
) -> Report:
    """Count, and put together. Two dozen queries, and some a campaign that is scored."""
    rolled = read_rolled(campaign)
    material = gather_material(campaign, providers=providers, rolled=rolled, now=now)
    counts = count_campaign(
        campaign, providers=providers, base_url=base_url, now=now, rolled=rolled
    )
    visits = journeys.add_visits(material.visits.values())
    has_presaves = material.has_presaves(counts["modes"])
    steps, reminders = material.steps(), material.reminders()
    channels = report_channels(material=material, counts=counts, rolled=rolled)
    saved = counts["presaves"]["saved"]
    reading = read_campaign(
        campaign, channels=channels, has_presaves=has_presaves, saved=saved, now=now
    )
    return Report(
        title=campaign.release.title,
        artist=campaign.release.artist.name,
        released_on=_released_on(campaign),
        as_of=now,
        counts=counts,
        visits=visits,
        has_presaves=has_presaves,
        steps=steps,
        follows=follow_steps(journeys.tally_follow_ends(campaign, rolled=rolled)),
        reminders=reminders,
        led=rate(visits.led, of=visits.people) if has_presaves else None,
        saved=_saved(steps, counts=counts),
        opened=rate(count_of(reminders, "opened"), of=count_of(reminders, "sent")),
        services=report_services(campaign, material=material, counts=counts, providers=providers),
        channels=channels,
        sources=tally_sources(campaign),
        shared=tally_shared(campaign),
        by_app=tally_apps(campaign, rolled=rolled),
        reading=reading,
        passages=list_passages(reading, providers=providers),
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

"""Channels side by side: raw, drawn towards each other where small, ordered where they part."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from countin.insights.parts import ChannelReport
from countin.insights.rates import Rate, rate
from countin.insights.steps import count_of
from countin.insights.tallies import NO_CHANNEL
from countin.statistics.intervals import Interval
from countin.statistics.ranking import find_lower
from countin.statistics.shrinkage import Shrunk, fit_spread, shrink

LED = "visits that led to a pre-save"
ASKED = "reminders asked, of visits by people"


@dataclass(frozen=True)
class Compared:
    """One channel. `shrunk` is None where there are too few channels to learn from."""

    name: str
    raw: Rate
    shrunk: Shrunk | None

    @property
    def interval(self) -> Interval:
        """By which it is told from the others."""
        return self.shrunk.interval if self.shrunk else self.raw.interval


@dataclass(frozen=True)
class Comparison:
    """Channels by what their visits led to. `lower`: under a channel those that are lower beyond
    doubt; of every other pair nothing tells which is higher."""

    about: str
    channels: tuple[Compared, ...]
    lower: Mapping[str, list[str]]


def compare_channels(channels: Iterable[ChannelReport], *, has_presaves: bool) -> Comparison | None:
    """None where fewer than two channels have visits by people. Without pre-saves, by reminders."""
    rates = {
        channel.name: known
        for channel in channels
        if channel.name != NO_CHANNEL
        and (known := channel.led if has_presaves else _asked_of_visits(channel))
    }
    if len(rates) < 2:
        return None
    spread = fit_spread([(known.successes, known.of) for known in rates.values()])
    compared = tuple(
        Compared(
            name,
            known,
            shrink(known.successes, of=known.of, spread=spread) if spread else None,
        )
        for name, known in rates.items()
    )
    lower = find_lower({one.name: one.interval for one in compared})
    return Comparison(LED if has_presaves else ASKED, compared, lower)


def _asked_of_visits(channel: ChannelReport) -> Rate | None:
    return rate(count_of(channel.reminders, "asked"), of=channel.visits.people)

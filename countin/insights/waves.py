"""The waves of a campaign as its promises imply them, before the day as after it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from countin.campaigns.models import Release, Timing
from countin.insights.tallies import PreSaveCell
from countin.presaves.states import State


@dataclass
class WaveTally:
    """Pre-saves of one service that fall due at one moment (UTC), withdrawn ones left out.
    `done`: those no longer promised. Markets in order; "" is the unknown market."""

    provider: str
    due_at: datetime
    markets: set[str] = field(default_factory=set)
    total: int = 0
    done: int = 0


def tally_waves(release: Release, *, cells: Iterable[PreSaveCell]) -> list[WaveTally]:
    """One entry a service and moment, the earliest first. A moment at which every promise
    was withdrawn has no entry."""
    waves: dict[tuple[datetime, str], WaveTally] = {}
    for cell in cells:
        if cell.state == State.WITHDRAWN:
            continue
        due_at = release.moment_in(cell.market)
        wave = waves.setdefault((due_at, cell.provider), WaveTally(cell.provider, due_at))
        wave.markets.add(cell.market)
        wave.total += cell.how_many
        wave.done += 0 if cell.state == State.PROMISED else cell.how_many
    return [waves[key] for key in sorted(waves)]


def show_wave(wave: WaveTally, *, release: Release) -> dict[str, object]:
    """As `show --json` spells it; markets are null with global timing."""
    return {
        "provider": wave.provider,
        "due_at": wave.due_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "markets": None if release.timing == Timing.GLOBAL else sorted(wave.markets),
        "total": wave.total,
        "done": wave.done,
    }

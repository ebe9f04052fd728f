"""Release day as it stands at a moment: waves, pace, what is in the way."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from countin.campaigns.models import Campaign
from countin.insights.awaiting import Awaited, awaited_by
from countin.insights.counts import state_now
from countin.insights.pace import count_done_since
from countin.insights.rolling.reading import read_rolled
from countin.insights.tallies import (
    PreSaveCell,
    five_states,
    split_states,
    tally_presaves,
    tally_reasons,
    tally_reminders_on_their_way,
)
from countin.insights.waves import WaveTally, tally_waves
from countin.pacing.models import ProviderAccount
from countin.presaves.states import State
from countin.providers.contract import Provider
from countin.release_day.models import Wave

# The pace is that of the last minute: a longer look back would hide that it came to a halt.
PACE_OVER = timedelta(minutes=1)


@dataclass(frozen=True)
class Hindrance:
    """Why a service is asked nothing at the moment."""

    provider: str
    because: str
    until: datetime | None  # None: until somebody mends it


@dataclass(frozen=True)
class HeldWave:
    """A wave that its canaries hold: the service says that it saves, and does not."""

    provider: str
    due_at: datetime
    since: datetime


@dataclass(frozen=True)
class WaveSummary:
    """What was written down when a wave was done (release_day.summaries)."""

    provider: str
    due_at: datetime
    told: Mapping[str, Any]


@dataclass(frozen=True)
class Watched:
    """What `countin campaign watch` shows. Moments are UTC."""

    slug: str
    state: str
    presaves: Mapping[str, int]
    by_provider: Mapping[str, Mapping[str, int]]  # the five of each that has any
    reasons: Mapping[str, int]
    waves: tuple[WaveTally, ...]
    due: int  # promised though their moment has come
    done_a_minute: int
    reminders: Mapping[str, int]  # sent, and left: confirmed, and still to be sent
    hindrances: tuple[Hindrance, ...]
    held: tuple[HeldWave, ...]
    awaited: tuple[Awaited, ...]  # where the release is not to be seen yet
    summaries: tuple[WaveSummary, ...]  # of waves that are done, the latest first
    at: datetime

    @property
    def total(self) -> int:
        """Withdrawn ones left out."""
        return sum(wave.total for wave in self.waves)

    @property
    def done(self) -> int:
        return sum(wave.done for wave in self.waves)

    @property
    def left_for(self) -> timedelta | None:
        """How long what is due takes at the pace of the last minute. None: nothing was done in
        it, a service is asked nothing, or a wave is held."""
        if not self.due or not self.done_a_minute or self.hindrances or self.held:
            return None
        return timedelta(minutes=self.due / self.done_a_minute)

    @property
    def next_moment(self) -> datetime | None:
        """When the next wave falls due."""
        return min((wave.due_at for wave in self.waves if wave.due_at > self.at), default=None)

    @property
    def is_over(self) -> bool:
        """Nothing is on its way, nor will be."""
        return self.done == self.total and not self.reminders["left"]


def watch_campaign(
    campaign: Campaign, *, providers: Mapping[str, Provider], now: datetime
) -> Watched:
    """As of `now`, from eight queries, however many fans and services there are."""
    rolled = read_rolled(campaign, kinds=["presaves", "reminders"])
    cells = tally_presaves(campaign, rolled=rolled)
    waves = tally_waves(campaign.release, cells=cells)
    told = list(Wave.objects.filter(campaign=campaign).order_by("due_at", "provider"))
    hindrances = tuple(_hindrances(providers.values(), now=now))
    # Whoever is asked nothing can't say; why they are not is told already, or they can't look.
    silent = {each.provider for each in hindrances}
    asked = [name for name, one in providers.items() if one.can_look and name not in silent]
    awaited = awaited_by(campaign.release, cells=cells, providers=asked, now=now)
    return Watched(
        slug=campaign.slug,
        state=state_now(campaign, cells=cells, now=now).value,
        presaves=five_states(cells),
        by_provider=split_states(cells, by=lambda cell: cell.provider, always=()),
        reasons=tally_reasons(_not_withdrawn(cells)),
        waves=tuple(waves),
        due=sum(wave.total - wave.done for wave in waves if wave.due_at <= now),
        done_a_minute=count_done_since(campaign, since=now - PACE_OVER),
        reminders=tally_reminders_on_their_way(rolled),
        hindrances=hindrances,
        held=tuple(_held(told)),
        awaited=tuple(awaited),
        summaries=tuple(_summaries(told)),
        at=now,
    )


def _held(waves: Iterable[Wave]) -> Iterable[HeldWave]:
    for wave in waves:
        if wave.held_at is not None and not wave.let_in:
            yield HeldWave(wave.provider, wave.due_at, wave.held_at)


def _summaries(waves: Iterable[Wave]) -> Iterable[WaveSummary]:
    done = [(wave.done_at, wave) for wave in waves if wave.done_at and wave.summary is not None]
    for _at, wave in sorted(done, key=lambda one: one[0], reverse=True):
        yield WaveSummary(wave.provider, wave.due_at, wave.summary or {})


def _not_withdrawn(cells: Iterable[PreSaveCell]) -> list[PreSaveCell]:
    return [cell for cell in cells if cell.state != State.WITHDRAWN]


def _hindrances(providers: Iterable[Provider], *, now: datetime) -> Iterable[Hindrance]:
    accounts = {(row.provider, row.client_id): row for row in ProviderAccount.objects.all()}
    for provider in providers:
        account = accounts.get((provider.name, provider.client_id))
        if account is None:
            continue
        if account.paused_at is not None:
            yield Hindrance(provider.name, account.paused_because, None)
        elif account.blocked_until is not None and account.blocked_until > now:
            yield Hindrance(provider.name, account.blocked_because, account.blocked_until)

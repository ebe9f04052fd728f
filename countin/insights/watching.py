"""Release day as it stands at a moment: waves, pace, what is in the way."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q

from countin.campaigns.models import Campaign
from countin.insights.counts import state_now
from countin.insights.tallies import PreSaveCell, five_states, tally_presaves, tally_reasons
from countin.insights.waves import WaveTally, tally_waves
from countin.messaging.models import Reminder
from countin.messaging.progress import IS_CONFIRMED, IS_SENT
from countin.pacing.models import ProviderAccount
from countin.presaves.models import Transition
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
    reasons: Mapping[str, int]
    waves: tuple[WaveTally, ...]
    due: int  # promised though their moment has come
    done_a_minute: int
    reminders: Mapping[str, int]  # sent, and left: confirmed, and still to be sent
    hindrances: tuple[Hindrance, ...]
    held: tuple[HeldWave, ...]
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
    """As of `now`, from six queries and one a service, however many fans there are."""
    cells = tally_presaves(campaign)
    waves = tally_waves(campaign.release, cells=cells)
    return Watched(
        slug=campaign.slug,
        state=state_now(campaign, cells=cells, now=now).value,
        presaves=five_states(cells),
        reasons=tally_reasons(_not_withdrawn(cells)),
        waves=tuple(waves),
        due=sum(wave.total - wave.done for wave in waves if wave.due_at <= now),
        done_a_minute=_done_since(campaign, since=now - PACE_OVER),
        reminders=_tally_reminders(campaign),
        hindrances=tuple(_hindrances(providers.values(), now=now)),
        held=tuple(_held(campaign)),
        summaries=tuple(_summaries(campaign)),
        at=now,
    )


def _held(campaign: Campaign) -> Iterable[HeldWave]:
    held = Wave.objects.filter(campaign=campaign, held_at__isnull=False, let_in="")
    for wave in held.order_by("due_at", "provider"):
        assert wave.held_at is not None
        yield HeldWave(wave.provider, wave.due_at, wave.held_at)


def _summaries(campaign: Campaign) -> Iterable[WaveSummary]:
    done = Wave.objects.filter(campaign=campaign, done_at__isnull=False, summary__isnull=False)
    for wave in done.order_by("-done_at", "provider"):
        yield WaveSummary(wave.provider, wave.due_at, wave.summary or {})


def _not_withdrawn(cells: Iterable[PreSaveCell]) -> list[PreSaveCell]:
    return [cell for cell in cells if cell.state != State.WITHDRAWN]


def _done_since(campaign: Campaign, *, since: datetime) -> int:
    moves = Transition.objects.filter(presave__campaign=campaign, follow__isnull=True)
    ended = moves.filter(from_state=State.PROMISED, happened_at__gt=since)
    return ended.exclude(to_state=State.WITHDRAWN).count()


def _tally_reminders(campaign: Campaign) -> dict[str, int]:
    return Reminder.objects.filter(campaign=campaign).aggregate(
        sent=Count("pk", filter=IS_SENT),
        left=Count("pk", filter=IS_CONFIRMED & ~IS_SENT & Q(withdrawn_at__isnull=True)),
    )


def _hindrances(providers: Iterable[Provider], *, now: datetime) -> Iterable[Hindrance]:
    for provider in providers:
        account = ProviderAccount.objects.of(provider).first()
        if account is None:
            continue
        if account.paused_at is not None:
            yield Hindrance(provider.name, account.paused_because, None)
        elif account.blocked_until is not None and account.blocked_until > now:
            yield Hindrance(provider.name, account.blocked_because, account.blocked_until)

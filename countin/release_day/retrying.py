"""Another try at what time or a mended cause may heal, because a person says so."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from countin.campaigns.models import ENDED_AFTER, Campaign
from countin.campaigns.watching import look_again_where_given_up, look_now
from countin.fans.models import Grant
from countin.presaves.models import FollowAsk, PreSave
from countin.presaves.moving import move_follows, move_presaves
from countin.presaves.states import FollowState, Reason, State, Step
from countin.release_day.doubts import waiting_for_set_up

# Given up by time, or for want of a set-up that somebody has mended meanwhile: not by an answer
# that would be the same again.
_HEALED_BY_TIME = (Reason.SERVICE_ERROR, Reason.NOT_IN_LIBRARY, Reason.NOT_LET_IN)


class NothingToRetry(Exception):
    """The words say why, and what to do instead."""


@dataclass(frozen=True)
class Retried:
    """What a press set going. `markets` are looked at again, so that `unreleased` pre-saves,
    which failed for want of the release, open within a minute; `hurried` waited for their next
    attempt; `reopened` had failed, with a permission that still stands; `follows` both ways."""

    markets: int
    unreleased: int
    hurried: int
    reopened: int
    follows: int

    @property
    def is_nothing(self) -> bool:
        """Nobody waits for another try, or has a permission left to try with."""
        return not any((self.markets, self.hurried, self.reopened, self.follows))

    @property
    def words(self) -> str:
        """What was set going, in one line."""
        parts = (
            (self.markets, "market looked at again", "markets looked at again"),
            (self.unreleased, "pre-save waits for that", "pre-saves wait for that"),
            (self.hurried, "pre-save tried now", "pre-saves tried now"),
            (self.reopened, "failed pre-save reopened", "failed pre-saves reopened"),
            (self.follows, "follow", "follows"),
        )
        told = (f"{many:,} {one if many == 1 else more}" for many, one, more in parts if many)
        return ", ".join(told) or "nothing"


def retry_promises(campaign: Campaign, *, now: datetime) -> Retried:
    """Due now, as far as a retry can heal it; the worker does it under the pace of each service.
    Raises NothingToRetry before the first moment, and once nothing is kept any more."""
    _check_time(campaign, now=now)
    with transaction.atomic():
        markets = look_now(campaign.release, now=now)
        markets += look_again_where_given_up(campaign.release, now=now)
        unseen = PreSave.objects.filter(
            campaign=campaign, state=State.FAILED, reason=Reason.NOT_RELEASED
        )
        return Retried(
            markets=markets,
            unreleased=unseen.count(),
            hurried=_hurry(campaign, now=now),
            reopened=_reopen(campaign, now=now),
            follows=_retry_follows(campaign, now=now),
        )


def _check_time(campaign: Campaign, *, now: datetime) -> None:
    release = campaign.release
    if campaign.published_at is None or now < release.first_moment:
        raise NothingToRetry("Nothing has fallen due yet. Rehearse instead: that tries the way.")
    if campaign.ended_at is not None or now >= release.last_moment + ENDED_AFTER:
        raise NothingToRetry(
            "It has ended, and nothing is kept any more. Fans see a one-tap link instead."
        )


def _hurry(campaign: Campaign, *, now: datetime) -> int:
    """Errors alone: a permission that was refused is looked at a day later, whoever presses. The
    tries begin anew, but for the first: that something was sent is not forgotten."""
    waiting = PreSave.objects.filter(
        campaign=campaign,
        state=State.PROMISED,
        next_step=Step.SAVE,
        attempts__gt=0,
        next_attempt_at__gt=now,
    )
    hurried = waiting.update(next_attempt_at=now, attempts=1)
    not_let_in = waiting_for_set_up(now=now).filter(campaign=campaign)
    return hurried + not_let_in.update(next_attempt_at=now)


def _reopen(campaign: Campaign, *, now: datetime) -> int:
    failed = PreSave.objects.filter(
        Exists(_live_grants(by="connection")),
        campaign=campaign,
        state=State.FAILED,
        reason__in=_HEALED_BY_TIME,
    )
    moved = move_presaves(
        failed.values_list("pk", flat=True), to=State.PROMISED, reason=Reason.NONE, now=now
    )
    PreSave.objects.filter(pk__in=moved).update(attempts=1)
    return len(moved)


def _retry_follows(campaign: Campaign, *, now: datetime) -> int:
    """One refusal of the permission waits a day, and looks like a first error here: left alone."""
    here = FollowAsk.objects.filter(presave__campaign=campaign)
    waiting = here.filter(state=FollowState.WAITING, attempts__gt=1, next_attempt_at__gt=now)
    hurried = waiting.update(next_attempt_at=now, attempts=2)
    failed = here.filter(
        Exists(_live_grants(by="presave__connection")),
        state=FollowState.FAILED,
        because__in=(Reason.SERVICE_ERROR, Reason.NOT_LET_IN),
    )
    moved = move_follows(
        failed.values_list("pk", flat=True), to=FollowState.WAITING, because="", now=now
    )
    FollowAsk.objects.filter(pk__in=moved).update(next_attempt_at=now)
    return hurried + len(moved)


def _live_grants(*, by: str) -> QuerySet[Grant]:
    return Grant.objects.live().filter(connection=OuterRef(by))

"""Telling a service's outage from fans who really took their permission back.

A Spotify outage once answered "revoked" for most users, and a product that believed it
lost their grants (metabrainz/listenbrainz-server#1921).
"""

from datetime import datetime, timedelta

from countin.fans.grants import mark_alive
from countin.fans.models import Grant
from countin.presaves.models import FollowAsk, PreSave
from countin.presaves.moving import move_presaves
from countin.presaves.states import Reason, State, Step
from countin.providers.contract import Provider
from countin.release_day import retries
from countin.release_day.models import Attempt, AttemptKind
from countin.release_day.tasks import Result
from countin.workspaces.alarms import OUTAGE, clear_alarm, is_raised, raise_alarm
from countin.workspaces.statements import Question

_WINDOW = timedelta(minutes=10)
_ENOUGH_ANSWERS = 20
_REFUSALS_OF_TEN = 3
_ENOUGH_REFUSALS = _ENOUGH_ANSWERS * _REFUSALS_OF_TEN // 10
_SOME_REFUSALS = Question(
    lambda *, name, since: Attempt.objects.filter(
        provider=name,
        kind=AttemptKind.REFRESH,
        outcome=Result.GONE,
        finished_at__gt=since,
    ).values_list("pk")[:_ENOUGH_REFUSALS]
)


def is_outage(provider: Provider, *, now: datetime) -> bool:
    """Of 20 or more answers in the last ten minutes, 30 % or more were refusals; what a second
    look found says nothing new.

    Asked with every batch: where nothing was refused it costs one look into an index, and never
    are more answers counted than it takes to know.
    """
    since = now - _WINDOW
    if len(_SOME_REFUSALS.rows(name=provider.name, since=since)) < _ENOUGH_REFUSALS:
        return False
    recent = Attempt.objects.filter(
        provider=provider.name, kind=AttemptKind.REFRESH, finished_at__gt=since
    )
    refusals = recent.filter(outcome=Result.GONE).count()
    too_many = refusals * 10 // _REFUSALS_OF_TEN + 1
    answers = recent.filter(outcome__in=[Result.DONE, Result.GONE])[:too_many].count()
    return _ENOUGH_ANSWERS <= answers < too_many


def keep_outage(provider: Provider, *, now: datetime) -> int:
    """What the batches could not tell one by one: two workers may each have seen a part of the
    answers. Stands down once it is over. Returns how many are promised again."""
    if not is_outage(provider, now=now):
        _stand_down(provider, now=now)
        return 0
    call_the_operator(provider, now=now)
    return take_back_verdicts(provider, now=now)


def take_back_verdicts(provider: Provider, *, now: datetime) -> int:
    """The outage began before it could be told: its first refusals are promised again. No fan
    has heard of them: a mail waits for the second look, a day later."""
    early = PreSave.objects.filter(
        provider=provider.name,
        state=State.NEEDS_FAN,
        reason=Reason.GRANT_REFUSED,
        changed_at__gt=now - _WINDOW,
    )
    moved = move_presaves(
        early.values_list("pk", flat=True), to=State.PROMISED, reason=Reason.NONE, now=now
    )
    wait = retries.wait_after_outage(0)
    assert wait is not None
    PreSave.objects.filter(pk__in=moved).update(
        next_step=Step.SAVE, next_attempt_at=now + wait, looks=1
    )
    mark_alive(
        Grant.objects.live()
        .filter(connection__in=PreSave.objects.filter(pk__in=moved).values("connection"))
        .values_list("pk", flat=True)
    )
    _take_follows_back(provider, wait=wait, now=now)
    return len(moved)


def _take_follows_back(provider: Provider, *, wait: timedelta, now: datetime) -> None:
    """Refused once in these minutes, they wait for their look a day later: by its moment an
    index knows them."""
    a_day_later = now + retries.LOOK_AGAIN_AFTER
    early = FollowAsk.objects.waiting().filter(
        next_attempt_at__gt=a_day_later - _WINDOW,
        next_attempt_at__lte=a_day_later,
        presave__provider=provider.name,
        attempts=1,
        looks=0,
    )
    early.update(next_attempt_at=now + wait, attempts=0, looks=1)


def call_the_operator(provider: Provider, *, now: datetime) -> None:
    """No fan is told anything; the operator is told at once."""
    name = provider.words.name
    raise_alarm(
        OUTAGE,
        subject=provider.name,
        words=(
            f"{name} refuses so many permissions at once that an outage there is likelier than "
            f"fans leaving. Nothing is lost: those promises are tried again after 15 minutes, "
            f"1, 6 and 24 hours. Look at {name}'s status page; nothing else is to be done now."
        ),
        now=now,
    )


def _stand_down(provider: Provider, *, now: datetime) -> None:
    """The outage is over and nobody waits for another look because of it."""
    if not is_raised(OUTAGE, subject=provider.name):
        return  # who waits is asked of every promise
    is_waiting = PreSave.objects.filter(
        provider=provider.name, state=State.PROMISED, looks__gt=0
    ).exists()
    if not is_waiting:
        clear_alarm(OUTAGE, subject=provider.name, now=now)

"""Telling a service's outage from fans who really took their permission back.

A Spotify outage once answered "revoked" for most users, and a product that believed it
lost their grants (metabrainz/listenbrainz-server#1921).
"""

from datetime import datetime, timedelta

from django.db.models import Count, Q

from countin.presaves.models import PreSave
from countin.presaves.moving import move_presaves
from countin.presaves.states import Reason, State, Step
from countin.providers.contract import Provider
from countin.release_day import retries
from countin.release_day.models import Attempt, AttemptKind
from countin.release_day.tasks import Result
from countin.workspaces.alarms import OUTAGE, clear_alarm, raise_alarm

_WINDOW = timedelta(minutes=10)
_ENOUGH_ANSWERS = 20
_SHARE_OF_REFUSALS = 0.3


def is_outage(provider: Provider, *, now: datetime) -> bool:
    """Of 20 or more answers in the last ten minutes, 30 % or more were refusals."""
    counts = Attempt.objects.filter(
        provider=provider.name, kind=AttemptKind.REFRESH, finished_at__gt=now - _WINDOW
    ).aggregate(
        answers=Count("pk", filter=Q(outcome__in=[Result.DONE, Result.GONE])),
        refusals=Count("pk", filter=Q(outcome=Result.GONE)),
    )
    enough: bool = counts["answers"] >= _ENOUGH_ANSWERS
    return enough and counts["refusals"] >= _SHARE_OF_REFUSALS * counts["answers"]


def take_back_verdicts(provider: Provider, *, now: datetime) -> int:
    """The outage began before it could be told: its first refusals are promised again."""
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
    return len(moved)


def stand_down(provider: Provider, *, now: datetime) -> None:
    """The outage is over and nobody waits for another look because of it."""
    is_waiting = PreSave.objects.filter(
        provider=provider.name, state=State.PROMISED, looks__gt=0
    ).exists()
    if not is_waiting and not is_outage(provider, now=now):
        clear_alarm(OUTAGE, subject=provider.name, now=now)


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

"""What a service says of one fan and may be true of all: that our app may not serve them.

One odd fan must never hold a whole service, and a set-up that is wrong must not cost a wave
(docs/decisions/0082).
"""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists, F, Max, Min, OuterRef, Subquery
from django.db.models.functions import Coalesce

from countin.pacing.accounts import is_paused, pause_provider, resume_provider
from countin.presaves.models import PreSave, PreSaveQuerySet
from countin.presaves.states import State, Step
from countin.providers.contract import Provider
from countin.release_day.models import Attempt, AttemptKind
from countin.release_day.tasks import Outcome, Result

_ENOUGH_FANS = 3
_WRITES = (AttemptKind.SAVE, AttemptKind.FOLLOW, AttemptKind.TAKE_BACK)
# A failing answer tells nothing of the set-up, and that one fan may not be served little more.
_PROVES_NOTHING = (Result.HUSH, Result.OPERATOR, Result.LATER, Result.NOT_LET_IN)


def pause_or_resume(provider: Provider, *, outcomes: Sequence[Outcome], now: datetime) -> bool:
    """A set-up that is wrong pauses the service; an answer ends the pause. Returns whether it is
    paused now. Call where the attempts are written down already."""
    errors = [one.error for one in outcomes if one.error is not None]
    wrong = next((error for error in errors if not error.of_one), None)
    if wrong is None and errors and _is_of_all(provider):
        wrong = errors[0]
    if wrong is not None:
        pause_provider(provider, error=wrong, now=now)
        return True
    if not is_paused(provider):
        return False
    if not proves_set_up(outcomes):
        return True
    resume_provider(provider)
    put_off = waiting_for_set_up(now=now).filter(provider=provider.name)
    put_off.update(next_attempt_at=now)
    return False


def proves_set_up(outcomes: Sequence[Outcome]) -> bool:
    """The service did, or refused, what it was asked for a fan."""
    return any(one.was_sent and one.result not in _PROVES_NOTHING for one in outcomes)


def waiting_for_set_up(*, now: datetime) -> PreSaveQuerySet:
    """Promises put off because our app may not serve their fan."""
    told = Attempt.objects.filter(
        presave=OuterRef("pk"), kind=AttemptKind.SAVE, outcome=Result.NOT_LET_IN
    )
    return PreSave.objects.filter(
        Exists(told),
        state=State.PROMISED,
        next_step=Step.SAVE,
        next_attempt_at__gt=now,
    )


def _is_of_all(provider: Provider) -> bool:
    """Three fans heard it for the first time since each was last served, and nobody was served in
    between. In the order in which it was written down: a clock may step."""
    writes = Attempt.objects.filter(provider=provider.name, kind__in=_WRITES)
    # The newest by `Max`: ordered by it, a database would walk every fan's rows for those of one.
    served = (
        writes.filter(presave__connection=OuterRef("presave__connection"), outcome=Result.DONE)
        .values("presave__connection")
        .annotate(last=Max("pk"))
    )
    told = (
        writes.filter(outcome=Result.NOT_LET_IN)
        .annotate(served=Coalesce(Subquery(served.values("last")), 0))
        .filter(pk__gt=F("served"))
    )
    firsts = told.values("presave__connection").annotate(first=Min("pk"))
    latest = list(firsts.order_by("-first").values_list("first", flat=True)[:_ENOUGH_FANS])
    if len(latest) < _ENOUGH_FANS:
        return False
    return not writes.filter(pk__gt=latest[-1], outcome=Result.DONE).exists()

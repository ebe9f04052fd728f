"""Asking a service one question from sync code: gate learned, answer waited for, news kept."""

from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any, TypeVar

from countin.pacing.accounts import (
    is_probe_due,
    load_standing,
    may_probe,
    pause_provider,
    record_cooldowns,
    resume_provider,
)
from countin.pacing.budget import (
    CALLS_A_TASK,
    goes_on_after,
    has_calls_left,
    within_budget,
)
from countin.pacing.gates import passing_alone
from countin.providers.asking import ask
from countin.providers.contract import OperatorNeeded, Provider, TryLater

T = TypeVar("T")

_TRIES = 4
_LONGEST_PATIENCE = timedelta(seconds=8)
# A fan takes longer than this to read the service's question and answer it.
_AWAY_FOR = timedelta(seconds=10)


def talk(provider: Provider, *, question: Coroutine[Any, Any, T], now: datetime) -> T:
    """Wait for the answer. Raises what the provider raises; a set-up that is wrong pauses it,
    a cooldown it met is known to every process before this returns. TryLater, without asking,
    where the day's budget is used up."""
    was_paused = load_standing(provider)
    try:
        with within_budget(provider, most=CALLS_A_TASK, now=now, is_door=True) as calls:
            if not calls:
                question.close()
                raise TryLater("daily_budget", after=goes_on_after(now), app_wide=True)
            with passing_alone():
                answer = ask(question)
    except OperatorNeeded as error:
        if not error.of_one:
            pause_provider(provider, error=error, now=now)
        raise
    finally:
        record_cooldowns([provider])
    if was_paused:
        resume_provider(provider)
    return answer


def talk_patiently(
    provider: Provider,
    *,
    question: Callable[[], Coroutine[Any, Any, T]],
    heals: Callable[[TryLater], bool],
    now: Callable[[], datetime],
    wait_until: Callable[[datetime], None],
) -> T:
    """As `talk`, for somebody who is waiting: what heals within moments is asked again.

    `heals` says which troubles may be tried again; `now` and `wait_until` are the clock's.
    Raises what the last try raised; at once
    where the service asks for more than a few seconds of silence.
    """
    for attempt in range(1, _TRIES):
        try:
            return talk(provider, question=question(), now=now())
        except TryLater as error:
            wait = error.after or timedelta(milliseconds=250 * attempt)
            if wait > _LONGEST_PATIENCE or not heals(error):
                raise
        wait_until(now() + wait)
    return talk(provider, question=question(), now=now())


def may_begin(provider: Provider, *, now: datetime) -> bool:
    """Whether a fan may be sent to this service: it can be asked by the time they are back."""
    return may_ask(provider, now=now + _AWAY_FOR)


def may_ask(provider: Provider, *, now: datetime) -> bool:
    """No cooldown stands against asking this service now, and no pause, but for a probe."""
    is_paused = load_standing(provider)
    closed_until = provider.gate.closed_until()
    if closed_until is not None and closed_until > now:
        return False
    if not has_calls_left(provider, now=now, is_door=True):
        return False
    return not is_paused or may_probe(provider, now=now)


def may_hand_over(provider: Provider, *, now: datetime) -> bool:
    """As `may_ask`, for whoever only hands work to somebody who will ask: takes no probe away."""
    is_paused = load_standing(provider)
    closed_until = provider.gate.closed_until()
    if closed_until is not None and closed_until > now:
        return False
    if not has_calls_left(provider, now=now, is_door=False):
        return False
    return not is_paused or is_probe_due(provider, now=now)

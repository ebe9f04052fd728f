"""Asking a service one question from sync code: gate learned, answer waited for, news kept."""

from collections.abc import Coroutine
from datetime import datetime
from typing import Any, TypeVar

from countin.pacing.accounts import (
    is_paused,
    load_cooldowns,
    may_probe,
    pause_provider,
    record_cooldowns,
    resume_provider,
)
from countin.providers.asking import ask
from countin.providers.contract import OperatorNeeded, Provider

T = TypeVar("T")


def talk(provider: Provider, *, question: Coroutine[Any, Any, T], now: datetime) -> T:
    """Wait for the answer. Raises what the provider raises; a set-up that is wrong pauses it,
    a cooldown it met is known to every process before this returns."""
    load_cooldowns([provider])
    try:
        answer = ask(question)
    except OperatorNeeded as error:
        pause_provider(provider, error=error, now=now)
        raise
    finally:
        record_cooldowns([provider])
    if is_paused(provider):
        resume_provider(provider)
    return answer


def may_ask(provider: Provider, *, now: datetime) -> bool:
    """No cooldown stands against asking this service now, and no pause, but for a probe."""
    load_cooldowns([provider])
    closed_until = provider.gate.closed_until()
    if closed_until is not None and closed_until > now:
        return False
    return not is_paused(provider) or may_probe(provider, now=now)

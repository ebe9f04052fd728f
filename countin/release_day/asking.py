"""Putting many questions to one service, so that every process hears at once what it asks for."""

from collections.abc import Coroutine, Iterable, Iterator
from datetime import timedelta
from typing import Any, TypeVar

from countin.pacing.crashes import note_asking
from countin.pacing.windows import keep_part, leasing
from countin.providers.asking import ask_many
from countin.providers.contract import Provider
from countin.workspaces.jobs import Bench

T = TypeVar("T")
AT_ONCE = 32
# The mark has to be renewed each second at least.
_NOTED_EVERY = timedelta(seconds=0.5)


def ask_all(
    provider: Provider, coroutines: Iterable[Coroutine[Any, Any, T]], *, bench: Bench
) -> Iterator[list[T]]:
    """Answers in batches, as they come; the account's mark stands meanwhile (`note_asked`)."""
    noted_at = bench.now()
    note_asking(provider, now=noted_at)
    with leasing(provider):
        if not provider.gate.has_part():
            keep_part(provider)
        for batch in ask_many(coroutines, at_once=AT_ONCE, urgent=provider.gate.needs_caller):
            # First of all: every other process has to know that nobody may ask now.
            keep_part(provider)
            if bench.now() - noted_at >= _NOTED_EVERY:
                noted_at = bench.now()
                note_asking(provider, now=noted_at)
            if batch:
                yield batch

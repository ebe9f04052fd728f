"""Processor seconds of this process, which a busy neighbor disturbs less than the wall clock."""

import time
from collections.abc import Callable
from dataclasses import dataclass

_ROUNDS = 5


@dataclass(frozen=True)
class Ratio:
    """How much of the bare speed is left, and what one operation costs."""

    name: str
    bare_seconds: float
    our_seconds: float
    times: int

    def __str__(self) -> str:
        each = self.our_seconds / self.times * 1e6
        return f"{self.name:<56} {self.bare_seconds / self.our_seconds:5.2f}   {each:8.1f} µs each"


def compare(
    name: str, *, bare: Callable[[], object], ours: Callable[[], object], times: int
) -> Ratio:
    """Run both in turns, each doing the work `times` times, and take the best round of each."""
    seconds = [(_seconds_of(bare), _seconds_of(ours)) for _ in range(_ROUNDS)]
    return Ratio(name, min(one for one, _ in seconds), min(two for _, two in seconds), times)


def _seconds_of(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start

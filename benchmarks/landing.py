"""The landing page, its visit counted, against an empty view behind the same middleware.

Both are asked for in turns, in one run, of one process of the same server; the best round of each
counts. By the clock, and by the processor seconds of the server, which busy neighbors disturb less.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.measuring import Ratio
from benchmarks.serving import SLUG, Served, serve

_ROUNDS, _QUICK = 5, 2
_SECONDS, _QUICK_SECONDS = 2.0, 1.0
_AT_ONCE = 32
_PAGES = {
    "empty": "/-/empty",
    "page": f"/{SLUG}?via=newsletter",
    "anew": f"/{SLUG}?follow=nobody",
}


@dataclass(frozen=True)
class Told:
    """A line that is no ratio."""

    words: str

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True)
class _Round:
    answers: float
    errors: float
    seconds: float
    processor_seconds: float


def measure(*, quick: bool = False) -> Iterator[Ratio | Told]:
    """In small without those who stand in line."""
    with serve() as served:
        for path in _PAGES.values():
            served.load(path, seconds=0.5, at_once=_AT_ONCE)
        rounds = {name: [] for name in _PAGES}  # type: dict[str, list[_Round]]
        for _ in range(_QUICK if quick else _ROUNDS):
            for name, path in _PAGES.items():
                seconds = _QUICK_SECONDS if quick else _SECONDS
                rounds[name].append(_ask(served, path=path, seconds=seconds))
        yield from _compare(rounds)
        if not quick:
            yield from _stand_tenfold(served)


def _ask(served: Served, *, path: str, seconds: float) -> _Round:
    before = served.processor_seconds()
    told = served.load(path, seconds=seconds, at_once=_AT_ONCE)
    used = served.processor_seconds() - before
    return _Round(told["answers"], told["errors"], told["seconds"], used)


def _compare(rounds: dict[str, list[_Round]]) -> Iterator[Ratio]:
    words = {"page": "landing page and visit", "anew": "landing page, made anew"}
    for name, said in words.items():
        yield Ratio(
            f"{said}, against an empty view: rate",
            min(one.seconds / one.answers for one in rounds["empty"]),
            min(one.seconds / one.answers for one in rounds[name]),
            times=1,
        )
        yield Ratio(
            f"{said}: processor",
            min(one.processor_seconds / one.answers for one in rounds["empty"]),
            min(one.processor_seconds / one.answers for one in rounds[name]),
            times=1,
        )


def _stand_tenfold(served: Served) -> Iterator[Told]:
    page = _PAGES["page"]
    time.sleep(1)
    for times in (1, 10):
        before = served.count_visits()
        told = served.load(page, seconds=4, at_once=_AT_ONCE * times)
        time.sleep(1)
        written = served.count_visits() - before
        yield Told(
            f"{_AT_ONCE * times:>4} at once: {told['answers'] / told['seconds']:,.0f} a second, "
            f"{told['errors']:.0f} errors, median {told['median_ms']:.0f} ms, "
            f"99 of 100 within {told['p99_ms']:.0f} ms; "
            f"{written:,} of {told['answers']:,.0f} visits in the database a second later"
        )

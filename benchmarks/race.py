"""One shard against loops of spotipy, at a service that is met as real ones are: over TLS, and each
answer takes its time."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.standing_in import service
from tests.providers.certificates import write_certificate

# Seconds that a service takes for an answer, as those far away do.
_AS_REAL_ONES = 0.05
_RACERS = 30


@contextmanager
def secure_service(folder: Path) -> Iterator[str]:
    """Its address; this process trusts it from now on."""
    certificate = write_certificate(folder)
    # For our worker, and for what spotipy asks with.
    os.environ |= {"SSL_CERT_FILE": str(certificate), "REQUESTS_CA_BUNDLE": str(certificate)}
    with service(seconds=_AS_REAL_ONES, certificate=certificate) as address:
        yield address


def race(address: str) -> dict[str, Any]:
    """How many times as long spotipy takes for a fan, by the clock and of processor time."""
    from benchmarks.keeper import Keeper  # noqa: PLC0415 - after Django's set-up
    from benchmarks.one_by_one import ask_as_documented, ask_at_its_best  # noqa: PLC0415

    keeper = Keeper(address)
    clock, processor = _seconds_of(lambda: keeper.keep(most=1))
    ours = clock / keeper.kept, processor / keeper.kept
    documented = _seconds_of(lambda: ask_as_documented(address, times=_RACERS))
    at_its_best = _seconds_of(lambda: ask_at_its_best(address, times=_RACERS))
    return {
        "saved": keeper.saved(),
        "over_tls": ours[1],
        "documented": [each / _RACERS / us for each, us in zip(documented, ours, strict=True)],
        "at_its_best": [each / _RACERS / us for each, us in zip(at_its_best, ours, strict=True)],
    }


def _seconds_of(work: Callable[[], object]) -> tuple[float, float]:
    """By the clock, and of this process."""
    start, began = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - start, time.process_time() - began

"""The gate: what passes, what waits for a part of the window, and what a silence ends."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countin.pacing.gates import AccountGate, passing_alone
from countin.pacing.parts import FREELY, GOOD_FOR, UNKNOWN, next_part
from countin.providers.contract import TryLater

BEGAN = datetime(2026, 12, 18, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Clocks:
    """The machine's clock, which somebody may set, and seconds that go on evenly."""

    def __init__(self) -> None:
        self.now, self.seconds = BEGAN, 1000.0

    def pass_by(self, span: timedelta) -> None:
        self.now += span
        self.seconds += span.total_seconds()

    def set_to(self, now: datetime) -> None:
        self.now = now


@pytest.fixture
def clocks() -> Clocks:
    return Clocks()


@pytest.fixture
def gate(clocks: Clocks) -> AccountGate:
    return AccountGate(
        provider="any", client_id="any", now=lambda: clocks.now, steady=lambda: clocks.seconds
    )


def is_open(gate: AccountGate) -> bool:
    try:
        gate.check()
    except TryLater:
        return False
    return True


def passes(gate: AccountGate, *, calls: int) -> int:
    """How many of so many calls pass within a moment."""

    async def one() -> bool:
        await gate.enter()
        gate.leave()
        return True

    async def crowd() -> int:
        tasks = [asyncio.create_task(one()) for _ in range(calls)]
        done, waiting = await asyncio.wait(tasks, timeout=0.05)
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        return sum(task.exception() is None for task in done)

    return asyncio.run(crowd())


def test_who_leases_nothing_passes_freely(gate: AccountGate):
    assert passes(gate, calls=50) == 50


def test_while_somebody_leases_calls_pass_on_what_was_granted(gate: AccountGate):
    gate.begin_leasing()
    before = passes(gate, calls=5)
    gate.grant(3, window=0, is_ahead=True)
    granted = passes(gate, calls=5)
    gate.end_leasing()

    assert (before, granted, passes(gate, calls=5)) == (0, 3, 5)


def test_a_single_question_needs_no_part(gate: AccountGate):
    gate.begin_leasing()

    with passing_alone():
        assert passes(gate, calls=2) == 2


def test_calls_that_wait_for_a_part_hear_of_a_silence(gate: AccountGate):
    async def wait_for_part() -> None:
        waiting = asyncio.create_task(gate.enter())
        await asyncio.sleep(0)
        gate.learn(blocked_until=BEGAN + HOUR, because="rate_limited", window=1)
        await asyncio.wait_for(waiting, 5)

    gate.begin_leasing()

    with pytest.raises(TryLater):
        asyncio.run(wait_for_part())


def test_more_is_wanted_in_time_and_at_the_end_of_a_window_only_once_answers_are_there(
    gate: AccountGate,
):
    gate.begin_leasing()
    gate.grant(10, window=0, is_ahead=True)
    passes(gate, calls=5)
    has_half = gate.wants_part()
    passes(gate, calls=1)

    assert (has_half, gate.wants_part()) == (False, True)

    gate.grant(1, window=0, is_ahead=False)
    asyncio.run(gate.enter())
    passes(gate, calls=9)
    while_one_is_under_way = gate.wants_part()
    gate.leave()
    passes(gate, calls=1)
    assert (while_one_is_under_way, gate.wants_part()) == (False, True)


def test_a_part_is_good_only_while_somebody_looks_after_it(gate: AccountGate, clocks: Clocks):
    """Whoever was stopped for a while sends nothing on what it had leased."""
    gate.begin_leasing()
    gate.grant(9, window=4, is_ahead=True)
    clocks.pass_by(timedelta(seconds=GOOD_FOR))
    after_a_stop = passes(gate, calls=3)
    gate.learn(blocked_until=None, because="", window=4)
    same_window = passes(gate, calls=3)
    gate.learn(blocked_until=None, because="", window=5)

    assert (after_a_stop, same_window, passes(gate, calls=3)) == (0, 3, 0)
    assert gate.take_unspent() == (4, 6)
    assert gate.take_unspent() is None


def test_what_was_refused_or_not_sent_is_told_once(gate: AccountGate):
    gate.begin_leasing()
    gate.grant(9, window=4, is_ahead=True)
    passes(gate, calls=4)
    for _refused in range(2):
        gate.cool_down(after=HOUR, because="rate_limited")

    assert gate.take_news() == (BEGAN + HOUR, "rate_limited", 4)
    assert gate.take_news() is None
    assert gate.take_unspent() == (4, 5 + 2)


def test_a_clock_that_is_set_neither_ends_a_silence_early_nor_makes_it_longer(
    gate: AccountGate, clocks: Clocks
):
    gate.cool_down(after=HOUR, because="rate_limited")
    row = gate.closed_until()

    clocks.set_to(BEGAN + 2 * HOUR)
    set_forward = is_open(gate)
    clocks.set_to(BEGAN - 9 * HOUR)
    gate.learn(blocked_until=row, because="rate_limited", window=1)
    clocks.pass_by(HOUR)

    assert (set_forward, is_open(gate)) == (False, True)


def test_a_silence_after_the_clock_was_set_back_is_obeyed_as_well(
    gate: AccountGate, clocks: Clocks
):
    gate.cool_down(after=HOUR, because="rate_limited")
    clocks.pass_by(HOUR)
    clocks.set_to(BEGAN - 9 * HOUR)
    gate.cool_down(after=HOUR, because="rate_limited")

    assert not is_open(gate)
    clocks.pass_by(HOUR)
    assert is_open(gate)


@given(calls=st.integers(0, 10_000), size=st.none() | st.integers(1, 10_000))
def test_there_is_always_a_part_and_never_a_large_one_of_a_known_window(calls, size):
    part, _is_ahead = next_part(calls, size=size)

    assert 1 <= part <= (UNKNOWN if size is None else FREELY)


@given(size=st.integers(1, 1000), calls=st.integers(0, 999))
def test_no_part_reaches_beyond_what_is_known(size, calls):
    part, is_ahead = next_part(min(calls, size - 1), size=size)

    assert min(calls, size - 1) + part <= size
    assert is_ahead


@given(size=st.integers(1, 1000), calls=st.integers(1000, 2000))
def test_beyond_what_is_known_parts_grow_with_what_passes(size, calls):
    part, larger = next_part(calls, size=size), next_part(calls + 1, size=size)

    assert part <= larger
    assert next_part(size, size=size) == (1, False)


class _Between(asyncio.SelectorEventLoop):
    """Something happens in another thread whenever a call begins to wait."""

    happens: Callable[[], None]

    def create_future(self) -> asyncio.Future[Any]:
        thread = threading.Thread(target=self.happens)
        thread.start()
        thread.join(timeout=0.05)  # it may have to wait for whoever is at the gate
        return super().create_future()


def test_a_part_that_is_granted_while_a_call_begins_to_wait_is_not_missed(gate: AccountGate):
    granted: list[int] = []

    def grant_once() -> None:
        if not granted and gate.wants_part():
            granted.append(1)
            gate.grant(1, window=0, is_ahead=True)

    gate.begin_leasing()
    with closing(_Between()) as loop:
        loop.happens = lambda: None
        entering = loop.create_task(asyncio.wait_for(gate.enter(), timeout=5))
        loop.happens = grant_once
        loop.run_until_complete(entering)

    assert granted == [1]
    assert gate.sent == 1

"""The gate: what passes, how much at once, and what a silence teaches."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countin.pacing.gates import AccountGate
from countin.pacing.room import FREELY, room_for
from countin.providers.contract import TryLater

SECOND = timedelta(seconds=1)


class Service:
    """Takes so many calls in a rolling window, in a time that only its callers move. Refuses
    the others, and says when the first place frees."""

    def __init__(self, *, limit: int, window: int = 30) -> None:
        self.now = datetime(2026, 12, 18, tzinfo=UTC)
        self.limit, self.window = limit, timedelta(seconds=window)
        self.taken: list[datetime] = []
        self.refused = 0
        self.gate = AccountGate(provider="any", client_id="any", now=lambda: self.now)

    async def call(self) -> bool:
        """One call through the gate, answered after a turn of the loop."""
        await self.gate.enter()
        try:
            await asyncio.sleep(0)
            is_taken, after = self._answer()
        finally:
            self.gate.leave()
        if not is_taken:
            self.gate.cool_down(after=after, because="rate_limited")
        return is_taken

    def _answer(self) -> tuple[bool, timedelta]:
        recent = [at for at in self.taken if at > self.now - self.window]
        if len(recent) < self.limit:
            self.taken.append(self.now)
            self.now += timedelta(milliseconds=2)
            return True, timedelta()
        self.refused += 1
        left = recent[0] + self.window - self.now
        return False, timedelta(seconds=-(-left // SECOND))  # whole seconds, as Retry-After


async def send_all(service: Service, *, calls: int, at_once: int = 32) -> None:
    """As the worker does: as many as may, and after a silence the rest."""
    left = calls
    while left:
        answers = await asyncio.gather(
            *(service.call() for _ in range(min(left, at_once))), return_exceptions=True
        )
        left -= sum(answer is True for answer in answers)
        if closed_until := service.gate.closed_until():
            service.now = closed_until


@pytest.mark.parametrize("limit", [7, 60, 250])
def test_twenty_unknown_windows_take_no_more_than_a_twentieth_over_the_least(limit):
    service = Service(limit=limit)
    began = service.now

    asyncio.run(send_all(service, calls=21 * limit))

    assert (service.now - began) / (20 * service.window) <= 1.05


def test_once_a_window_is_known_few_calls_are_refused_at_its_end():
    service = Service(limit=60)
    asyncio.run(send_all(service, calls=120))
    service.refused = 0

    asyncio.run(send_all(service, calls=600))

    assert service.refused <= 10 * 2


def test_a_limit_that_was_raised_is_soon_used():
    service = Service(limit=20)
    asyncio.run(send_all(service, calls=60))
    service.limit, began = 200, service.now

    asyncio.run(send_all(service, calls=600))

    assert service.now - began <= 4 * service.window


def test_nothing_enters_a_closed_gate_and_nobody_is_left_waiting_in_it():
    service = Service(limit=1)

    async def crowd() -> list[object]:
        answers = (service.call() for _ in range(50))
        return await asyncio.wait_for(asyncio.gather(*answers, return_exceptions=True), 5)

    asyncio.run(crowd())
    again = asyncio.run(crowd())

    assert all(isinstance(answer, TryLater) for answer in again)


@given(passed=st.integers(0, 10_000), expected=st.none() | st.integers(1, 10_000))
def test_there_is_always_room_for_one_and_never_for_more_than_many(passed, expected):
    assert 1 <= room_for(passed, expected=expected) <= FREELY


@given(expected=st.integers(1, 1000), passed=st.integers(1000, 2000))
def test_beyond_what_is_known_room_grows_with_what_passes(expected, passed):
    assert room_for(passed, expected=expected) <= room_for(passed + 1, expected=expected)

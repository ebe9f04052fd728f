import asyncio
import gc
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest

from countin.providers.asking import ask, ask_many
from countin.providers.contract import TryLater
from countin.providers.http import Http
from tests.providers.gate import CountingGate
from tests.providers.odd_service import OddService


class Crowd:
    """Coroutines that say how many are under way, and wait for a word."""

    def __init__(self) -> None:
        self.made = 0
        self.under_way = 0
        self.most = 0
        self.cancelled = 0
        self.may_go = threading.Event()

    def make(self, count: int) -> Iterator:
        for number in range(count):
            self.made += 1
            yield self.one(number)

    async def one(self, number: int) -> int:
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        try:
            while not self.may_go.is_set():
                await asyncio.sleep(0.001)
            await asyncio.sleep(0)
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        finally:
            self.under_way -= 1
        return number


@pytest.fixture
def crowd() -> Crowd:
    crowd = Crowd()
    crowd.may_go.set()
    return crowd


async def give(value: int) -> int:
    return value


async def fail() -> int:
    raise ValueError("as told")


async def stay() -> None:
    await asyncio.sleep(60)


def test_all_results_come_once_in_lists_of_at_most_a_batch(crowd):
    lists = list(ask_many(crowd.make(1050), batch=100))

    assert sorted(number for numbers in lists for number in numbers) == list(range(1050))
    assert max(len(numbers) for numbers in lists) <= 100
    assert min(len(numbers) for numbers in lists) >= 1


def test_nothing_to_ask_gives_nothing():
    assert list(ask_many([])) == []


def test_no_more_are_under_way_than_allowed(crowd):
    list(ask_many(crowd.make(200), at_once=7))

    assert crowd.most == 7


def test_coroutines_are_made_only_a_little_ahead(crowd):
    lists = ask_many(crowd.make(1000), at_once=4, batch=10)
    next(lists)

    made = crowd.made
    lists.close()

    assert made <= 4 + 10 + 10


def test_the_work_goes_on_while_the_caller_uses_a_list(crowd):
    lists = ask_many(crowd.make(100), at_once=4, batch=50)
    next(lists)
    finished = threading.Event()
    watch(lambda: crowd.under_way == 0, then=finished)

    is_finished = finished.wait(5)

    assert is_finished
    assert sum(len(numbers) for numbers in lists) == 50


def watch(condition, *, then: threading.Event) -> None:
    def look() -> None:
        pause = threading.Event()
        while not condition():
            pause.wait(0.01)
        then.set()

    threading.Thread(target=look, daemon=True).start()


def test_what_is_finished_comes_in_time_though_the_rest_is_slow():
    async def slow() -> int:
        await asyncio.sleep(0.5)
        return 2

    lists = ask_many([give(1), slow()], every=timedelta(milliseconds=50))

    assert list(lists) == [[1], [2]]


def test_what_is_finished_comes_at_once_when_it_is_urgent():
    is_urgent = threading.Event()
    lists = ask_many(iter([give(1), stay()]), every=timedelta(seconds=30), urgent=is_urgent.is_set)
    threading.Timer(0.1, is_urgent.set).start()

    first = next(lists)
    lists.close()

    assert first == [1]


def test_an_exception_is_raised_after_what_was_under_way_has_been_given(crowd):
    def make() -> Iterator:
        yield crowd.one(1)
        yield fail()
        yield crowd.one(2)
        yield from crowd.make(1000)

    lists = ask_many(make(), at_once=3, batch=5)
    given: list[int] = []
    with pytest.raises(ValueError, match="as told"):
        given.extend(number for numbers in lists for number in numbers)

    assert {1, 2} <= set(given)
    assert crowd.made < 50
    assert crowd.under_way == 0


def test_an_exception_where_coroutines_are_made_stops_the_others():
    crowd = Crowd()

    def make() -> Iterator:
        yield crowd.one(1)
        raise LookupError("as told")

    with pytest.raises(LookupError, match="as told"):
        list(ask_many(make()))

    assert crowd.under_way == 0


def test_stopping_early_cancels_what_is_under_way():
    crowd = Crowd()

    def make() -> Iterator:
        yield give(-1)
        yield from crowd.make(50)

    lists = ask_many(make(), at_once=4, batch=10, every=timedelta(milliseconds=20))
    first = next(lists)
    lists.close()

    gc.collect()
    assert (first, crowd.under_way, crowd.cancelled >= 3) == ([-1], 0, True)


def test_a_coroutine_that_is_cancelled_from_within_is_loud():
    async def give_up() -> int:
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        list(ask_many([give_up()]))


def test_many_requests_share_one_session_and_its_bounds():
    gate = CountingGate()
    with OddService() as service:
        http = Http(gate=gate, wait_for=timedelta(seconds=10))
        asked = ask_many((http.request("GET", service.base_url) for _ in range(300)), at_once=100)
        statuses = [answer.status for answers in asked for answer in answers]
        ask(http.close())

    assert (statuses, gate.entered) == ([200] * 300, 300)


def test_expected_errors_travel_as_values_where_the_caller_wraps_them():
    async def look() -> TryLater | int:
        try:
            raise TryLater("busy")
        except TryLater as busy:
            return busy

    results = [result for found in ask_many(look() for _ in range(3)) for result in found]

    assert [str(result) for result in results] == ["busy"] * 3

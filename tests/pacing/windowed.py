"""A service with a rolling window, in a time that only its callers move, and processes that
share it. Each is a thread with a gate and a database connection of its own: what they know of
each other, they know by the account's row."""

import asyncio
import random
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from django.db import connection

from countin.pacing.crashes import note_asked
from countin.pacing.gates import AccountGate
from countin.providers.contract import Provider, TryLater
from countin.providers.http import Http
from countin.providers.spotify.options import SpotifyOptions
from countin.providers.spotify.provider import SpotifyProvider
from countin.release_day.asking import ask_all
from countin.workspaces.jobs import Bench

SECOND = timedelta(seconds=1)
_A_CALL_TAKES = timedelta(milliseconds=2)
_BATCH = 100


class Service:
    """Takes so many calls in a rolling window, refuses the others, and says when the first place
    frees, in whole seconds."""

    def __init__(self, *, limit: int, window: int = 30) -> None:
        self.now = datetime(2026, 12, 18, tzinfo=UTC)
        self.limit, self.window = limit, timedelta(seconds=window)
        self.taken: list[datetime] = []
        self.refused = 0
        self.heard_while_silent = 0  # by whoever could have known
        self._silent_until = self.now

    def answer(self) -> timedelta | None:
        """None: taken; else how long to be silent."""
        if self.now < self._silent_until:
            self.heard_while_silent += 1
        recent = [at for at in self.taken[-self.limit :] if at > self.now - self.window]
        if len(recent) < self.limit:
            self.taken.append(self.now)
            self.now += _A_CALL_TAKES
            return None
        self.refused += 1
        after = -(-(recent[0] + self.window - self.now) // SECOND) * SECOND
        self._silent_until = self.now + after
        return after

    def least_for(self, calls: int) -> timedelta:
        """No caller that knew everything would be quicker."""
        return (-(-calls // self.limit) - 1) * self.window


class Crowd:
    """Processes that send calls between them until so many were taken."""

    def __init__(self, service: Service, *, processes: int) -> None:
        self.service = service
        self.providers = [self._make_provider() for _ in range(processes)]
        self._left = 0
        self._sleeping: dict[int, datetime] = {}
        self._awake = processes
        self._moved = threading.Condition()

    def send(self, calls: int) -> timedelta:
        """How long it took, by the service's clock."""
        began, self._left = self.service.now, calls
        if len(self.providers) == 1:
            self._work(0)
        else:
            self._awake = len(self.providers)
            with ThreadPoolExecutor(len(self.providers)) as threads:
                list(threads.map(self._work_in_thread, range(len(self.providers))))
        return self.service.now - began

    def bench(self) -> Bench:
        nobody = cast(Any, None)
        return Bench(
            now=lambda: self.service.now,
            providers={},
            opener=nobody,
            sealer=nobody,
            base_url="",
            mail_is_set=False,
            chance=random.Random(7),
        )

    async def call(self, provider: Provider) -> bool:
        """One call through the gate, answered after a turn of the loop."""
        try:
            await provider.gate.enter()
        except TryLater:
            return False
        try:
            await asyncio.sleep(0)
            after = self.service.answer()
        finally:
            provider.gate.leave()
        if after is not None:
            provider.gate.cool_down(after=after, because="rate_limited")
        return after is None

    def _work_in_thread(self, number: int) -> None:
        try:
            self._work(number)
        finally:
            connection.close()
            with self._moved:
                self._awake -= 1
                self._let_time_pass()

    def _work(self, number: int) -> None:
        provider = self.providers[number]
        while batch := self._take_batch():
            done = sum(self._answers(provider, calls=batch))
            with self._moved:
                self._left += batch - done
            if (until := provider.gate.closed_until()) is not None:
                self._sleep(number, until=until)

    def _answers(self, provider: Provider, *, calls: int) -> Iterator[bool]:
        coroutines = (self.call(provider) for _ in range(calls))
        for answers in ask_all(provider, coroutines, bench=self.bench()):
            yield from answers
        note_asked(provider)

    def _take_batch(self) -> int:
        with self._moved:
            batch = min(self._left, _BATCH)
            self._left -= batch
            return batch

    def _sleep(self, number: int, *, until: datetime) -> None:
        with self._moved:
            self._sleeping[number] = until
            self._let_time_pass()
            while number in self._sleeping and self.service.now < until:
                self._moved.wait(0.05)
            self._sleeping.pop(number, None)

    def _let_time_pass(self) -> None:
        """Only once nobody works who could use it."""
        if self._sleeping and len(self._sleeping) == self._awake:
            self.service.now = max(self.service.now, min(self._sleeping.values()))
            self._moved.notify_all()

    def _make_provider(self) -> Provider:
        options = SpotifyOptions(client_id="shared")
        gate = AccountGate(
            provider="spotify", client_id=options.client_id, now=lambda: self.service.now
        )
        return SpotifyProvider(options, http=Http(gate=gate))

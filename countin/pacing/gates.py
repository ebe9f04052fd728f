"""The gate that every call to a service passes. It lives in the process; rows carry what it
learns from one process to the next."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta

from countin.pacing.parts import Part
from countin.providers.contract import TryLater

# Whoever asks a single question passes beside those who lease: a fan is waiting.
_IS_SINGLE: ContextVar[bool] = ContextVar("is_single", default=False)


@contextmanager
def passing_alone() -> Iterator[None]:
    """What is asked in here needs no part of the window."""
    token = _IS_SINGLE.set(True)
    try:
        yield
    finally:
        _IS_SINGLE.reset(token)


class AccountGate:
    """Closed while our account at a service has to be silent. While somebody leases, calls pass
    on a part of the window that was granted."""

    def __init__(
        self,
        *,
        provider: str,
        client_id: str,
        now: Callable[[], datetime],
        steady: Callable[[], float] | None = None,
        daily: int | None = None,
    ) -> None:
        """`steady` tells seconds that go on evenly while somebody sets the machine's clock."""
        self.provider = provider
        self.client_id = client_id
        self.daily = daily  # calls a day that the operator allows; None: no budget is set
        self.sent = 0  # calls that passed, ever; read it before and after
        self._now = now
        self._steady = steady or (lambda: now().timestamp())
        self._lock = threading.Lock()
        self._blocked_until: datetime | None = None
        self._opens_at = 0.0  # the same moment, in steady seconds
        self._because = ""
        self._is_news = False
        self._ended: int | None = None  # the window that the unrecorded silence ended
        self._under_way = 0
        self._lessees = 0
        self._part = Part()
        self._waiting: list[asyncio.Future[None]] = []

    async def enter(self) -> None:
        """Let a call pass, once it is leased; raise TryLater(app_wide=True) while none may be
        sent. Whoever entered leaves."""
        while (turn := self._try_to_enter()) is not None:
            await turn

    def leave(self) -> None:
        """The call has its answer, or none will come."""
        with self._lock:
            self._under_way -= 1
            if self._waiting:
                self._part.is_wanted |= self._part.lets_ask_for_more(self._under_way)

    def check(self) -> None:
        """Raise TryLater(app_wide=True) while none may be sent; an entered call looks again."""
        with self._lock:
            self._check()

    def cool_down(self, *, after: timedelta, because: str) -> None:
        """The service asked for silence: close at once for everyone in this process."""
        now = self._now()
        with self._lock:
            was_open = not self._left()
            if not _IS_SINGLE.get():
                self._part.note_refused()
            if self._close(now + after, because=because, now=now):
                self._is_news = True
            if was_open:
                self._ended = self._part.window
                self._part.drop()
        self._wake()

    def learn(self, *, blocked_until: datetime | None, because: str, window: int) -> None:
        """What another process, or this one before its restart, has found out."""
        with self._lock:
            # What was known stays as it is: a clock that was set back makes no silence longer.
            if blocked_until and blocked_until != self._blocked_until:
                self._close(blocked_until, because=because, now=self._now())
            self._part.keep_to(window, steady=self._steady())
        self._wake()

    def take_news(self) -> tuple[datetime, str, int | None] | None:
        """Hand the unrecorded cooldown over, once."""
        with self._lock:
            if not self._is_news or self._blocked_until is None:
                return None
            self._is_news, ended, self._ended = False, self._ended, None
            return self._blocked_until, self._because, ended

    def closed_until(self) -> datetime | None:
        """When calls may be sent again, as far as this process knows."""
        with self._lock:
            left = self._left()
        return self._now() + left if left else None

    def begin_leasing(self) -> None:
        """From here on calls wait until a part of the window is granted."""
        with self._lock:
            self._lessees += 1

    def end_leasing(self) -> None:
        """Once everyone who began has ended, calls pass without."""
        with self._lock:
            self._lessees -= 1
            if not self._lessees:
                self._part.drop()
        self._wake()

    def grant(self, calls: int, *, window: int, is_ahead: bool) -> None:
        """So many calls of this window were leased."""
        with self._lock:
            self._part.add(calls, window=window, is_ahead=is_ahead, steady=self._steady())
        self._wake()

    def wants_part(self) -> bool:
        """Calls wait for a part of the window, or soon will."""
        return self._part.is_wanted

    def has_part(self) -> bool:
        """Something is left of the part that was granted."""
        with self._lock:
            return self._part.is_good(self._steady())

    def needs_caller(self) -> bool:
        """A cooldown that no row knows yet, or calls that wait for a part."""
        return self._is_news or self._part.is_wanted

    def take_unspent(self) -> tuple[int, int] | None:
        """What was leased and did not go through, each told once."""
        with self._lock:
            return self._part.take_unspent()

    def _try_to_enter(self) -> asyncio.Future[None] | None:
        """None: it entered. Else what to wait for. Looked and lined up at once: a part that
        another thread is granted in between would wake nobody, and this call would wait for ever.
        """
        with self._lock:
            self._check()
            if self._lessees and not _IS_SINGLE.get() and not self._take_from_part():
                turn = asyncio.get_running_loop().create_future()
                self._waiting.append(turn)
                return turn
            self.sent += 1
            self._under_way += 1
        return None

    def _check(self) -> None:
        if left := self._left():
            raise TryLater(self._because, after=left, app_wide=True)

    def _take_from_part(self) -> bool:
        if self._part.take(self._steady()):
            return True
        self._part.is_wanted |= self._part.lets_ask_for_more(self._under_way)
        return False

    def _wake(self) -> None:
        with self._lock:
            waiting, self._waiting = self._waiting, []
        for turn in waiting:
            if not turn.done():
                turn.get_loop().call_soon_threadsafe(_let_look, turn)

    def _close(self, until: datetime, *, because: str, now: datetime) -> bool:
        """Whether that is later than what is known."""
        opens_at = self._steady() + (until - now).total_seconds()
        if self._blocked_until is not None and opens_at <= self._opens_at:
            return False
        self._blocked_until, self._because, self._opens_at = until, because, opens_at
        return True

    def _left(self) -> timedelta | None:
        if self._blocked_until is None:
            return None
        left = timedelta(seconds=self._opens_at - self._steady())
        return left if left > timedelta() else None


def _let_look(turn: asyncio.Future[None]) -> None:
    if not turn.done():
        turn.set_result(None)

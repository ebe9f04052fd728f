"""The gate that every call to a service passes. It lives in the process; rows carry what it
learns from one process to the next."""

import asyncio
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from countin.pacing.room import room_for
from countin.providers.contract import TryLater


class AccountGate:
    """Closed while our account at a service has to be silent."""

    def __init__(
        self,
        *,
        provider: str,
        client_id: str,
        now: Callable[[], datetime],
        daily: int | None = None,
    ) -> None:
        self.provider = provider
        self.client_id = client_id
        self.daily = daily  # calls a day that the operator allows; None: no budget is set
        self.sent = 0  # calls that passed, ever; read it before and after
        self._now = now
        self._lock = threading.Lock()
        self._blocked_until: datetime | None = None
        self._because = ""
        self._is_news = False
        self._passed = 0
        self._under_way = 0
        self._waiting: list[asyncio.Future[None]] = []
        self._expected: int | None = None  # calls that passed before the last silence

    async def enter(self) -> None:
        """Let a call pass, once there is room; raise TryLater(app_wide=True) while none may be
        sent. Whoever entered leaves."""
        while not self._try_to_enter():
            # There is always room for one: whoever leaves makes some, in this very loop.
            turn = asyncio.get_running_loop().create_future()
            self._waiting.append(turn)
            await turn

    def leave(self) -> None:
        """The call has its answer, or none will come."""
        with self._lock:
            self._under_way -= 1
        waiting, self._waiting = self._waiting, []
        for turn in waiting:
            if not turn.done():
                turn.set_result(None)

    def check(self) -> None:
        """Raise TryLater(app_wide=True) while none may be sent; an entered call looks again."""
        with self._lock:
            left = self._left()
            because = self._because
        if left:
            raise TryLater(because, after=left, app_wide=True)

    def cool_down(self, *, after: timedelta, because: str) -> None:
        """The service asked for silence: close at once for everyone in this process."""
        until = self._now() + after
        with self._lock:
            if not self._left():
                # Neither the refused call nor those still under way are known to have passed.
                self._expected = max(1, self._passed - self._under_way - 1)
                self._passed = 0
            if self._blocked_until is None or until > self._blocked_until:
                self._blocked_until, self._because, self._is_news = until, because, True

    def learn(self, *, blocked_until: datetime | None, because: str) -> None:
        """What another process, or this one before its restart, has found out."""
        with self._lock:
            known = self._blocked_until
            if blocked_until and (known is None or blocked_until > known):
                if not self._left():
                    self._passed = 0
                self._blocked_until, self._because = blocked_until, because

    def has_news(self) -> bool:
        """A cooldown that no row knows yet."""
        return self._is_news

    def take_news(self) -> tuple[datetime, str] | None:
        """Hand the unrecorded cooldown over, once."""
        with self._lock:
            if not self._is_news or self._blocked_until is None:
                return None
            self._is_news = False
            return self._blocked_until, self._because

    def closed_until(self) -> datetime | None:
        """When calls may be sent again, as far as this process knows."""
        with self._lock:
            return self._blocked_until if self._left() else None

    def _try_to_enter(self) -> bool:
        self.check()
        with self._lock:
            if self._under_way >= room_for(self._passed, expected=self._expected):
                return False
            self._passed += 1
            self.sent += 1
            self._under_way += 1
            return True

    def _left(self) -> timedelta | None:
        if self._blocked_until is None:
            return None
        left = self._blocked_until - self._now()
        return left if left > timedelta() else None

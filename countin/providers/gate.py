"""Pacing, as a provider's HTTP session and whoever leases calls for it see it."""

from datetime import datetime, timedelta
from typing import Protocol

# Why a service asks for silence.
ROLLING_LIMIT = "rate_limited"  # its window of calls is used up, and frees within minutes
SPENT_BUDGET = "quota_exhausted"  # it says so
SHUT_OUT = "shut_out"  # for longer than any window lasts, and without a word


class Gate(Protocol):
    """Called around every single request."""

    daily: int | None  # calls a day that the operator allows; None: no budget is set
    sent: int  # calls that passed, ever

    async def enter(self) -> None:
        """Return when a call may be sent; raise TryLater(app_wide=True) while none may. Whoever
        entered leaves."""

    def leave(self) -> None:
        """The call that entered has its answer, or none will come."""

    def check(self) -> None:
        """The same question once more, at the last moment and without counting the call."""

    def cool_down(self, *, after: timedelta, because: str) -> None:
        """Close at once for all callers: the service asked for silence."""

    def learn(self, *, blocked_until: datetime | None, because: str, window: int) -> None:
        """What the row says that all processes share: a silence, and the number of the window."""

    def take_news(self) -> tuple[datetime, str, int | None] | None:
        """Hand the unrecorded cooldown over, once: until when, why, and the number of the window
        that it ended; None where it only made a silence longer."""

    def closed_until(self) -> datetime | None:
        """When calls may be sent again; None while they may."""

    def begin_leasing(self) -> None:
        """From here on calls wait until a part of the window is granted."""

    def end_leasing(self) -> None:
        """Once everyone who began has ended, calls pass without."""

    def grant(self, calls: int, *, window: int, is_ahead: bool) -> None:
        """So many calls of this window were leased; `is_ahead`: well before its end."""

    def wants_part(self) -> bool:
        """Calls wait for a part of the window, or soon will."""

    def has_part(self) -> bool:
        """Something is left of the part that was granted."""

    def needs_caller(self) -> bool:
        """A cooldown that no row knows yet, or calls that wait for a part."""

    def take_unspent(self) -> tuple[int, int] | None:
        """The number of a window, and how many calls that were leased of it did not go through;
        each told once."""

"""The simulator's clock: real time plus an offset that the control API sets."""

import time
from datetime import UTC, datetime


class Clock:
    """Seconds since 1970, UTC, moved by `offset_seconds`; it runs at the speed of real time."""

    def __init__(self, offset_seconds: float = 0.0) -> None:
        self.offset_seconds = offset_seconds

    def now(self) -> float:
        return time.time() + self.offset_seconds

    def set_now(self, moment: datetime) -> None:
        self.offset_seconds = moment.timestamp() - time.time()


def iso(moment: float) -> str:
    """The moment as ISO 8601 in UTC, to the millisecond."""
    text = datetime.fromtimestamp(moment, tz=UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


def read_iso(text: str) -> datetime:
    """A moment with its zone; one without a zone is UTC. Raises ValueError."""
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

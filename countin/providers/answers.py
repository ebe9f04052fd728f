"""What a service answered, read whole."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from countin.providers.contract import TryLater

# Where a service asks for silence but not for how long.
_USUAL_SILENCE = timedelta(seconds=30)
_LONGEST_SILENCE = timedelta(days=7)


@dataclass(slots=True)
class Answer:
    """What a service answered. Headers and body may hold secrets: neither is in the repr."""

    status: int
    headers: Mapping[str, str] = field(repr=False)  # by their names in lower case
    body: bytes = field(repr=False)

    def json(self) -> object:
        """The body as JSON. Raises TryLater where it is none: a broken answer heals."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            # The parser's own error carries the body, which may hold a token.
            pass
        raise TryLater(f"The service answered {self.status} with broken JSON.")

    def silence(self) -> timedelta:
        """How long `Retry-After` asks us to be silent: seconds or an HTTP date, read against
        the service's own clock; half a minute where it says nothing readable."""
        asked = self.headers.get("retry-after", "").strip()
        if re.fullmatch(r"\d{1,9}(\.\d+)?", asked):
            return _bounded(timedelta(seconds=float(asked)))
        until, its_now = _moment(asked), _moment(self.headers.get("date", ""))
        if until is None or its_now is None:
            return _USUAL_SILENCE
        return _bounded(until - its_now)


def _bounded(silence: timedelta) -> timedelta:
    return min(max(silence, timedelta(seconds=1)), _LONGEST_SILENCE)


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, IndexError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

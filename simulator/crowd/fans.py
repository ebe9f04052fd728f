"""A person in play: their browser, and what has become of them."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from simulator.crowd.browser import Browser
from simulator.crowd.people import Person


class Ended(StrEnum):
    """Where a fan stands. What has to be in their library follows from it."""

    NOT_YET = "not_yet"
    LOOKED = "looked"
    CANCELLED = "cancelled"
    REFUSED = "refused"
    REMINDED = "reminded"
    PROMISED = "promised"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"
    IN_TROUBLE = "in_trouble"


@dataclass
class Fan:
    """One fan while the campaign runs."""

    person: Person
    browser: Browser = field(repr=False)
    ended: Ended = Ended.NOT_YET
    own_page: str = field(default="", repr=False)
    service: str = ""
    follows: bool = False
    by_mail: bool = False
    has_confirmed: bool = False
    has_opened: bool = False

    def as_json(self) -> dict[str, Any]:
        """What is known of this fan from outside, for the comparison with the libraries."""
        return {
            "fan": self.person.id,
            "country": self.person.country,
            "service": self.service,
            "ended": str(self.ended),
            "follows": self.follows,
            "confirmed": self.has_confirmed,
            "opened": self.has_opened,
        }

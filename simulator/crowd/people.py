"""Who the fans are, and what each has in mind. All of it follows from the seed."""

import random
from dataclasses import dataclass
from typing import Final

SPOTIFY, APPLE = "spotify", "apple_music"

# Weight, country, the time zones its fans' browsers name.
_PLACES: Final = (
    (24, "US", ("America/New_York", "America/Chicago", "America/Los_Angeles")),
    (12, "DE", ("Europe/Berlin",)),
    (11, "GB", ("Europe/London",)),
    (8, "BR", ("America/Sao_Paulo",)),
    (7, "FR", ("Europe/Paris",)),
    (6, "MX", ("America/Mexico_City",)),
    (6, "AU", ("Australia/Sydney", "Australia/Perth")),
    (5, "CA", ("America/Toronto", "America/Vancouver")),
    (5, "NL", ("Europe/Amsterdam",)),
    (4, "JP", ("Asia/Tokyo",)),
    (4, "IN", ("Asia/Kolkata",)),
    (4, "SE", ("Europe/Stockholm",)),
    (3, "NZ", ("Pacific/Auckland",)),
    (1, "NP", ("Asia/Kathmandu",)),
)
_AGENTS: Final = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0",
)


@dataclass(frozen=True)
class Person:
    """One fan. What they have in mind is only tried: the page decides what is offered."""

    id: str
    country: str
    time_zone: str
    agent: str
    channel: str
    service: str
    is_guest: bool = False
    wants_follow: bool = False
    only_looks: bool = False
    cancels: bool = False
    presses_twice: bool = False
    reloads: bool = False
    withdraws: bool = False
    revokes: bool = False
    has_subscription: bool = True
    takes_reminder: bool = True  # where one is offered instead
    confirms: bool = True
    by_calendar: bool = False
    opens_mail: bool = True

    @property
    def address(self) -> str:
        """Where this fan reads mail."""
        return f"{self.id}@fans.example"


def invent_people(
    count: int, *, channels: list[str], guests: int, chance: random.Random
) -> list[Person]:
    """So many fans; the first `guests` of them were given the private link."""
    width = max(4, len(str(count)))
    guest_places = set(chance.sample(range(count), min(guests, count)))
    return [
        _invent(
            f"fan-{number + 1:0{width}}",
            channels=channels,
            is_guest=number in guest_places,
            chance=chance,
        )
        for number in range(count)
    ]


def _invent(name: str, *, channels: list[str], is_guest: bool, chance: random.Random) -> Person:
    _weight, country, zones = chance.choices(_PLACES, weights=[place[0] for place in _PLACES])[0]
    service = SPOTIFY if is_guest or _happens(0.68, chance) else APPLE
    # At most one change of mind each, so that what has to come of a fan is known.
    mind = "" if is_guest else _change_of_mind(service, chance)
    return Person(
        id=name,
        country=country,
        time_zone=chance.choice(zones),
        agent=chance.choice(_AGENTS),
        channel=chance.choice(channels) if channels and _happens(0.8, chance) else "",
        service=service,
        is_guest=is_guest,
        wants_follow=_happens(0.35, chance),
        only_looks=mind == "looks",
        cancels=mind == "cancels",
        withdraws=mind == "withdraws",
        revokes=mind == "revokes",
        presses_twice=_happens(0.03, chance),
        reloads=_happens(0.05, chance),
        has_subscription=mind != "no subscription",
        takes_reminder=_happens(0.8, chance),
        confirms=_happens(0.75, chance),
        by_calendar=_happens(0.3, chance),
        opens_mail=_happens(0.5, chance),
    )


def _change_of_mind(service: str, chance: random.Random) -> str:
    minds = {"": 0.78, "looks": 0.06, "cancels": 0.06, "withdraws": 0.05, "revokes": 0.05}
    if service == APPLE:
        minds |= {"": 0.74, "no subscription": 0.04}
    return chance.choices(list(minds), weights=list(minds.values()))[0]


def _happens(share: float, chance: random.Random) -> bool:
    return chance.random() < share

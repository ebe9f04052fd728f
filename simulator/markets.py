"""Markets, and the one zone whose midnight opens a local release there.

A country of several zones gets one zone chosen by the service (facts E8): which one is not
published, so these are guesses, made from the most populous zone.
"""

from datetime import date, datetime, time
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

CHOSEN_ZONES = {
    "AR": "America/Argentina/Buenos_Aires",
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "CD": "Africa/Kinshasa",
    "CL": "America/Santiago",
    "CN": "Asia/Shanghai",
    "CY": "Asia/Nicosia",
    "EC": "America/Guayaquil",
    "ES": "Europe/Madrid",
    "FM": "Pacific/Pohnpei",
    "GL": "America/Nuuk",
    "ID": "Asia/Jakarta",
    "KI": "Pacific/Tarawa",
    "KZ": "Asia/Almaty",
    "MH": "Pacific/Majuro",
    "MN": "Asia/Ulaanbaatar",
    "MX": "America/Mexico_City",
    "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland",
    "PF": "Pacific/Tahiti",
    "PG": "Pacific/Port_Moresby",
    "PS": "Asia/Gaza",
    "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv",
    "US": "America/New_York",
    "UZ": "Asia/Tashkent",
}


@cache
def zones() -> dict[str, str]:
    """The zone of every market, by its two-letter country code."""
    table = resources.files("tzdata.zoneinfo").joinpath("zone.tab").read_text("utf-8")
    found: dict[str, str] = {}
    for line in table.splitlines():
        if line and not line.startswith("#"):
            country, _place, zone = line.split("\t")[:3]
            found.setdefault(country, zone)
    return dict(sorted((found | CHOSEN_ZONES).items()))


@cache
def storefronts() -> tuple[str, ...]:
    """Apple Music's storefronts: the markets in lower case."""
    return tuple(market.lower() for market in zones())


@cache
def place_of(storefront: str) -> int:
    """Its place in the alphabet, from 0. Raises ValueError."""
    return storefronts().index(storefront)


@cache
def midnight(market: str, *, day: date) -> float:
    """Seconds since 1970 at which `day` begins in the market. Raises KeyError."""
    return datetime.combine(day, time(), ZoneInfo(zones()[market])).timestamp()

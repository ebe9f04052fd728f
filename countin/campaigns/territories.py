"""Which country a time zone belongs to, and which zones a country has. Pure.

From the tzdata package: zone.tab names a country for each zone; tzdata.zi leads old names to
today's. (zone1970.tab lacks Oslo, Amsterdam and others.)
"""

from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

# These name an offset that several countries share; tzdata links them to one city all the same
# ("EST" to Panama).
_NO_PLACE: Final = frozenset({"CET", "EET", "EST", "HST", "MET", "MST", "WET"})

# Old names that tzdata links across a border, because the clocks agree since 1970.
_ACROSS_A_BORDER: Final = MappingProxyType(
    {
        "Africa/Asmera": "ER",
        "Africa/Timbuktu": "ML",
        "America/Coral_Harbour": "CA",
        "America/Virgin": "VI",
        "Antarctica/South_Pole": "AQ",
        "Atlantic/Jan_Mayen": "SJ",
        "Iceland": "IS",
        "Pacific/Johnston": "UM",
        "Pacific/Ponape": "FM",
        "Pacific/Truk": "FM",
        "Pacific/Yap": "FM",
    }
)

# Kosovo is a market of both services; ISO 3166, and so zone.tab, has no code for it.
_BESIDES_THE_TABLE: Final = MappingProxyType({"XK": ("Europe/Belgrade",)})


def country_of_zone(zone: str) -> str | None:
    """The ISO 3166 code ("NO") of a zone's name as browsers report it, old names included;
    None where it names no country (UTC, EST) or is no zone."""
    if zone in _NO_PLACE:
        return None
    table = _zones_with_country()
    here = _ACROSS_A_BORDER.get(zone) or table.get(zone)
    return here or table.get(_links().get(zone, ""))


def zones_of_country(country: str) -> tuple[ZoneInfo, ...]:
    """A country's zones in the table's order; none for a code that is unknown. Codes may be
    written small, as Apple's storefronts are."""
    if not country.isascii():
        return ()  # "ß" in capitals is "SS", South Sudan
    return _load_zones(country.upper())


def is_known_zone(zone: str) -> bool:
    """Is this a zone's name, old or new? What a browser sends may be anything."""
    return zone in _zones_with_country() or zone in _links() or zone in _own_rules()


# Python keeps eight zones by itself: reading those of the USA anew each time takes 1 ms.
@lru_cache(maxsize=512)
def _load_zones(code: str) -> tuple[ZoneInfo, ...]:
    names = _BESIDES_THE_TABLE.get(code) or _zones_by_country().get(code, ())
    return tuple(ZoneInfo(name) for name in names)


@cache
def _zones_with_country() -> MappingProxyType[str, str]:
    rows = (line.split("\t") for line in _lines("zone.tab") if not line.startswith("#"))
    return MappingProxyType({row[2]: row[0] for row in rows})


@cache
def _zones_by_country() -> MappingProxyType[str, tuple[str, ...]]:
    countries: dict[str, tuple[str, ...]] = {}
    for zone, country in _zones_with_country().items():
        countries[country] = (*countries.get(country, ()), zone)
    return MappingProxyType(countries)


@cache
def _links() -> MappingProxyType[str, str]:
    """Old name to the name it leads to. tzdata links in one step: a test looks."""
    rows = (line.split() for line in _lines("tzdata.zi") if line.startswith("L "))
    return MappingProxyType({old: target for _mark, target, old in rows})


@cache
def _own_rules() -> frozenset[str]:
    return frozenset(line.split()[1] for line in _lines("tzdata.zi") if line.startswith("Z "))


def _lines(name: str) -> list[str]:
    return (files("tzdata") / "zoneinfo" / name).read_text(encoding="utf-8").splitlines()

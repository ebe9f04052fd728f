"""When a release comes out: midnight of its date, in each market. Pure; all moments in UTC."""

from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Final

from countin.campaigns.territories import zones_of_country

# Kiritimati, and Pago Pago with Niue. Baker and Howland, an hour later still, have no people.
_FIRST_CLOCK: Final = timezone(timedelta(hours=14))
_LAST_CLOCK: Final = timezone(timedelta(hours=-11))


@lru_cache(maxsize=4096)  # asked for every market with promises, several times a second
def local_moment(release_date: date, *, market: str) -> datetime:
    """When the release may be out in this market (ISO 3166, either case): midnight in the
    zone of that country which has it first. Where a country has several zones, the market's
    catalogue then decides. A market that is unknown or "" waits for the last inhabited clock."""
    zones = zones_of_country(market)
    return min(
        (start_of_day(release_date, zone=zone) for zone in zones),
        default=last_moment(release_date),
    )


def local_morning(release_date: date, *, market: str, hour: int = 9) -> datetime | None:
    """The first moment at which it is that hour of the day somewhere in this market; None for one
    that is unknown. An hour that clocks skip is the one after it."""
    return min(
        (
            datetime.combine(release_date, time(hour), tzinfo=zone).astimezone(UTC)
            for zone in zones_of_country(market)
        ),
        default=None,
    )


def midnights_in(release_date: date, *, market: str) -> tuple[datetime, ...]:
    """Every moment at which the date begins somewhere in this market, in order: a catalogue
    may show the release at any of them. One moment for a market that is unknown."""
    zones = zones_of_country(market)
    moments = {start_of_day(release_date, zone=zone) for zone in zones}
    return tuple(sorted(moments)) or (last_moment(release_date),)


def first_moment(release_date: date) -> datetime:
    """When this date begins anywhere on earth."""
    return _midnight(release_date, zone=_FIRST_CLOCK)


def last_moment(release_date: date) -> datetime:
    """When this date has begun wherever people live."""
    return _midnight(release_date, zone=_LAST_CLOCK)


def start_of_day(day: date, *, zone: tzinfo) -> datetime:
    """The first moment of this day on the clocks of a zone: midnight, the first of two where
    clocks go back over it, or what follows the gap where they skip it."""
    midnight = _midnight(day, zone=zone)
    if midnight.astimezone(zone).replace(tzinfo=None) == datetime.combine(day, time()):
        return midnight
    return _end_of_gap(day, zone=zone, after=midnight)


def _midnight(day: date, *, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


def _end_of_gap(day: date, *, zone: tzinfo, after: datetime) -> datetime:
    """The moment, to the second, at which clocks jump over this day's midnight. PEP 495: read
    with fold=1, a time in a gap lies before the jump; with fold=0 (`after`), not before it."""
    skipped = datetime.combine(day, time(), tzinfo=zone).replace(fold=1)
    before = skipped.astimezone(UTC) - timedelta(seconds=1)
    while (span := (after - before) // timedelta(seconds=1)) > 1:
        between = before + timedelta(seconds=span // 2)
        if between.astimezone(zone).date() < day:
            before = between
        else:
            after = between
    return after

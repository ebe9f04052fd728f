"""A release comes out at midnight everywhere, whatever clocks do that night."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from countin.campaigns.moments import first_moment, last_moment, local_moment, start_of_day

SECOND = timedelta(seconds=1)
# Samoa and Tokelau crossed the date line: 30 December 2011 does not exist there.
CROSSED = ("Pacific/Apia", "Pacific/Fakaofo")
NO_SUCH_DAY = {(zone, date(2011, 12, 30)) for zone in CROSSED}
DAY_AFTER = {(zone, date(2011, 12, 31)) for zone in CROSSED}


def table() -> list[tuple[str, str]]:
    """Country and zone of every line of zone.tab."""
    text = (files("tzdata") / "zoneinfo" / "zone.tab").read_text()
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return [(row[0], row[2]) for row in rows]


@cache
def days_of_change(zone: str) -> tuple[date, ...]:
    """The days, 2000 to 2037, on which this zone's clocks change."""
    info, days = ZoneInfo(zone), []
    day = datetime(2000, 1, 1, tzinfo=UTC)
    while day.year < 2038:
        following = day + timedelta(days=1)
        if info.utcoffset(day) != info.utcoffset(following):
            days += [day.astimezone(info).date(), following.astimezone(info).date()]
        day = following
    return tuple(days)


ZONES = [zone for _country, zone in table()]
MARKETS = sorted({country for country, _zone in table()} | {"XK"})
zones = st.sampled_from(ZONES)
markets = st.sampled_from(["", "ZZ", *MARKETS, *(market.lower() for market in MARKETS)])
# Streaming is younger than 2000; before, some clocks stood outside UTC-11 to UTC+14.
dates = st.dates(date(2000, 1, 2), date(2100, 12, 31))
a_change = zones.filter(days_of_change).flatmap(
    lambda zone: st.tuples(st.just(zone), st.sampled_from(days_of_change(zone)))
)


def assert_is_first_moment_of(day: date, *, zone: str, moment: datetime) -> None:
    """On that zone's clocks the day shows at this moment, and not a second before."""
    info = ZoneInfo(zone)
    assert moment.tzinfo is UTC
    assert moment.astimezone(info).date() == day
    assert (moment - SECOND).astimezone(info).date() == day - timedelta(days=1)


@given(
    zone_and_day=st.tuples(zones, dates).filter(lambda pair: pair not in NO_SUCH_DAY | DAY_AFTER)
)
def test_a_day_starts_when_its_clocks_first_show_it(zone_and_day):
    zone, day = zone_and_day

    moment = start_of_day(day, zone=ZoneInfo(zone))

    assert_is_first_moment_of(day, zone=zone, moment=moment)


def test_every_day_of_change_in_every_zone_starts_when_its_clocks_first_show_it():
    cases = {(zone, day) for zone in ZONES for day in days_of_change(zone)}
    cases -= NO_SUCH_DAY | DAY_AFTER
    assert len(cases) > 10_000

    for zone, day in cases:
        moment = start_of_day(day, zone=ZoneInfo(zone))

        assert_is_first_moment_of(day, zone=zone, moment=moment)


@given(change=a_change, market=markets)
def test_every_market_lies_between_the_first_and_the_last_on_days_of_change(change, market):
    _zone, day = change

    assert first_moment(day) <= local_moment(day, market=market) <= last_moment(day)


@given(market=markets, day=dates)
@example(market="KI", day=date(2026, 11, 27))
@example(market="AS", day=date(2026, 11, 27))
@example(market="WS", day=date(2011, 12, 30))
def test_every_market_lies_between_the_first_and_the_last(market, day):
    moment = local_moment(day, market=market)

    assert first_moment(day) <= moment <= last_moment(day)


@given(market=markets, day=dates)
def test_a_later_date_is_never_earlier(market, day):
    before, after = (local_moment(d, market=market) for d in (day - timedelta(days=1), day))

    assert before <= after


@given(place=st.sampled_from(table()), day=dates)
def test_no_zone_of_a_market_has_the_day_before_its_moment(place, day):
    market, zone = place

    assert local_moment(day, market=market) <= start_of_day(day, zone=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("market", "expected"),
    [
        ("KI", "2026-11-26T10:00:00+00:00"),  # Kiritimati, UTC+14, has the day first
        ("NZ", "2026-11-26T10:15:00+00:00"),  # the Chatham Islands, before Auckland
        ("AU", "2026-11-26T13:00:00+00:00"),
        ("NO", "2026-11-26T23:00:00+00:00"),
        ("GB", "2026-11-27T00:00:00+00:00"),
        ("US", "2026-11-27T05:00:00+00:00"),  # New York, before Honolulu
        ("us", "2026-11-27T05:00:00+00:00"),
        ("AS", "2026-11-27T11:00:00+00:00"),  # Pago Pago, UTC-11, has it last
        ("XK", "2026-11-26T23:00:00+00:00"),
        ("", "2026-11-27T11:00:00+00:00"),
        ("ZZ", "2026-11-27T11:00:00+00:00"),
    ],
)
def test_markets_open_one_after_the_other_around_the_earth(market, expected):
    moment = local_moment(date(2026, 11, 27), market=market)

    assert moment == datetime.fromisoformat(expected)


def test_the_date_line_is_25_hours_wide():
    day = date(2026, 11, 27)

    assert local_moment(day, market="KI") == first_moment(day)
    assert local_moment(day, market="AS") == last_moment(day)
    assert last_moment(day) - first_moment(day) == timedelta(hours=25)


@pytest.mark.parametrize(
    ("zone", "day", "expected"),
    [
        ("America/Sao_Paulo", date(2018, 11, 4), "2018-11-04T03:00:00+00:00"),
        ("Asia/Beirut", date(2026, 3, 29), "2026-03-28T22:00:00+00:00"),
        ("Africa/Cairo", date(2026, 4, 24), "2026-04-23T22:00:00+00:00"),
        ("Atlantic/Azores", date(2026, 3, 29), "2026-03-29T01:00:00+00:00"),
        ("America/Havana", date(2026, 3, 8), "2026-03-08T05:00:00+00:00"),
    ],
)
def test_where_midnight_is_skipped_the_day_starts_at_one(zone, day, expected):
    moment = start_of_day(day, zone=ZoneInfo(zone))

    assert moment == datetime.fromisoformat(expected)
    assert moment.astimezone(ZoneInfo(zone)).time() == time(1)
    assert_is_first_moment_of(day, zone=zone, moment=moment)


def test_a_gap_that_begins_before_midnight_ends_where_the_new_day_begins():
    # Toronto, 30 March 1919: clocks went from 23:30 to 00:30.
    moment = start_of_day(date(1919, 3, 31), zone=ZoneInfo("America/Toronto"))

    assert moment == datetime(1919, 3, 31, 4, 30, tzinfo=UTC)
    assert_is_first_moment_of(date(1919, 3, 31), zone="America/Toronto", moment=moment)


@pytest.mark.parametrize(
    ("zone", "day", "expected"),
    [
        ("America/Havana", date(2026, 11, 1), "2026-11-01T04:00:00+00:00"),
        ("Atlantic/Azores", date(2026, 10, 25), "2026-10-25T00:00:00+00:00"),
    ],
)
def test_where_midnight_comes_twice_the_first_one_counts(zone, day, expected):
    assert start_of_day(day, zone=ZoneInfo(zone)) == datetime.fromisoformat(expected)


def test_a_day_that_a_country_skipped_starts_with_the_jump():
    jump = datetime(2011, 12, 30, 10, tzinfo=UTC)

    assert local_moment(date(2011, 12, 30), market="WS") == jump
    assert local_moment(date(2011, 12, 31), market="WS") == jump
    assert local_moment(date(2011, 12, 29), market="WS") == jump - timedelta(days=1)

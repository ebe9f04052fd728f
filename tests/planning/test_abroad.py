"""What countries add to a plan: their hours, on the organizer's clocks, and no other day."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from countin.planning.abroad import Abroad, in_order, say_moment
from countin.planning.plan_json import plan_as_json
from countin.planning.timeline import Planned, Timeline, make_timeline

FRIDAY = date(2026, 11, 27)
ZONES = {
    "NZ": "Pacific/Auckland",
    "DE": "Europe/Berlin",
    "US": "America/New_York",
    "IN": "Asia/Kolkata",
    "CL": "America/Santiago",
    "AS": "Pacific/Pago_Pago",
    "KI": "Pacific/Kiritimati",
}
_NAMES = st.sampled_from(sorted(ZONES))


def there(country: str, *, day: date = FRIDAY, clocks: str = "Europe/Berlin") -> Abroad:
    """Midnight and nine o'clock of a zone, told by other clocks."""
    zone = ZoneInfo(ZONES[country])
    midnight = datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
    morning = datetime(day.year, day.month, day.day, 9, tzinfo=zone).astimezone(UTC)
    here = ZoneInfo(clocks)
    return Abroad(country, midnight.astimezone(here), morning.astimezone(here))


def plan(*abroad: Abroad, day: date = FRIDAY) -> Timeline:
    return make_timeline(Planned(day, "single", abroad=abroad), today=day)


def why(timeline: Timeline, name: str) -> str:
    return next(entry.task.why for entry in timeline.entries if entry.task.name == name)


def test_the_first_country_is_named_with_its_moment_on_ones_own_clocks():
    found = why(plan(there("US"), there("DE"), there("NZ")), "freeze")

    assert found == (
        "NZ is the first of your countries to have midnight, by your clocks on Thursday, "
        "26 November at 12:00 (UTC+1). From then on a change would reach some fans and miss others."
    )


def test_a_release_of_one_moment_speaks_of_no_first_midnight():
    planned = Planned(FRIDAY, "single", abroad=(there("US"), there("NZ")), is_at_once=True)

    found = why(make_timeline(planned, today=FRIDAY), "freeze")

    assert "midnight" not in found
    assert found.startswith("It comes out everywhere at one moment")


def test_the_day_itself_tells_midnight_and_morning_of_each():
    found = why(plan(there("US"), there("NZ")), "release")

    assert (
        "out: NZ Thursday, 26 November at 12:00 (UTC+1); US Friday, 27 November at 06:00" in found
    )
    assert "there: NZ Thursday, 26 November at 21:00 (UTC+1); US Friday, 27 November at 15" in found
    assert found.startswith("It happens by itself.")


def test_one_of_several_zones_says_that_it_is_the_first():
    one = there("US")

    several = why(plan(Abroad("US", one.midnight, one.morning, has_zones=True)), "freeze")

    assert several.startswith("US (its first zone) is the first of your countries")


def test_without_countries_nothing_is_said_of_them():
    assert why(plan(), "freeze").startswith("The first country has midnight while yours still")
    assert plan_as_json(plan())["moments"] == []


@settings(deadline=None, max_examples=60)
@given(
    day=st.dates(date(1990, 1, 1), date(2060, 1, 1)),
    names=st.lists(_NAMES, min_size=1, max_size=5, unique=True),
    clocks=st.sampled_from(sorted(ZONES.values())),
)
def test_countries_move_no_day_and_their_moments_are_the_same_by_all_clocks(day, names, clocks):
    abroad = tuple(there(name, day=day, clocks=clocks) for name in names)
    without, told = plan(day=day), plan(*abroad, day=day)

    days = [(entry.task.name, entry.from_date, entry.due_date) for entry in told.entries]
    changed = {
        one.task.name
        for one, other in zip(told.entries, without.entries, strict=True)
        if one.task != other.task
    }

    assert days == [(entry.task.name, entry.from_date, entry.due_date) for entry in without.entries]
    assert changed == {"freeze", "release"}
    moments = plan_as_json(told)["moments"]
    ats = [datetime.fromisoformat(moment["at"]) for moment in moments]
    assert ats == sorted(ats)
    elsewhere = plan(*(there(name, day=day, clocks="UTC") for name in reversed(names)), day=day)
    assert plan_as_json(elsewhere)["moments"] == moments
    for moment, at in zip(moments, ats, strict=True):
        local = at.astimezone(ZoneInfo(ZONES[moment["country"]]))
        morning = datetime.fromisoformat(moment["morning_at"]).astimezone(local.tzinfo)
        assert (morning.date(), morning.hour, morning.minute) == (day, 9, 0)
        assert at <= datetime.fromisoformat(moment["morning_at"])


@given(minutes=st.integers(-11 * 60, 14 * 60))
def test_a_moment_says_how_far_its_clock_is_from_utc(minutes):
    at = datetime(2026, 11, 27, 12, tzinfo=timezone(timedelta(minutes=minutes)))

    said = say_moment(at)

    sign, hours = said[said.index("UTC") + 3], said.removesuffix(")").partition("UTC")[2][1:]
    whole, _colon, rest = hours.partition(":")
    told = int(whole) * 60 + int(rest or 0)
    assert (told if sign == "+" else -told) == minutes


def test_the_same_moment_is_told_by_the_alphabet():
    one = there("DE")
    other = Abroad("AT", one.midnight, one.morning)

    assert in_order((one, other)) == in_order((other, one)) == (other, one)

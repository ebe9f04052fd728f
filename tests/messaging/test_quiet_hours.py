"""Nobody's night is disturbed, in whatever zone, on whatever day, also where clocks jump."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import example, given
from hypothesis import strategies as st

from countin.messaging.quiet_hours import end_of_quiet

ZONES = sorted(available_timezones())
BEGIN = datetime(2020, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 18 * 365 * 24 * 60).map(lambda minutes: BEGIN + timedelta(minutes=minutes))


@given(now=MOMENTS, zone=st.sampled_from(ZONES))
@example(now=datetime(2026, 3, 29, 0, 59, tzinfo=UTC), zone="Europe/Berlin")  # the clock jumps on
@example(now=datetime(2026, 10, 25, 0, 30, tzinfo=UTC), zone="Europe/Berlin")  # and back
@example(now=datetime(2026, 10, 3, 15, 29, tzinfo=UTC), zone="Australia/Lord_Howe")  # half an hour
@example(now=datetime(2024, 2, 29, 23, 30, tzinfo=UTC), zone="Pacific/Kiritimati")
def test_a_mail_waits_for_nine_in_the_morning_and_by_day_for_nothing(now, zone):
    here = now.astimezone(ZoneInfo(zone)).time()

    ends = end_of_quiet(now, zone=zone)

    if time(9) <= here < time(21):
        assert ends is None
    else:
        assert ends is not None
        assert ends.astimezone(ZoneInfo(zone)).time() == time(9)
        assert timedelta(0) < ends - now <= timedelta(hours=13)
        assert end_of_quiet(ends, zone=zone) is None

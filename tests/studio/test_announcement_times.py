"""What an organizer types as a moment is that moment on the clock they named."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given
from hypothesis import strategies as st

from countin.studio.announcements.forms import SendForm

ZONES = sorted(available_timezones())
BEGIN = datetime(2020, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_TYPED = st.integers(0, 18 * 365 * 24 * 60).map(lambda minutes: BEGIN + timedelta(minutes=minutes))


@given(typed=_TYPED, zone=st.sampled_from(ZONES))
def test_a_moment_is_read_on_the_clock_that_is_named(typed, zone):
    form = SendForm({"at": f"{typed:%Y-%m-%dT%H:%M}", "zone": zone})
    assert form.is_valid(), form.errors

    moment = form.moment(now=datetime(2026, 1, 1, tzinfo=UTC))

    shown = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    # An hour that a clock jumps over is shown as the one after it; every other one as it was typed.
    skipped = typed.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).astimezone(ZoneInfo(zone))
    assert shown == skipped.replace(tzinfo=None)
    assert shown >= typed
    assert (shown - typed).total_seconds() in (0, 1200, 1800, 3600, 7200, 10800, 86400)

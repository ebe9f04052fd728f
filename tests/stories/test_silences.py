"""Three ways in which a service says: not now. Told apart by what it answers over HTTP."""

from datetime import timedelta

import pytest

from countin.pacing.accounts import load_cooldowns
from countin.pacing.models import ProviderAccount
from countin.workspaces.models import Alarm
from tests.stories.night import Night

FANS = 12
HOURS = timedelta(hours=1)


def asked(night: Night) -> int:
    """Calls that reached the service, refused ones too, but for tokens."""
    calls = night.sim.look("calls")["services"]["spotify"]
    return sum(
        many
        for name, answers in calls.items()
        if "/v1/" in name
        for status, many in answers.items()
        if status.isdigit()
    )


def told(night: Night) -> list[str]:
    """What the operator is called about, as it stands."""
    night.work_until_quiet()
    open_alarms = Alarm.objects.filter(kind="long_silence", cleared_at__isnull=True)
    return list(open_alarms.values_list("words", flat=True))


def restart(night: Night) -> None:
    """What the process knew is gone; what the row says is not."""
    night.spotify = night.make_spotify()
    night.providers["spotify"] = night.spotify


def begin(night: Night, scenario: dict[str, object]) -> ProviderAccount:
    """Fans wait, and in mid-wave the service says not now."""
    night.crowd(FANS)
    night.to_release()
    night.sim.tell("scenario", scenario)
    night.work_until_quiet()
    return ProviderAccount.objects.of(night.spotify).get()


def test_a_rolling_limit_is_over_in_a_moment_and_calls_nobody(night: Night):
    account = begin(night, {"name": "rate-limited", "limit": 5, "window_seconds": 30})

    assert account.blocked_until is not None
    assert account.blocked_because == "rate_limited"
    assert account.blocked_until - night.now() <= timedelta(seconds=30)
    assert account.window_size is not None
    assert told(night) == []


@pytest.mark.parametrize(
    ("scenario", "because", "hours", "word"),
    [
        ({"name": "quota-exhausted", "after": 5}, "quota_exhausted", 24, "QUOTA_EXCEEDED"),
        ({"name": "banned", "after": 5}, "shut_out", 18, "shut this app out"),
    ],
    ids=["quota", "ban"],
)
def test_a_day_of_silence_is_kept_over_a_restart_and_told(
    night: Night, scenario: dict[str, object], because: str, hours: int, word: str
):
    account = begin(night, scenario)
    before, wakes_at = asked(night), account.blocked_until
    assert wakes_at is not None
    assert account.blocked_because == because
    assert account.window_size is None
    assert timedelta(minutes=-1) < wakes_at - night.now() - hours * HOURS <= timedelta()
    (words,) = told(night)
    assert word in words
    assert f"{wakes_at:%Y-%m-%d %H:%M} UTC" in words

    restart(night)
    load_cooldowns(night.providers.values())
    night.leap((hours - 1) * HOURS)
    night.work_until_quiet()
    after_a_restart, states = asked(night), night.states()
    night.leap(HOURS + timedelta(seconds=1))
    night.play()

    assert after_a_restart == before
    assert states == {"saved": states["saved"], "promised": FANS - states["saved"]}
    assert 0 < states["saved"] <= 5
    assert night.states() == {"saved": FANS}
    assert night.complaints() == {}
    assert told(night) == []

"""A budget of calls a day, whoever takes from it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from countin.config.environment import BadSetting, read_values
from countin.config.registry import build_providers
from countin.pacing.budget import (
    CALLS_A_TASK,
    goes_on_after,
    has_calls_left,
    lease_calls,
    within_budget,
)
from countin.pacing.models import ProviderAccount

NOW = datetime(2026, 12, 18, 22, 30, tzinfo=UTC)
_SETTINGS = {"COUNTIN_CONFIG": "/nowhere", "COUNTIN_SPOTIFY_DAILY_CALLS": "100"}


@pytest.fixture
def spotify():
    return build_providers(read_values(_SETTINGS))["spotify"]


@pytest.mark.django_db(transaction=True)
def test_two_processes_never_lease_more_than_there_is(spotify):
    def take_all(_number: int) -> int:
        taken = sum(7 for _ in range(20) if lease_calls(spotify, calls=7, of=100, now=NOW))
        connection.close()
        return taken

    with ThreadPoolExecutor(4) as workers:
        taken = sum(workers.map(take_all, range(4)))

    assert taken == 98  # 14 times 7: another would be 105
    assert ProviderAccount.objects.get().leased == 98


@pytest.mark.django_db
def test_what_was_not_sent_is_given_back_and_the_rest_is_leased_in_smaller_parts(spotify):
    with within_budget(spotify, most=80, now=NOW, is_door=False) as first:
        spotify.gate.sent += 70
        with within_budget(spotify, most=80, now=NOW, is_door=False) as second:
            pass

    assert (first, second) == (80, 10)
    assert ProviderAccount.objects.get().leased == 70


@pytest.mark.django_db
def test_the_last_calls_of_a_day_are_for_fans_on_our_pages(spotify):
    with within_budget(spotify, most=95, now=NOW, is_door=False):
        spotify.gate.sent += 95

    assert not has_calls_left(spotify, now=NOW, is_door=False)
    assert has_calls_left(spotify, now=NOW, is_door=True)
    with within_budget(spotify, most=CALLS_A_TASK, now=NOW, is_door=True) as calls:
        assert calls == CALLS_A_TASK


@pytest.mark.django_db
def test_a_new_day_begins_at_midnight_utc(spotify):
    lease_calls(spotify, calls=100, of=100, now=NOW)

    assert goes_on_after(NOW) == timedelta(hours=1, minutes=30)
    assert not has_calls_left(spotify, now=NOW, is_door=True)
    assert has_calls_left(spotify, now=NOW + goes_on_after(NOW), is_door=False)


@pytest.mark.parametrize("text", ["12", "many", "-100"])
def test_a_budget_that_is_none_is_refused(text: str):
    values = read_values(_SETTINGS | {"COUNTIN_SPOTIFY_DAILY_CALLS": text})

    with pytest.raises(BadSetting, match="COUNTIN_SPOTIFY_DAILY_CALLS"):
        build_providers(values)

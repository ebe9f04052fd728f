"""A window unknown to us, shared by all processes, is used up again and again; and what one of
them is told, the others obey."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from countin.pacing.accounts import ensure_account, load_cooldowns, record_cooldowns
from countin.pacing.models import ProviderAccount
from countin.pacing.windows import keep_part, leasing
from countin.providers.contract import Provider
from tests.pacing.windowed import Crowd, Service

WINDOWS = 20
MINUTE = timedelta(minutes=1)


@pytest.mark.django_db
@pytest.mark.parametrize("limit", [7, 60, pytest.param(250, marks=pytest.mark.sqlite)])
def test_twenty_unknown_windows_take_no_more_than_a_twentieth_over_the_least(limit: int):
    service = Service(limit=limit)
    calls = (WINDOWS + 1) * limit

    took = Crowd(service, processes=1).send(calls)

    assert len(service.taken) == calls
    assert took / service.least_for(calls) <= 1.05


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("processes", "limit"), [(2, 60), (3, 60)])
def test_several_processes_take_no_longer_between_them(processes: int, limit: int):
    service = Service(limit=limit)
    calls = (WINDOWS + 1) * limit

    took = Crowd(service, processes=processes).send(calls)

    # What was on its way when the first of all was refused, and a few at the end of each window.
    assert service.heard_while_silent <= 2 * 64 + 3 * WINDOWS
    assert len(service.taken) == calls
    assert took / service.least_for(calls) <= 1.05


@pytest.mark.django_db
def test_a_limit_that_was_raised_is_soon_used():
    service = Service(limit=20)
    crowd = Crowd(service, processes=1)
    crowd.send(60)
    service.limit = 200

    assert crowd.send(600) <= 4 * service.window


@pytest.mark.django_db
def test_once_a_window_is_known_few_calls_are_refused_at_its_end():
    service = Service(limit=60)
    crowd = Crowd(service, processes=1)
    crowd.send(120)
    service.refused = 0

    crowd.send(600)

    assert service.refused <= 10 * 2


@pytest.mark.django_db
def test_a_silence_of_one_reaches_the_other_with_the_size_of_the_window():
    one, other = Crowd(Service(limit=60), processes=2).providers
    with leasing(one), leasing(other):
        keep_part(one)
        keep_part(other)
        one.gate.cool_down(after=MINUTE, because="rate_limited")
        keep_part(one)
        keep_part(other)
        row = ProviderAccount.objects.get()

        assert other.gate.closed_until() == one.gate.closed_until()
        assert not other.gate.has_part()
        # Nobody sent any of the two parts: the one refused call is all that is known.
        assert (row.window, row.window_calls, row.window_size) == (1, 0, 1)


@pytest.mark.django_db
def test_a_part_of_a_process_that_died_ages_out_with_its_window():
    service = Service(limit=60)
    crowd, (dead,) = Crowd(service, processes=1), Crowd(service, processes=1).providers
    crowd.send(121)
    dead.gate.begin_leasing()
    keep_part(dead)
    lost = ProviderAccount.objects.get().window_calls

    took = crowd.send(600)

    assert lost >= 20  # a good part of the sixty
    assert took <= 10 * service.window * 1.05
    load_cooldowns([dead])  # it only hung, and goes on
    assert not dead.gate.has_part()


@pytest.mark.django_db
@pytest.mark.parametrize("because", ["quota_exhausted", "shut_out"])
def test_only_a_rolling_limit_teaches_how_large_a_window_is(because: str):
    (only,) = Crowd(Service(limit=60), processes=1).providers
    with leasing(only):
        keep_part(only)
        only.gate.cool_down(after=timedelta(days=1), because=because)
        keep_part(only)

    row = ProviderAccount.objects.get()
    assert (row.window, row.window_calls, row.window_size) == (1, 0, None)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_every_call_that_is_leased_is_counted_once_whoever_leases_at_the_same_time():
    providers = Crowd(Service(limit=60), processes=4).providers
    ensure_account(providers[0])
    ProviderAccount.objects.update(window_size=61)

    def take(provider: Provider) -> int:
        taken = 0
        for _ in range(20):
            provider.gate.begin_leasing()
            keep_part(provider)
            provider.gate.end_leasing()
            _window, calls = provider.gate.take_unspent() or (0, 0)
            taken += calls
        connection.close()
        return taken

    with ThreadPoolExecutor(4) as threads:
        taken = sum(threads.map(take, providers))

    assert 61 <= taken == ProviderAccount.objects.get().window_calls


@pytest.mark.django_db
def test_two_who_are_refused_at_once_end_the_window_once():
    one, other = Crowd(Service(limit=60), processes=2).providers
    with leasing(one), leasing(other):
        keep_part(one)
        keep_part(other)
        one.gate.cool_down(after=MINUTE, because="rate_limited")
        other.gate.cool_down(after=2 * MINUTE, because="rate_limited")
        record_cooldowns([one, other])

    row = ProviderAccount.objects.get()
    assert row.window == 1
    assert row.blocked_until == other.gate.closed_until()

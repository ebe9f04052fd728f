"""Silence after a worker that was killed while it was asking."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from countin.pacing.crashes import (
    keep_silence_after_crash,
    note_asked,
    note_asking,
    tell_of_silence,
)
from countin.pacing.models import ProviderAccount
from countin.providers.contract import Provider

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 18, tzinfo=UTC)
SECOND = timedelta(seconds=1)
Providers = Mapping[str, Provider]


def test_nothing_is_asked_for_a_window_after_whoever_died_asking(providers: Providers):
    note_asking(providers["spotify"], now=NOW)

    silent = keep_silence_after_crash(providers.values(), now=NOW + 3 * SECOND)

    assert silent == [providers["spotify"]]
    assert providers["spotify"].gate.closed_until() == NOW + 30 * SECOND


def test_where_nobody_else_lives_every_process_hears_of_the_silence(providers: Providers):
    note_asking(providers["spotify"], now=NOW)

    tell_of_silence(keep_silence_after_crash(providers.values(), now=NOW))

    account = ProviderAccount.objects.of(providers["spotify"]).get()
    assert account.blocked_until == NOW + 30 * SECOND
    assert account.blocked_because == "killed_while_asking"


def test_whoever_came_to_an_end_leaves_no_silence(providers: Providers):
    note_asking(providers["spotify"], now=NOW)
    note_asked(providers["spotify"])

    silent = keep_silence_after_crash(providers.values(), now=NOW + SECOND)

    assert silent == []


@pytest.mark.parametrize("later", [30 * SECOND, timedelta(days=1), -SECOND])
def test_a_crash_of_long_ago_or_of_another_clock_is_no_reason(
    providers: Providers, later: timedelta
):
    note_asking(providers["spotify"], now=NOW)

    silent = keep_silence_after_crash(providers.values(), now=NOW + later)

    assert silent == []

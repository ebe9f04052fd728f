"""Somebody is called when release day does not go as it should."""

from datetime import timedelta

import pytest

from countin.campaigns.models import Sighting
from countin.pacing.accounts import block_account
from countin.presaves.models import PreSave
from countin.release_day.lateness import keep_lateness_alarms
from countin.release_day.models import Attempt
from countin.workspaces.models import Alarm
from tests.presaves.rows import (
    make_campaign,
    make_connection,
    make_the_artist,
    promise,
    spotify_with,
)

pytestmark = pytest.mark.django_db
SPOTIFY = spotify_with()["spotify"]
OVERDUE = timedelta(minutes=15)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def presave():
    """A promise in Germany, where the release was seen a minute after its moment."""
    artist = make_the_artist()
    campaign = make_campaign(artist)
    presave = promise(campaign, connection=make_connection(artist))
    PreSave.objects.update(market="DE")
    presave.refresh_from_db()
    moment = campaign.release.moment_in("DE")
    Sighting.objects.create(
        release=campaign.release,
        provider="spotify",
        market="DE",
        watched_from=moment,
        seen_at=moment + MINUTE,
    )
    return presave


def look(presave, *, after) -> set[str]:
    """The open alarms, so long after the moment in Germany."""
    now = presave.campaign.release.moment_in("DE") + after
    keep_lateness_alarms(SPOTIFY, campaigns=[presave.campaign], overdue=OVERDUE, now=now)
    return set(Alarm.objects.filter(cleared_at=None).values_list("kind", flat=True))


def test_a_promise_that_is_not_tried_in_time_calls_and_its_end_is_told(presave):
    early = look(presave, after=15 * MINUTE)
    late = look(presave, after=17 * MINUTE)
    PreSave.objects.update(state="saved")

    assert (early, late) == (set(), {"overdue"})
    assert look(presave, after=18 * MINUTE) == set()
    assert "countin doctor" in Alarm.objects.get().words


def test_waiting_for_the_catalogue_is_not_late(presave):
    Sighting.objects.update(seen_at=None)

    assert look(presave, after=timedelta(hours=5)) == set()


def test_what_waits_for_its_next_try_is_not_late(presave):
    moment = presave.campaign.release.moment_in("DE")
    PreSave.objects.update(next_attempt_at=moment + 30 * MINUTE)

    assert look(presave, after=40 * MINUTE) == set()
    assert look(presave, after=50 * MINUTE) == {"overdue"}


def test_a_silence_calls_once_it_is_long_and_nothing_is_late_in_it(presave):
    moment = presave.campaign.release.moment_in("DE")
    block_account(SPOTIFY, until=moment + 40 * MINUTE, because="quota_exhausted")

    during = look(presave, after=20 * MINUTE)
    right_after = look(presave, after=41 * MINUTE)
    long_after = look(presave, after=60 * MINUTE)

    assert (during, right_after, long_after) == ({"long_silence"}, set(), {"overdue"})


def test_a_silence_of_a_window_calls_nobody(presave):
    moment = presave.campaign.release.moment_in("DE")
    block_account(SPOTIFY, until=moment + MINUTE, because="rate_limited")

    assert look(presave, after=MINUTE / 2) == set()


@pytest.mark.parametrize(
    ("vain", "good", "alarms"),
    [(19, 0, set()), (12, 12, set()), (30, 10, {"saves_in_vain"})],
    ids=["too few to tell", "half", "most"],
)
def test_saves_in_vain_call_where_enough_answers_prove_it(presave, vain, good, alarms):
    at = presave.campaign.release.moment_in("DE")
    for outcome, many in (("later", vain), ("done", good)):
        Attempt.objects.bulk_create(
            Attempt(
                presave=presave,
                provider="spotify",
                kind="save",
                claim_number=1,
                started_at=at,
                finished_at=at,
                outcome=outcome,
            )
            for _ in range(many)
        )

    assert look(presave, after=MINUTE) == alarms
    assert look(presave, after=12 * MINUTE) == set()

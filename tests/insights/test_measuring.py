"""What `/metrics` tells, against rows as they may lie in the database."""

from datetime import timedelta
from math import inf

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from countin.insights.exposition import write_exposition
from countin.insights.gauges import GAUGES
from countin.insights.measuring import measure
from countin.messaging.models import Mail
from countin.pacing.models import ProviderAccount
from countin.presaves.models import PreSave
from countin.release_day.models import Attempt, Rehearsal, Wave
from countin.workspaces.alarms import clear_alarm, raise_alarm
from countin.workspaces.signs import give_sign
from countin.workspaces.standstill import begin_standstill
from tests.insights.rows import AFTER, BEFORE, make_campaign, make_presave, make_reminder
from tests.presaves.rows import spotify_with

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
MOMENT = AFTER - timedelta(hours=1)


def read(name, *labels, now=AFTER):
    """The value of one metric, or None where it has none."""
    readings = {one.gauge.name: one for one in measure(settings.PROVIDERS, now=now)}
    return readings[name].values.get(labels)


@pytest.fixture
def campaign():
    """Out an hour ago, everywhere at once. No key looks at a catalogue in these tests."""
    return make_campaign(release_at=MOMENT)


@pytest.fixture
def looks(settings):
    """Spotify's catalogue can be looked at."""
    settings.PROVIDERS = {**settings.PROVIDERS, **spotify_with()}


def see(campaign, *, market="DE", at, provider="spotify"):
    campaign.release.sightings.create(
        provider=provider, market=market, watched_from=MOMENT, seen_at=at
    )


def test_promises_are_split_by_state_and_those_not_kept_by_reason(campaign):
    make_presave(campaign, state="saved")
    make_presave(campaign, state="saved", provider="apple_music")
    make_presave(campaign, state="withdrawn", reason="by_fan")
    make_presave(campaign, state="failed", reason="not_in_library")
    for _ in range(2):
        make_presave(campaign, state="needs_fan", reason="grant_dead")
    make_presave(campaign)

    states = ("promised", "saved", "needs_fan", "failed", "withdrawn")
    told = [read("countin_promises", "spotify", state) for state in states]

    assert told == [1, 1, 2, 1, 1]
    assert read("countin_promises", "apple_music", "saved") == 1
    assert read("countin_promises_unkept", "spotify", "grant_dead") == 2
    assert read("countin_promises_unkept", "spotify", "not_in_library") == 1
    assert read("countin_promises_unkept", "spotify", "by_fan") is None


def test_only_campaigns_in_release_are_told(campaign):
    make_presave(campaign)

    assert read("countin_promises", "spotify", "promised", now=MOMENT - MINUTE) == 0
    assert read("countin_promises_due", "spotify", now=MOMENT - MINUTE) == 0
    assert read("countin_promises", "spotify", "promised", now=MOMENT + 71 * 60 * MINUTE) == 1
    assert read("countin_promises", "spotify", "promised", now=MOMENT + 73 * 60 * MINUTE) == 0
    assert read("countin_promises_due", "spotify", now=MOMENT + 73 * 60 * MINUTE) == 1


def test_what_waits_for_its_market_is_due_and_not_overdue(campaign, looks):
    make_presave(campaign)

    assert read("countin_promises_due", "spotify") == 1
    assert read("countin_promises_overdue", "spotify") == 0
    assert read("countin_promises_oldest_overdue_seconds", "spotify") == 0


def test_what_could_be_kept_for_five_minutes_is_overdue(campaign, looks):
    make_presave(campaign, market="DE")
    make_presave(campaign, market="FR")
    see(campaign, market="DE", at=AFTER - 7 * MINUTE)
    see(campaign, market="FR", at=AFTER - 2 * MINUTE)

    assert read("countin_promises_due", "spotify") == 2
    assert read("countin_promises_overdue", "spotify") == 1
    assert read("countin_promises_oldest_overdue_seconds", "spotify") == 7 * 60


def test_without_a_key_that_looks_a_promise_is_late_from_its_moment_on(campaign):
    make_presave(campaign)

    assert read("countin_promises_overdue", "spotify") == 1
    assert read("countin_promises_oldest_overdue_seconds", "spotify") == 3600


def test_what_waits_for_its_next_try_is_late_only_after_it(campaign):
    presave = make_presave(campaign)
    rows = PreSave.objects.filter(pk=presave.pk)

    rows.update(next_attempt_at=AFTER + MINUTE)
    still_to_come = read("countin_promises_oldest_overdue_seconds", "spotify")
    rows.update(next_attempt_at=AFTER - 6 * MINUTE)

    assert still_to_come == 0
    assert read("countin_promises_oldest_overdue_seconds", "spotify") == 6 * 60
    assert read("countin_promises_overdue", "spotify") == 1


def test_what_is_held_up_on_purpose_is_not_overdue():
    campaign = make_campaign(release_at=MOMENT, paused_at=BEFORE)
    make_presave(campaign)

    assert read("countin_promises_due", "spotify") == 1
    assert read("countin_promises_overdue", "spotify") == 0


def test_waves_and_those_that_are_done(campaign):
    for number, done_at in enumerate([None, None, AFTER]):
        Wave.objects.create(
            campaign=campaign, provider="spotify", due_at=MOMENT + number * MINUTE, done_at=done_at
        )

    assert (read("countin_waves", "spotify"), read("countin_waves_done", "spotify")) == (3, 1)


def test_saves_of_ten_minutes_and_those_in_vain(campaign):
    presave = make_presave(campaign)
    for ago, kind, outcome in [
        (1, "save", "done"),
        (2, "save", "later"),
        (3, "save", "refused"),
        (3, "refresh", "later"),
        (11, "save", "later"),
    ]:
        Attempt.objects.create(
            presave=presave,
            provider="spotify",
            kind=kind,
            claim_number=1,
            started_at=AFTER - ago * MINUTE,
            finished_at=AFTER - ago * MINUTE,
            outcome=outcome,
        )

    assert read("countin_saves_tried", "spotify") == 3
    assert read("countin_saves_in_vain", "spotify") == 2


def test_the_pause_and_the_cooldown_are_those_of_the_account_in_use():
    mine = settings.PROVIDERS["spotify"].client_id
    for client_id, paused_at, until in [
        (mine, AFTER, AFTER + 90 * MINUTE),
        ("of another app", None, AFTER + 900 * MINUTE),
    ]:
        ProviderAccount.objects.create(
            provider="spotify", client_id=client_id, paused_at=paused_at, blocked_until=until
        )

    assert read("countin_provider_paused", "spotify") == 1
    assert read("countin_provider_paused", "apple_music") == 0
    assert read("countin_provider_cooldown_seconds", "spotify") == 90 * 60
    assert read("countin_provider_cooldown_seconds", "spotify", now=AFTER + 91 * MINUTE) == 0


def test_a_worker_that_was_never_there_has_no_age():
    before = read("countin_worker_silent_seconds")
    give_sign(AFTER - MINUTE)

    assert (before, read("countin_worker_silent_seconds")) == (None, 60)
    assert read("countin_standstill") == 0
    begin_standstill(because="a backup was restored", now=AFTER)
    assert read("countin_standstill") == 1


def test_open_alarms_are_told_by_their_kind():
    for subject in ("midnight spotify", "dawn spotify", "noon spotify"):
        raise_alarm("release_several", subject=subject, words="Choose one.", now=BEFORE)
    clear_alarm("release_several", subject="noon spotify", now=AFTER)

    assert read("countin_alarms_open", "release_several") == 2


def test_mails_that_wait_and_those_that_are_late(campaign):
    for made_at, sent_at in [
        (AFTER - MINUTE, None),
        (AFTER - 6 * MINUTE, None),
        (AFTER - 6 * MINUTE, AFTER),
    ]:
        Mail.objects.create(
            reminder=make_reminder(campaign),
            kind="release",
            made_at=made_at,
            due_at=AFTER + MINUTE,  # put off after a try
            sent_at=sent_at,
        )

    assert read("countin_messages_queued", "mail") == 2
    assert read("countin_messages_overdue", "mail") == 1
    assert read("countin_messages_queued", "push") == 0


def test_rehearsals_are_told_in_the_week_before():
    coming = make_campaign(release_at=AFTER + timedelta(days=3))
    new = make_campaign(release_at=AFTER + timedelta(days=3))
    far = make_campaign(release_at=AFTER + timedelta(days=8))
    for done_at in (AFTER - timedelta(days=2), AFTER - timedelta(days=1), None):
        Rehearsal.objects.create(campaign=coming, asked_at=BEFORE, done_at=done_at)

    slugs = (coming.slug, new.slug, far.slug)
    ages = [read("countin_rehearsal_age_seconds", slug) for slug in slugs]

    assert ages == [24 * 3600, inf, None]
    assert read("countin_release_in_seconds", coming.slug) == 3 * 24 * 3600


def test_the_text_has_help_for_every_metric_and_values_for_each_service(campaign):
    make_presave(campaign)

    lines = write_exposition(measure(settings.PROVIDERS, now=AFTER)).decode().splitlines()

    for gauge in GAUGES:
        assert f"# HELP {gauge.name} {gauge.means}" in lines
        assert f"# TYPE {gauge.name} gauge" in lines
    assert 'countin_promises_due{provider="spotify"} 1.0' in lines
    assert 'countin_promises_due{provider="apple_music"} 0.0' in lines


def test_more_fans_and_campaigns_take_no_more_queries():
    for number in range(4):
        campaign = make_campaign(release_at=MOMENT)
        make_campaign(release_at=AFTER + timedelta(days=number + 1))
        for market in ("DE", "FR", "BR", ""):
            make_presave(campaign, market=market)

    with CaptureQueriesContext(connection) as asked:
        measure(settings.PROVIDERS, now=AFTER)

    assert len(asked) <= 15

"""A standing consent keeps a fan and their permission as long as it is in force, no longer."""

from datetime import timedelta

import pytest

from countin.fans.models import Connection, Consent, Fan, Grant
from countin.presaves.models import Authorization, PreSave, Purpose, StandingConsent
from countin.presaves.moving import move_presaves
from countin.presaves.standing import end_spent_standings, stop_standing
from countin.presaves.states import Reason, State
from countin.presaves.withdrawing import withdraw_presave
from countin.privacy.erasing import disconnect, erase_fan
from countin.privacy.retention import enforce_retention
from tests.privacy.conftest import NOW, stand


@pytest.fixture
def kept(ada, campaign):
    """The promise was kept, and the fan waits for what comes next."""
    standing = stand(ada)
    move_presaves([ada.presave.pk], to=State.SAVED, reason=Reason.NONE, now=NOW)
    ada.presave.follows.update(state="done")
    return standing


def forget(moment) -> None:
    enforce_retention(now=moment)


def test_long_after_the_release_permission_and_fan_are_kept_for_what_comes(kept, ada, after):
    forget(after(days=40))

    assert Grant.objects.live().filter(connection=ada.connection).count() == 1
    assert Fan.objects.filter(pk=ada.fan.pk).exists()


def test_without_it_both_would_be_gone(kept, ada, after):
    StandingConsent.objects.all().delete()

    forget(after(days=40))

    assert (Grant.objects.count(), Fan.objects.count()) == (0, 0)


def test_no_permission_outlives_what_the_service_accepts(kept):
    forget(NOW + timedelta(days=181))
    end_spent_standings(now=NOW + timedelta(days=181))

    kept.refresh_from_db()
    assert Grant.objects.live().count() == 0
    assert kept.end_reason == "expired"


def test_thirty_days_after_its_end_the_fan_goes_and_the_row_stays_as_a_count(kept, ada):
    ended_at = NOW + timedelta(days=100)
    stop_standing(kept, now=ended_at)

    forget(ended_at + timedelta(days=30) - timedelta(seconds=1))
    before = Fan.objects.count()
    forget(ended_at + timedelta(days=30))

    kept.refresh_from_db()
    assert (before, Fan.objects.count()) == (1, 0)
    assert (kept.fan, kept.connection, kept.end_reason) == (None, None, "by_fan")


def test_its_words_are_kept_for_three_years_after_its_end(kept, ada):
    ended_at = NOW + timedelta(days=100)
    words = kept.consent_id
    stop_standing(kept, now=ended_at)

    forget(ended_at + timedelta(days=3 * 365) - timedelta(seconds=1))
    before = Consent.objects.filter(pk=words).exists()
    forget(ended_at + timedelta(days=3 * 365))

    assert (before, Consent.objects.filter(pk=words).exists()) == (True, False)


def test_disconnecting_ends_it(kept, ada):
    disconnect(ada.connection, now=NOW)

    kept.refresh_from_db()
    assert (kept.ended_at, kept.end_reason, kept.connection) == (NOW, "disconnected", None)
    assert kept.fan == ada.fan


def test_erasing_leaves_a_count_without_anybody(kept, ada):
    erase_fan(ada.fan, now=NOW)

    kept.refresh_from_db()
    assert (kept.fan, kept.connection, kept.end_reason) == (None, None, "disconnected")
    assert Connection.objects.count() == 0


def test_while_an_erasure_waits_nothing_is_promised_anew(ada):
    standing = stand(ada)
    Grant.objects.update(claimed_until=NOW + timedelta(minutes=1))

    told = erase_fan(ada.fan, now=NOW)

    standing.refresh_from_db()
    assert not told.done
    assert standing.ended_at == NOW


def test_the_account_an_errand_was_about_is_forgotten_after_a_day(ada):
    row = Authorization.objects.get()
    row.purpose, row.connection, row.presave = Purpose.STANDING, ada.connection, None
    row.save()

    forget(NOW + timedelta(days=1))

    row.refresh_from_db()
    assert (row.connection, row.browser_hash, row.purpose) == (None, "", "standing")


def test_withdrawing_everything_leaves_the_standing_consents_permission_alone(ada):
    stand(ada)

    withdraw_presave(ada.presave, now=NOW)

    assert PreSave.objects.get().state == "withdrawn"
    assert Grant.objects.live().count() == 1

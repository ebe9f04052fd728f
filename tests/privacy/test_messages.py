"""E-mail lists and browsers to notify: how long they are kept, told, and erased."""

import json
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from countin.fans.models import Consent, EmailAddress
from countin.messaging.lists import ask_list, leave_list
from countin.messaging.models import ListMembership, PushSubscription, Reminder
from countin.messaging.subscribing import ask_by_push
from countin.messaging.web_push.browsers import BrowserKeys
from countin.privacy.erasing import erase_fan
from countin.privacy.exporting import everything_about
from countin.privacy.retention import enforce_retention
from countin.vault.keys import make_keypair
from countin.vault.sealing import Sealer
from tests.privacy.conftest import ADDRESS, NOW

ENDPOINT = "https://push.example.com/marked-endpoint"
JUST_BEFORE = timedelta(seconds=-1)


@pytest.fixture
def listed(ada) -> ListMembership:
    """Ada is on the artist's list, confirmed."""
    membership = join(ada)
    EmailAddress.objects.update(confirmed_at=NOW)
    ListMembership.objects.update(confirmed_at=NOW)
    membership.refresh_from_db()
    return membership


@pytest.fixture
def notified(ada) -> PushSubscription:
    """A browser of Ada's waits to be notified."""
    point = ec.generate_private_key(ec.SECP256R1()).public_key()
    raw = point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    _private, public = make_keypair()
    ask_by_push(
        ada.reminder,
        browser=BrowserKeys(ENDPOINT, raw, b"marked-auth-text"),
        sealer=Sealer(public),
        now=NOW,
    )
    return PushSubscription.objects.get()


def join(held, *, now=NOW) -> ListMembership:
    return ask_list(
        held.presave.campaign.release.artist,
        fan=held.fan,
        address=ADDRESS,
        words="News, now and then.",
        version="1",
        language="en",
        now=now,
    )


def test_a_list_that_nobody_confirmed_is_forgotten_after_two_weeks(ada):
    join(ada)

    enforce_retention(now=NOW + timedelta(days=14) + JUST_BEFORE)
    before = ListMembership.objects.count()
    enforce_retention(now=NOW + timedelta(days=14))

    assert (before, ListMembership.objects.count()) == (1, 0)


def test_the_reminder_lets_go_of_an_address_that_the_list_keeps(listed, after):
    enforce_retention(now=after(days=30))

    assert not Reminder.objects.filter(email__isnull=False).exists()
    assert ListMembership.objects.confirmed().get().email == EmailAddress.objects.get()


def test_without_a_list_the_address_goes_with_the_reminder(ada, after):
    enforce_retention(now=after(days=30))

    assert EmailAddress.objects.count() == 0


def test_the_address_goes_the_moment_the_list_is_left_long_after_the_release(listed, after):
    enforce_retention(now=after(days=31))

    leave_list(listed, now=after(days=200))

    assert EmailAddress.objects.count() == 0


def test_that_somebody_was_on_a_list_is_forgotten_three_years_after_they_left(listed, after):
    leave_list(listed, now=NOW)

    enforce_retention(now=NOW + timedelta(days=3 * 365))

    assert ListMembership.objects.count() == 0


def test_the_export_tells_of_list_and_browser_and_shows_no_key(ada, listed, notified):
    told = everything_about(ada.fan)

    assert told["Your e-mail lists"] == [
        {
            "Artist": "The Held Notes",
            "Asked": "2026-11-02T12:00:00Z",
            "Confirmed": "2026-11-02T12:00:00Z",
            "Left": "no",
        }
    ]
    assert told["Browsers we may notify"][0]["Push service"] == "push.example.com"
    assert "marked" not in json.dumps(told["Browsers we may notify"])


def test_erasing_ends_list_and_notification_and_keeps_the_words_without_a_name(
    ada, listed, notified
):
    erase_fan(ada.fan, now=NOW)

    membership = ListMembership.objects.get()
    assert (membership.fan, membership.email, membership.ended_at) == (None, None, NOW)
    assert (PushSubscription.objects.count(), EmailAddress.objects.count()) == (0, 0)
    assert Consent.objects.get(words="News, now and then.").fan is None


def test_a_browser_is_shredded_once_no_reminder_waits_for_it(ada, notified):
    Reminder.objects.filter(pk=ada.reminder.pk).update(push=None)

    enforce_retention(now=NOW)

    assert PushSubscription.objects.count() == 0

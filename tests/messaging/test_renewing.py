"""A permission for coming releases ends: whoever is on the list is asked to renew it, once."""

from datetime import timedelta

import pytest

from countin.fans.consents import record_consent
from countin.fans.models import Connection, Grant
from countin.messaging.lists import ask_list, confirm_list, leave_list
from countin.messaging.models import ListMembership, Mail
from countin.messaging.renewing import plan_renewal_mails
from countin.messaging.sending import send_due_mails
from countin.messaging.unsubscribing import unsubscribe
from countin.presaves.models import StandingConsent
from countin.presaves.standing import begin_standing, stop_standing
from tests.messaging.conftest import ASKED_AT
from tests.messaging.reading import key_after, text_of

ENDS_AT = ASKED_AT + timedelta(days=180)
SOON = ENDS_AT - timedelta(days=59)


def give_grant(connection, *, now) -> Grant:
    Grant.objects.filter(connection=connection).update(sealed=None, shredded_at=now)
    return Grant.objects.create(
        connection=connection,
        client_id="app",
        scopes="user-library-modify",
        allows_save=True,
        sealed=b"sealed",
        authorized_at=now,
        usable_until=now + timedelta(days=180),
    )


@pytest.fixture
def standing(campaign, fan) -> StandingConsent:
    """The coming releases, on Spotify, allowed for half a year."""
    connection = Connection.objects.create(
        workspace=campaign.workspace,
        fan=fan,
        provider="spotify",
        account_hash="ada",
        connected_at=ASKED_AT,
    )
    give_grant(connection, now=ASKED_AT)
    words = record_consent(fan, words="All of them.", version="1", language="en", now=ASKED_AT)
    return begin_standing(connection, artist=campaign.release.artist, consent=words, now=ASKED_AT)


@pytest.fixture
def listed(campaign, fan, desk, mailbox) -> ListMembership:
    """The same fan is on the artist's list."""
    membership = ask_list(
        campaign.release.artist,
        fan=fan,
        address="ada@example.org",
        words="E-mails about The Held Notes, now and then.",
        version="1",
        language="en",
        now=ASKED_AT,
    )
    send_due_mails(desk, now=ASKED_AT)
    key = key_after(mailbox.taken.pop(), path="/confirm/")
    return confirm_list(key, membership_id=membership.pk, now=ASKED_AT)


def test_it_names_the_day_and_leads_to_the_own_page(standing, listed, desk, mailbox):
    assert plan_renewal_mails(now=SOON) == 1
    send_due_mails(desk, now=SOON)

    mail = mailbox.taken[0]
    assert mail["Subject"] == "Shall the next releases of The Held Notes still be saved for you?"
    assert "permission ends on May 1, 2027." in text_of(mail).replace("\xa0", " ")
    assert "https://presave.example/me/" in text_of(mail)


def test_nobody_is_asked_twice_for_one_permission(standing, listed, desk, mailbox):
    for day in range(3):
        plan_renewal_mails(now=SOON + timedelta(days=day))
        send_due_mails(desk, now=SOON + timedelta(days=day))

    assert len(mailbox.taken) == 1


def test_nobody_is_asked_before_its_time(standing, listed):
    assert plan_renewal_mails(now=ENDS_AT - timedelta(days=61)) == 0


def test_who_is_on_no_list_gave_no_address_for_it(standing):
    assert plan_renewal_mails(now=SOON) == 0
    assert not Mail.objects.exists()


@pytest.mark.parametrize("ending", ["renewed", "stopped", "left"])
def test_what_was_settled_meanwhile_needs_no_mail(ending, standing, listed, desk, mailbox):
    plan_renewal_mails(now=SOON)
    if ending == "renewed":
        give_grant(standing.connection, now=SOON + timedelta(minutes=1))
    elif ending == "stopped":
        stop_standing(standing, now=SOON)
    else:
        leave_list(listed, now=SOON)

    send_due_mails(desk, now=SOON + timedelta(minutes=2))

    assert mailbox.taken == []


def test_half_a_year_later_it_is_asked_again(standing, listed, desk, mailbox):
    plan_renewal_mails(now=SOON)
    send_due_mails(desk, now=SOON)
    give_grant(standing.connection, now=SOON + timedelta(days=1))
    again = SOON + timedelta(days=1 + 180 - 59)

    plan_renewal_mails(now=again)
    send_due_mails(desk, now=again)

    assert len(mailbox.taken) == 2


def test_its_one_click_leaves_the_list_and_stops_no_consent(standing, listed, desk, mailbox):
    plan_renewal_mails(now=SOON)
    send_due_mails(desk, now=SOON)

    unsubscribe(key_after(mailbox.taken[0], path="/unsubscribe/"), now=SOON)

    listed.refresh_from_db()
    assert listed.ended_at == SOON
    assert StandingConsent.objects.in_force().count() == 1

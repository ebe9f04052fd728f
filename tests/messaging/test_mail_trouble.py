import logging
from datetime import timedelta

from django.conf import settings as django_settings
from django.db import connection as database

from countin.fans.models import Fan
from countin.messaging.models import Mail
from countin.messaging.outbox import take_due_mails
from countin.messaging.outgoing import CLAIM_FOR
from countin.messaging.releases import plan_release_mails
from countin.messaging.reminding import withdraw_reminder
from countin.messaging.sending import send_due_mails
from countin.workspaces.models import Alarm
from tests.messaging.conftest import ASKED_AT


def test_a_withdrawal_after_planning_stops_the_mail(fan, confirmed, desk, mailbox, out_at):
    reminder = confirmed(fan)
    plan_release_mails(providers=django_settings.PROVIDERS, now=out_at)

    withdraw_reminder(reminder, now=out_at)
    send_due_mails(desk, now=out_at)

    assert mailbox.taken == []


def test_a_withdrawal_after_the_claim_stops_the_mail(fan, ask, desk, mailbox):
    reminder = ask(fan)
    take_due_mails(now=ASKED_AT, at_most=20)

    withdraw_reminder(reminder, now=ASKED_AT)
    send_due_mails(desk, now=ASKED_AT + CLAIM_FOR)

    assert mailbox.taken == []


def test_a_claimed_mail_is_left_to_its_worker_and_taken_over_when_that_dies(
    fan, ask, desk, mailbox
):
    ask(fan)
    take_due_mails(now=ASKED_AT, at_most=20)

    send_due_mails(desk, now=ASKED_AT + timedelta(minutes=1))
    while_claimed = len(mailbox.taken)
    send_due_mails(desk, now=ASKED_AT + CLAIM_FOR)

    assert while_claimed == 0
    assert len(mailbox.taken) == 1


def test_a_full_mailbox_is_tried_again_with_growing_waits(fan, ask, desk, mailbox):
    ask(fan)
    mailbox.answers = ["452 mailbox full", "452 mailbox full"]

    now, tries = ASKED_AT, []
    while not mailbox.taken:
        send_due_mails(desk, now=now)
        mail = Mail.objects.get()
        tries.append(mail.due_at - ASKED_AT)
        now = mail.due_at

    assert tries[:2] == [timedelta(minutes=1), timedelta(minutes=2)]
    assert Mail.objects.get().sent_at == ASKED_AT + timedelta(minutes=2)


def test_an_address_that_refuses_for_good_is_given_up_with_the_reason(fan, ask, desk, mailbox):
    ask(fan)
    mailbox.answers = ["550 no such user"]

    send_due_mails(desk, now=ASKED_AT)

    mail = Mail.objects.get()
    assert (mail.failed_at, mail.because) == (ASKED_AT, "550: the address was refused")


def test_a_mailbox_full_for_three_days_is_given_up(fan, ask, desk, mailbox):
    ask(fan)
    mailbox.answers = ["452 mailbox full"] * 100

    now = ASKED_AT
    while Mail.objects.get().failed_at is None:
        send_due_mails(desk, now=now)
        now = max(now + timedelta(minutes=1), Mail.objects.get().due_at)

    assert Mail.objects.get().because == "452: the address was refused"
    given_up_at = Mail.objects.get().failed_at
    assert given_up_at is not None
    assert given_up_at > ASKED_AT + timedelta(hours=72)


def test_a_mail_server_that_is_down_loses_nothing_and_tells_the_operator_once(
    fan, ask, desk, mailbox, settings
):
    ask(fan)
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    for minutes in (0, 5, 10):
        send_due_mails(desk, now=ASKED_AT + timedelta(minutes=minutes))
    alarms = list(Alarm.objects.filter(cleared_at=None).values_list("kind", flat=True))

    settings.EMAIL_PORT = port
    send_due_mails(desk, now=ASKED_AT + timedelta(days=4))

    assert alarms == ["mailbox_closed"]
    assert len(mailbox.taken) == 1
    assert not Alarm.objects.filter(cleared_at=None).exists()


def test_one_refused_address_does_not_hold_up_the_others(campaign, ask, desk, mailbox):
    for number in range(3):
        fan = Fan.objects.create(workspace=campaign.workspace, created_at=ASKED_AT)
        ask(fan, address=f"fan{number}@example.org")
    mailbox.answers = ["550 no such user"]

    send_due_mails(desk, now=ASKED_AT)

    assert mailbox.recipients == ["fan1@example.org", "fan2@example.org"]


def test_no_address_and_no_key_reaches_a_log_or_another_table(
    fan, ask, desk, mailbox, caplog, out_at
):
    caplog.set_level(logging.DEBUG)
    ask(fan, address="ada.marked@example.org")
    mailbox.answers = ["452 ada.marked@example.org is full", "550 ada.marked@example.org"]

    send_due_mails(desk, now=ASKED_AT)
    send_due_mails(desk, now=ASKED_AT + timedelta(minutes=5))

    holders = [table for table in database.introspection.table_names() if _holds(table, "marked")]
    assert holders == ["fans_emailaddress"]
    # "mail.log" is the stand-in for the mail server, which knows addresses by trade.
    ours = [record.getMessage() for record in caplog.records if record.name != "mail.log"]
    assert [line for line in ours if "marked" in line] == []


def _holds(table, text):
    with database.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        return any(text in str(row) for row in cursor.fetchall())

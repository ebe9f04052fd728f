import logging
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.db import connection as database
from PIL import Image

from countin.campaigns.artwork import take_artwork
from countin.fans.keys import fan_of_key
from countin.fans.models import EmailAddress, Fan
from countin.messaging.models import Mail, MailKind
from countin.messaging.outbox import CLAIM_FOR, take_due_mails
from countin.messaging.releases import plan_release_mails
from countin.messaging.reminding import confirm_reminder, unsubscribe, withdraw_reminder
from countin.messaging.sending import SAME_ADDRESS, send_due_mails
from countin.visits.links import link_of_code
from countin.visits.models import LinkKind
from countin.workspaces.models import Alarm
from tests.messaging.conftest import ASKED_AT
from tests.messaging.reading import html_of, key_after, text_of


@pytest.fixture
def confirmed(ask, desk, mailbox):
    """Ask, take the mail, press Yes; the mailbox is empty again afterwards."""

    def confirm_for(fan, *, address="ada@example.org"):
        reminder = ask(fan, address=address)
        send_due_mails(desk, now=ASKED_AT)
        confirm_reminder(key_after(mailbox.taken[-1], path="/confirm/"), now=ASKED_AT)
        mailbox.taken.clear()
        mailbox.recipients.clear()
        reminder.refresh_from_db()
        return reminder

    return confirm_for


@pytest.fixture
def out_at(campaign):
    """When it is out in the fans' market. No key can look in these tests."""
    return campaign.release.moment_in("DE")


def send_releases(desk, *, now):
    plan_release_mails(providers=django_settings.PROVIDERS, now=now)
    return send_due_mails(desk, now=now)


def test_the_release_mail_opens_the_release_in_one_tap(fan, confirmed, desk, mailbox, out_at):
    reminder = confirmed(fan)

    send_releases(desk, now=out_at)

    reminder.refresh_from_db()
    link = link_of_code(key_after(mailbox.taken[0], path="/l/"))
    assert link is not None
    assert link == reminder.link
    assert (link.kind, link.provider) == (LinkKind.REMINDER, "spotify")
    assert reminder.sent_at == out_at


def test_the_subject_says_what_it_is(fan, confirmed, desk, mailbox, out_at):
    confirmed(fan)

    send_releases(desk, now=out_at)

    assert mailbox.taken[0]["Subject"].strip() == "Out now: “Midnight Single” by The Held Notes"
    assert mailbox.taken[0]["From"] == "Night Letters Records <presave@presave.example>"


def test_the_release_mail_leads_to_the_fans_own_page(fan, confirmed, desk, mailbox, out_at):
    confirmed(fan)

    send_releases(desk, now=out_at)

    assert fan_of_key(key_after(mailbox.taken[0], path="/me/")) == fan


def test_unsubscribing_takes_one_click(fan, confirmed, desk, mailbox, out_at):
    confirmed(fan)
    send_releases(desk, now=out_at)
    token = key_after(mailbox.taken[0], path="/unsubscribe/")

    unsubscribe(token, now=out_at)

    message = mailbox.taken[0]
    assert message["List-Unsubscribe"].strip() == f"<https://presave.example/unsubscribe/{token}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert EmailAddress.objects.count() == 0


def test_both_twins_name_who_answers(fan, confirmed, desk, mailbox, out_at):
    confirmed(fan)

    send_releases(desk, now=out_at)

    for body in (text_of(mailbox.taken[0]), html_of(mailbox.taken[0])):
        assert "Night Letters Records" in body
        assert "Lindenstraße 5" in body


def test_nothing_is_loaded_when_the_mail_is_opened(
    campaign, fan, confirmed, desk, mailbox, out_at, tmp_path
):
    Image.new("RGB", (900, 900), "navy").save(tmp_path / "cover.png")
    artwork = take_artwork(tmp_path / "cover.png", media_root=desk.media_root)
    campaign.release.artwork, campaign.release.artwork_width = artwork.name, artwork.width
    campaign.release.save()
    confirmed(fan)

    send_releases(desk, now=out_at)

    html = html_of(mailbox.taken[0])
    pictures = [part for part in mailbox.taken[0].walk() if part.get_content_type() == "image/jpeg"]
    assert 'src="cid:artwork"' in html
    assert 'src="http' not in html
    assert [part["Content-ID"] for part in pictures] == ["<artwork>"]


def test_dark_mode_rules_survive_the_inlining(fan, confirmed, desk, mailbox, out_at):
    confirmed(fan)

    send_releases(desk, now=out_at)

    html = html_of(mailbox.taken[0])
    assert html.count("prefers-color-scheme: dark") == 1
    assert 'class="card" role="presentation" style="' in html


def test_a_title_can_forge_neither_header_nor_markup(
    campaign, fan, confirmed, desk, mailbox, out_at
):
    campaign.release.title = "<b>A</b>\nBcc: eve@example.org"
    campaign.release.save()
    confirmed(fan)

    send_releases(desk, now=out_at)

    assert mailbox.taken[0]["Bcc"] is None
    assert "<b>A</b>" not in html_of(mailbox.taken[0])
    assert "<b>A</b>" in text_of(mailbox.taken[0])


def test_each_fan_gets_one_mail_however_often_the_job_runs(
    campaign, confirmed, desk, mailbox, out_at
):
    for number in range(3):
        fan = Fan.objects.create(workspace=campaign.workspace, created_at=ASKED_AT)
        confirmed(fan, address=f"fan{number}@example.org")

    for seconds in range(5):
        send_releases(desk, now=out_at + timedelta(seconds=seconds))

    assert sorted(mailbox.recipients) == [f"fan{number}@example.org" for number in range(3)]


def test_one_mailbox_behind_two_browsers_gets_one_mail(
    campaign, ask, confirmed, desk, mailbox, out_at
):
    phone, laptop = (
        Fan.objects.create(workspace=campaign.workspace, created_at=ASKED_AT) for _ in range(2)
    )
    ask(laptop)
    confirmed(phone)

    send_releases(desk, now=out_at)

    assert mailbox.recipients == ["ada@example.org"]
    assert list(
        Mail.objects.filter(kind=MailKind.RELEASE, sent_at=None).values_list("because", flat=True)
    ) == [SAME_ADDRESS]


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

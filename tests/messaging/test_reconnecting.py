"""A promise needs its fan: whoever is on the list is asked to connect again, and nobody else."""

from datetime import UTC, datetime, timedelta

import pytest

from countin.fans.models import Connection, Fan
from countin.insights.reconnects import tally_reconnects
from countin.messaging.announcement_tables import AnnouncementKind
from countin.messaging.announcing.counting import count_announcement
from countin.messaging.lists import ask_list, confirm_list, leave_list
from countin.messaging.models import Mail, ReconnectAsk
from countin.messaging.quiet_hours import end_of_quiet
from countin.messaging.reconnecting import note_history, plan_reconnect_mails
from countin.messaging.sending import send_due_mails
from countin.messaging.unsubscribing import unsubscribe
from countin.presaves.models import PreSave
from countin.presaves.moving import explain_presaves, move_presaves
from countin.presaves.states import Reason, State
from countin.presaves.withdrawing import withdraw_presave
from countin.privacy.erasing import erase_fan
from countin.privacy.retention import enforce_retention
from countin.workspaces.alarms import OUTAGE, clear_alarm, raise_alarm
from tests.messaging.announcing import announce, send
from tests.messaging.conftest import ASKED_AT
from tests.messaging.reading import html_of, key_after, text_of
from tests.messaging.test_renewing import give_grant
from tests.presaves.rows import spotify_with

OUT_AT = datetime(2026, 11, 26, 23, tzinfo=UTC)  # midnight in Germany
DAY = timedelta(days=1)


@pytest.fixture
def listed(campaign, fan, desk, mailbox):
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


@pytest.fixture
def promise(campaign, fan) -> PreSave:
    connection = Connection.objects.create(
        workspace=campaign.workspace,
        fan=fan,
        provider="spotify",
        account_hash="ada",
        connected_at=ASKED_AT,
    )
    give_grant(connection, now=ASKED_AT)
    return PreSave.objects.create(
        campaign=campaign,
        connection=connection,
        provider="spotify",
        market="DE",
        promised_at=ASKED_AT,
        changed_at=ASKED_AT,
    )


@pytest.fixture(autouse=True)
def direct(desk):
    """Spotify can be connected here."""
    object.__setattr__(desk, "providers", spotify_with())


@pytest.fixture
def work(desk):
    """A round of the worker at this moment."""

    def work_at(now) -> None:
        note_history(now=now)
        plan_reconnect_mails(providers=desk.providers, now=now)
        send_due_mails(desk, now=now)

    return work_at


def need_fan(promise, *, reason=Reason.GRANT_EXPIRED, now=ASKED_AT) -> None:
    move_presaves([promise.pk], to=State.NEEDS_FAN, reason=reason, now=now)


def test_whoever_is_on_the_list_is_asked_once_and_led_to_the_own_page(
    promise, listed, mailbox, work
):
    need_fan(promise)

    work(ASKED_AT)
    work(ASKED_AT + timedelta(hours=1))

    [mail] = mailbox.taken
    assert mail["Subject"].strip() == "“Midnight Single” by The Held Notes needs you once more"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for text in (text_of(mail), html_of(mail)):
        assert "does not last until then" in text
        assert "https://presave.example/me/" in text


def test_an_address_left_for_a_reminder_is_used_for_that_mail_alone(
    promise, fan, confirmed, mailbox, work, campaign
):
    confirmed(fan)
    need_fan(promise)

    work(ASKED_AT + DAY)

    assert mailbox.taken == []
    assert tally_reconnects(campaign) == {"written": 0, "reconnected": 0, "not_reachable": 1}


def test_a_first_refusal_is_told_after_its_second_look_alone(promise, listed, mailbox, work):
    need_fan(promise, reason=Reason.GRANT_REFUSED)
    work(ASKED_AT)
    assert mailbox.taken == []

    explain_presaves([promise.pk], reason=Reason.GRANT_DEAD, now=ASKED_AT + DAY)
    work(ASKED_AT + DAY)

    assert "does not accept the permission any more" in text_of(mailbox.taken[0])


def test_what_connecting_does_not_mend_is_no_reason_to_write(promise, listed, mailbox, work):
    need_fan(promise, reason=Reason.NO_SUBSCRIPTION)

    work(ASKED_AT)

    assert (mailbox.taken, ReconnectAsk.objects.count()) == ([], 0)


def test_what_a_person_holds_back_is_asked_about_in_words_that_accuse_nobody(
    promise, listed, mailbox, work, campaign
):
    need_fan(promise, reason=Reason.HELD_BACK)

    work(ASKED_AT)

    text = text_of(mailbox.taken[0])
    assert "The people behind it ask you to confirm that you want it" in text
    assert "Yes, save it for me:" in text
    assert "permission" not in text
    assert "Yes, save it for me" in html_of(mailbox.taken[0])
    assert tally_reconnects(campaign)["written"] == 0  # nobody was asked to connect again


def test_nothing_is_sent_while_an_outage_goes_on(promise, listed, mailbox, work, desk):
    need_fan(promise)
    note_history(now=ASKED_AT)
    plan_reconnect_mails(providers=desk.providers, now=ASKED_AT)
    raise_alarm(OUTAGE, subject="spotify", words="Wait.", now=ASKED_AT)

    work(ASKED_AT)
    assert mailbox.taken == []

    clear_alarm(OUTAGE, subject="spotify", now=ASKED_AT)
    work(ASKED_AT + timedelta(minutes=16))
    assert len(mailbox.taken) == 1


def test_once_more_in_the_last_week_and_on_the_last_day(promise, listed, mailbox, work):
    need_fan(promise)
    days = [*range(24, 0, -1), 0.5]
    sent = []
    for ahead in days:
        before = len(mailbox.taken)
        work(OUT_AT - ahead * DAY)
        sent += [ahead] * (len(mailbox.taken) - before)

    assert sent == [24, 7, 1]


def test_no_second_mail_follows_close_on_the_first(promise, listed, mailbox, work):
    need_fan(promise)

    for ahead in (8, 6.9, 2, 1, 0.1):
        work(OUT_AT - ahead * DAY)

    assert len(mailbox.taken) == 2


@pytest.mark.parametrize("ending", ["reconnected", "withdrawn", "left", "unsubscribed", "erased"])
def test_what_was_settled_meanwhile_needs_no_mail(
    ending, promise, listed, mailbox, work, desk, fan, campaign
):
    need_fan(promise)
    work(ASKED_AT)
    key = key_after(mailbox.taken.pop(), path="/unsubscribe/")
    later = OUT_AT - 7 * DAY
    plan_reconnect_mails(providers=desk.providers, now=later)
    match ending:
        case "reconnected":
            give_grant(promise.connection, now=later)
            move_presaves([promise.pk], to=State.PROMISED, reason=Reason.NONE, now=later)
        case "withdrawn":
            withdraw_presave(promise, now=later)
        case "left":
            leave_list(listed, now=later)
        case "unsubscribed":
            unsubscribe(key, now=later)
        case "erased":
            erase_fan(fan, now=later)

    work(later)
    work(OUT_AT - timedelta(hours=12))

    assert mailbox.taken == []
    assert tally_reconnects(campaign)["written"] == 1
    assert tally_reconnects(campaign)["reconnected"] == int(ending == "reconnected")


def test_a_look_that_finds_the_permission_alive_is_nobodys_answer(promise, listed, work, campaign):
    need_fan(promise)
    work(ASKED_AT + DAY)

    move_presaves([promise.pk], to=State.PROMISED, reason=Reason.NONE, now=ASKED_AT + 2 * DAY)
    work(ASKED_AT + 2 * DAY)

    assert tally_reconnects(campaign)["reconnected"] == 0


def test_fans_sleep_but_not_through_the_last_day(promise, listed, mailbox, work):
    Fan.objects.filter(pk=promise.connection.fan_id).update(time_zone="Asia/Tokyo")
    need_fan(promise)

    work(ASKED_AT)  # 21:00 there
    assert mailbox.taken == []

    work(ASKED_AT + timedelta(hours=12))  # 9:00
    assert len(mailbox.taken) == 1

    work(OUT_AT - timedelta(hours=10))  # 22:00 there
    assert len(mailbox.taken) == 2


def test_thirty_days_after_the_release_no_mail_leads_to_the_promise(
    promise, listed, work, campaign
):
    need_fan(promise)
    work(ASKED_AT)

    enforce_retention(now=OUT_AT + 40 * DAY)

    promise.refresh_from_db()
    assert promise.connection is None
    assert not Mail.objects.filter(ask__isnull=False).exists()
    assert tally_reconnects(campaign)["written"] == 1


@pytest.mark.parametrize(
    ("zone", "hour", "until"),
    [("", 3, None), ("No/Where", 3, None), ("UTC", 12, None), ("UTC", 3, 9), ("UTC", 22, 33)],
)
def test_quiet_ends_in_the_morning_of_the_fan(zone, hour, until):
    day = datetime(2026, 11, 2, tzinfo=UTC)

    ends = end_of_quiet(day + timedelta(hours=hour), zone=zone)

    assert ends == (None if until is None else day + timedelta(hours=until))


def ask_by_announcement(campaign, desk, *, now):
    announcement = announce(campaign, kind=AnnouncementKind.RECONNECT, now=now)
    send(desk, now=now)
    return announcement


def test_whoever_was_asked_by_our_mail_is_not_asked_by_an_announcement_days_later(
    promise, listed, mailbox, work, campaign, desk
):
    need_fan(promise)
    work(ASKED_AT)

    early = ask_by_announcement(campaign, desk, now=ASKED_AT + 2 * DAY)
    late = ask_by_announcement(campaign, desk, now=ASKED_AT + 3 * DAY)

    assert len(mailbox.taken) == 2
    assert [count_announcement(one)["asked_before"] for one in (early, late)] == [1, 0]
    assert [count_announcement(one)["sent"] for one in (early, late)] == [0, 1]


def test_our_mail_waits_three_days_after_an_announcement_that_asked_the_same(
    promise, listed, mailbox, work, campaign, desk
):
    need_fan(promise)
    ask_by_announcement(campaign, desk, now=ASKED_AT)

    work(ASKED_AT + DAY)
    work(ASKED_AT + 2 * DAY)
    meanwhile = len(mailbox.taken)
    work(ASKED_AT + 3 * DAY)

    assert (meanwhile, len(mailbox.taken)) == (1, 2)

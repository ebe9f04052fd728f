"""The operator is called, by mail and by webhook, once for each alarm and once for its end."""

import base64
import hashlib
import hmac
import json
from dataclasses import replace
from datetime import timedelta

import pytest

from countin.messaging.calling import CallDesk, plan_calls, send_due_calls
from countin.messaging.models import AlarmCall
from countin.messaging.webhook_signing import BadWebhookSecret, read_secret
from countin.release_day.canaries.letting_in import CANARIES_MISSING
from countin.workspaces.alarms import OUTAGE, clear_alarm, raise_alarm
from countin.workspaces.models import Alarm
from tests.messaging.conftest import ASKED_AT as NOW
from tests.providers.odd_service import OddService, Reply

pytestmark = pytest.mark.django_db
KEY = b"k" * 32
MINUTE = timedelta(minutes=1)


def by_mail(*, to=("ops@label.example",)) -> CallDesk:
    return CallDesk(to, "presave@label.example", "", b"", base_url="https://presave.example")


def by_webhook(address: str) -> CallDesk:
    return CallDesk((), "presave@label.example", address, KEY, base_url="https://presave.example")


def work(desk: CallDesk, *, now=NOW) -> int:
    plan_calls(desk, now=now)
    return send_due_calls(desk, now=now)


def overdue(*, now=NOW):
    return raise_alarm("overdue", subject="spotify", words="Late. See: countin doctor", now=now)


def test_an_alarm_goes_out_once_by_mail_with_its_next_step(mailbox):
    overdue()

    work(by_mail())
    work(by_mail(), now=NOW + MINUTE)

    [mail] = mailbox.taken
    assert mail["Subject"] == "Count-In: overdue (spotify)"
    assert mailbox.recipients == ["ops@label.example"]
    assert "Late. See: countin doctor" in mail.get_content()
    assert "at https://presave.example" in mail.get_content()


def test_its_end_is_told_to_whom_its_beginning_was(mailbox):
    overdue()
    work(by_mail())
    clear_alarm("overdue", subject="spotify", now=NOW + MINUTE)

    work(by_mail(), now=NOW + MINUTE)
    work(by_mail(), now=NOW + 2 * MINUTE)

    assert [mail["Subject"] for mail in mailbox.taken] == [
        "Count-In: overdue (spotify)",
        "Count-In, over: overdue (spotify)",
    ]


def test_an_alarm_that_comes_and_goes_calls_once_in_a_quarter_of_an_hour(mailbox):
    for minute in range(0, 10, 2):
        overdue(now=NOW + minute * MINUTE)
        work(by_mail(), now=NOW + minute * MINUTE)
        clear_alarm("overdue", subject="spotify", now=NOW + (minute + 1) * MINUTE)
        work(by_mail(), now=NOW + (minute + 1) * MINUTE)
    for minute in range(10, 40):
        work(by_mail(), now=NOW + minute * MINUTE)

    assert len(mailbox.taken) == 2


def test_a_mail_server_that_says_no_is_asked_again(mailbox):
    mailbox.answers = ["451 not now"]
    overdue()

    work(by_mail())
    nothing = len(mailbox.taken)
    work(by_mail(), now=NOW + 2 * MINUTE)

    assert (nothing, len(mailbox.taken)) == (0, 1)


def test_nobody_is_called_where_no_way_is_set():
    overdue()

    assert work(by_mail(to=())) == 0
    assert AlarmCall.objects.count() == 0


def test_a_webhook_gets_a_body_that_its_signature_fits():
    overdue()

    with OddService() as service:
        work(by_webhook(service.base_url))
        [heard] = service.heard

    signed = b".".join(
        [
            heard.headers["webhook-id"].encode(),
            heard.headers["webhook-timestamp"].encode(),
            heard.body,
        ]
    )
    signature = base64.b64encode(hmac.new(KEY, signed, hashlib.sha256).digest()).decode()
    told = json.loads(heard.body)
    assert heard.headers["webhook-signature"] == f"v1,{signature}"
    assert int(heard.headers["webhook-timestamp"]) == int(NOW.timestamp())
    assert (told["type"], told["data"]["kind"]) == ("alarm.raised", "overdue")
    assert told["data"]["words"] == "Late. See: countin doctor"


# Each is raised by a test of its own: release_day/test_lateness (late, in vain), and of the stories
# test_silences (a ban), test_not_let_in (paused), test_outages, test_daily_budget, test_canaries.
ON_RELEASE_DAY = (
    "overdue",
    "saves_in_vain",
    "long_silence",
    "provider_paused",
    OUTAGE,
    "daily_budget",
    CANARIES_MISSING,
)


def test_every_alarm_of_release_day_goes_out_by_both_ways(mailbox):
    for kind in ON_RELEASE_DAY:
        raise_alarm(kind, subject="spotify", words=f"About {kind}.", now=NOW)

    with OddService() as service:
        desk = replace(by_webhook(service.base_url), mail_to=("ops@label.example",))
        while work(desk):
            pass
        told = [json.loads(heard.body)["data"] for heard in service.heard]

    called = {(one["kind"], one["words"]) for one in told}
    assert called == {(kind, f"About {kind}.") for kind in ON_RELEASE_DAY}
    mails = {mail["Subject"]: mail.get_content() for mail in mailbox.taken}
    assert len(mails) == len(mailbox.taken) == len(told) == len(ON_RELEASE_DAY)
    for kind in ON_RELEASE_DAY:
        mail = mails[f"Count-In: {kind.replace('_', ' ')} (spotify)"]
        assert f"About {kind}." in mail


def test_a_webhook_that_leads_elsewhere_is_not_followed_and_is_tried_again():
    overdue()

    with OddService() as service:
        service.will_answer(Reply(302, headers={"Location": "http://127.0.0.1:9/"}), Reply(204))
        work(by_webhook(service.base_url))
        work(by_webhook(service.base_url), now=NOW + 2 * MINUTE)
        asked = [heard.headers["webhook-id"] for heard in service.heard]

    call = AlarmCall.objects.get()
    assert len(asked) == 2
    assert asked[0] == asked[1]
    assert call.sent_at == NOW + 2 * MINUTE


@pytest.mark.parametrize(
    "text", ["", "secret", "whsec_", "whsec_c2hvcnQ=", "whsec_&&&&", "whsec_a"]
)
def test_a_secret_that_protects_nothing_is_refused(text):
    with pytest.raises(BadWebhookSecret):
        read_secret(text)


def test_a_secret_after_the_specification_is_read():
    assert read_secret("whsec_" + base64.b64encode(KEY).decode()) == KEY


def test_a_way_that_does_not_answer_is_left_alone_with_all_that_waits_for_it():
    for kind in ("overdue", "long_silence", "saves_in_vain"):
        raise_alarm(kind, subject="spotify", words="Late.", now=NOW)

    with OddService() as service:
        service.will_answer(Reply(503))
        for second in range(0, 50, 5):
            work(by_webhook(service.base_url), now=NOW + timedelta(seconds=second))
        asked = len(service.heard)
        service.will_answer(Reply(204))
        for second in range(60, 180, 5):
            work(by_webhook(service.base_url), now=NOW + timedelta(seconds=second))

    assert asked == 1
    assert AlarmCall.objects.filter(sent_at__isnull=False).count() == 3


def test_an_alarm_that_stands_says_what_is_true_now():
    overdue()
    raise_alarm("overdue", subject="spotify", words="Later still.", now=NOW + MINUTE)

    assert [alarm.words for alarm in Alarm.objects.all()] == ["Later still."]

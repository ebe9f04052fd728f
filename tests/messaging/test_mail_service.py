"""Mails through a mail service's own API: taken, refused for good, put off, or all closed."""

from collections.abc import Iterator

import pytest

from countin.config.environment import BadSetting, Values, read_values
from countin.config.mail_services import read_mail_service
from countin.messaging.models import Mail
from countin.messaging.sending import send_due_mails
from countin.workspaces.models import Alarm
from simulator.postmark.receiving import MailService
from tests.messaging.conftest import ASKED_AT

# What is written and told is the same whatever the database.
pytestmark = pytest.mark.once

TOKEN = "planted-server-token"  # of the stand-in
SENDER = "presave@presave.example"
ADDRESS = "ada@example.org"


def values(**given: str) -> Values:
    """All settings, these among them."""
    return Values({**read_values({}).texts, **given})


@pytest.fixture
def service(settings) -> Iterator[MailService]:
    """Postmark's stand-in, and settings read as an operator would write them."""
    with MailService(token=TOKEN, sender=SENDER) as service:
        chosen = read_mail_service(
            values(
                COUNTIN_MAIL_SERVICE="postmark",
                COUNTIN_POSTMARK_SERVER_TOKEN=TOKEN,
                COUNTIN_POSTMARK_API_URL=service.base_url,
            )
        )
        assert chosen is not None
        settings.EMAIL_BACKEND, settings.ANYMAIL = chosen.backend, dict(chosen.anymail)
        yield service


def open_alarms() -> list[str]:
    return list(Alarm.objects.filter(cleared_at=None).values_list("kind", flat=True))


def headers_of(mail) -> dict[str, str]:
    return {each["Name"]: each["Value"] for each in mail["Headers"]}


def test_a_mail_goes_out_through_the_service_whole(fan, ask, desk, service):
    ask(fan)

    send_due_mails(desk, now=ASKED_AT)

    (mail,) = service.taken
    assert (mail["To"], mail["From"]) == (ADDRESS, f"Night Letters Records <{SENDER}>")
    assert mail["Subject"] == "Please confirm: shall we remind you of “Midnight Single”?"
    assert "/confirm/" in mail["TextBody"]
    assert "/confirm/" in mail["HtmlBody"]
    assert headers_of(mail)["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert Mail.objects.get().sent_at == ASKED_AT


def test_nothing_in_it_is_tracked(fan, ask, desk, service):
    ask(fan)

    send_due_mails(desk, now=ASKED_AT)

    assert (service.taken[0]["TrackOpens"], service.taken[0]["TrackLinks"]) == (False, "None")


def test_an_address_to_which_nothing_is_delivered_is_given_up(fan, ask, desk, service):
    ask(fan)
    service.inactive.add(ADDRESS)

    send_due_mails(desk, now=ASKED_AT)

    mail = Mail.objects.get()
    assert (mail.failed_at, mail.because) == (ASKED_AT, "the address was refused")
    assert open_alarms() == []


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_service_in_trouble_keeps_the_mail_for_later(fan, ask, desk, service, status):
    ask(fan)
    service.answers = [status]

    send_due_mails(desk, now=ASKED_AT)
    told, again_at = open_alarms(), Mail.objects.get().due_at
    send_due_mails(desk, now=again_at)

    assert told == ["mailbox_closed"]
    assert again_at > ASKED_AT
    assert len(service.taken) == 1
    assert open_alarms() == []


def test_a_wrong_token_keeps_every_mail_and_tells_the_operator(fan, ask, desk, service, settings):
    ask(fan)
    settings.ANYMAIL = {**settings.ANYMAIL, "POSTMARK_SERVER_TOKEN": "mistyped"}

    send_due_mails(desk, now=ASKED_AT)

    assert service.taken == []
    assert Mail.objects.unsettled().count() == 1
    assert open_alarms() == ["mailbox_closed"]


@pytest.mark.parametrize("trouble", ["closed", "sender"])
def test_an_account_that_may_not_send_keeps_the_mail_and_tells_the_operator(
    fan, ask, desk, service, trouble
):
    ask(fan)
    if trouble == "closed":
        service.is_closed = True
    else:
        service.sender = "somebody@else.example"

    send_due_mails(desk, now=ASKED_AT)
    told = open_alarms()
    service.is_closed, service.sender = False, SENDER
    send_due_mails(desk, now=Mail.objects.get().due_at)

    assert told == ["mail_refused"]
    assert len(service.taken) == 1
    assert open_alarms() == []


def test_a_service_that_is_not_there_keeps_the_mail(fan, ask, desk, service, settings):
    ask(fan)
    settings.ANYMAIL = {**settings.ANYMAIL, "POSTMARK_API_URL": "http://127.0.0.1:1"}

    send_due_mails(desk, now=ASKED_AT)

    assert Mail.objects.unsettled().get().because == "the mail service could not be reached"
    assert open_alarms() == ["mailbox_closed"]


def test_no_address_and_no_token_reaches_a_log(fan, ask, desk, service, caplog):
    caplog.set_level("DEBUG")
    ask(fan)
    service.answers = [500]
    service.inactive.add(ADDRESS)

    send_due_mails(desk, now=ASKED_AT)
    send_due_mails(desk, now=Mail.objects.get().due_at)

    assert Mail.objects.get().because == "the address was refused"
    assert [word for word in (TOKEN, ADDRESS) if word in caplog.text] == []


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"COUNTIN_MAIL_SERVICE": "pigeon"}, "COUNTIN_MAIL_SERVICE knows brevo"),
        ({"COUNTIN_MAIL_SERVICE": "postmark"}, "needs COUNTIN_POSTMARK_SERVER_TOKEN"),
        (
            {"COUNTIN_MAIL_SERVICE": "mailgun", "COUNTIN_MAILGUN_API_KEY": "key"},
            "needs COUNTIN_MAILGUN_SENDER_DOMAIN",
        ),
        (
            {
                "COUNTIN_MAIL_SERVICE": "resend",
                "COUNTIN_RESEND_API_KEY": "key",
                "COUNTIN_SMTP_URL": "smtp://127.0.0.1:25",
            },
            "not both",
        ),
    ],
)
def test_a_setting_that_cannot_work_is_named_with_its_mend(given, words):
    with pytest.raises(BadSetting, match=words):
        read_mail_service(values(**given))


def test_without_a_name_mail_goes_by_smtp():
    assert read_mail_service(values()) is None

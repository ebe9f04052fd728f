"""Every mail service that is offered: its address, its secret, and what its own words mean.

The events have the shapes in which each service tells of them, all of one mailbox.
"""

import base64
import hashlib
import hmac
import json
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from countin.config.environment import MAIL_SERVICE_OPTIONS
from countin.messaging.mailboxes import is_struck_off
from countin.messaging.models import MailboxTrouble

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

ADDRESS = "ada@example.org"
SECRET = "countin:a-word-of-many-letters"
SIGNS = "what-the-service-signs-with"
_SIGNED = {"MAILGUN_WEBHOOK_SIGNING_KEY": SIGNS, "MAILERSEND_SIGNING_SECRET": SIGNS}
TELLING = sorted(set(MAIL_SERVICE_OPTIONS) - {"scaleway"})


def _mailersend(kind: str, morph: str) -> dict[str, Any]:
    email = {"recipient": {"email": ADDRESS}, "message": {"id": "m"}, "tags": None}
    about = {"type": kind, "id": "a", "email": email, "morph": {"object": morph, "reason": "-"}}
    return {"type": f"activity.{kind}", "data": about}


def _mailgun(event: str, **more: object) -> dict[str, Any]:
    about = {"event": event, "recipient": ADDRESS, "timestamp": 1767225600.25, **more}
    return {"event-data": {**about, "message": {"headers": {"message-id": "m@example.org"}}}}


def _mailjet(event: str, **more: object) -> list[dict[str, Any]]:
    return [{"event": event, "time": 1767225600, "MessageID": 7, "email": ADDRESS, **more}]


def _resend(kind: str, **more: object) -> dict[str, Any]:
    about = {"email_id": "m", "to": [ADDRESS], "created_at": "2026-01-01T00:00:00.000Z", **more}
    return {"type": f"email.{kind}", "created_at": "2026-01-01T00:00:00.000Z", "data": about}


def _sendgrid(event: str, **more: object) -> list[dict[str, Any]]:
    return [{"event": event, "email": ADDRESS, "timestamp": 1767225600, **more}]


def _sparkpost(kind: str, **more: object) -> list[dict[str, Any]]:
    about = {"type": kind, "raw_rcpt_to": ADDRESS, "timestamp": "1767225600", **more}
    return [{"msys": {"message_event": about}}]


def _postmark(kind: str, record: str = "Bounce") -> dict[str, Any]:
    about = {"RecordType": record, "Type": kind, "ID": 7, "MessageID": "m", "Email": ADDRESS}
    return {**about, "BouncedAt": "2026-01-01T00:00:00Z", "Details": "-", "Description": "-"}


def _brevo(event: str) -> dict[str, Any]:
    return {"event": event, "email": ADDRESS, "ts_epoch": 1767225600000, "message-id": "<m@x>"}


FULL = {"message": "…sent a bounce message because the recipient's inbox was full."}
LASTING = {
    "brevo": _brevo("hard_bounce"),
    "mailersend": _mailersend("hard_bounced", "recipient_bounce"),
    "mailgun": _mailgun("failed", severity="permanent", reason="bounce"),
    "mailjet": _mailjet("bounce", hard_bounce=True, blocked=True, error="user unknown"),
    "postmark": _postmark("HardBounce"),
    "resend": _resend("bounced", bounce={"type": "Permanent", "subType": "General", **FULL}),
    "sendgrid": _sendgrid("bounce", type="bounce", status="5.1.1", reason="550 5.1.1 unknown"),
    "sparkpost": _sparkpost("bounce", bounce_class="10", error_code="550"),
}
COMPLAINT = {
    "brevo": _brevo("spam"),
    "mailersend": _mailersend("spam_complaint", "spam_complaint"),
    "mailgun": _mailgun("complained"),
    "mailjet": _mailjet("spam", source="JMRPP"),
    "postmark": _postmark("SpamComplaint", "SpamComplaint"),
    "resend": _resend("complained"),
    "sendgrid": _sendgrid("spamreport"),
    "sparkpost": _sparkpost("spam_complaint", fbtype="abuse"),
}
PASSING = {
    "brevo": _brevo("soft_bounce"),
    "mailersend": _mailersend("soft_bounced", "recipient_bounce"),
    "mailjet": _mailjet("bounce", hard_bounce=False, blocked=False, error="quota exceeded"),
    "postmark": _postmark("SoftBounce"),
    "resend": _resend("bounced", bounce={"type": "Transient", "subType": "MailboxFull", **FULL}),
    "resend, before it told types": _resend("bounced", bounce=FULL),
    "sendgrid": _sendgrid("bounce", type="blocked", status="4.7.1", reason="421 try again"),
    "sparkpost": _sparkpost("bounce", bounce_class="22", error_code="552"),
}
NONSENSE: tuple[object, ...] = ({}, [], [7], 7, None, "no", {"data": 7}, [{"msys": 7}])


def tell(event: object, *, service: str, secret: str = SECRET, key: str = SIGNS) -> int:
    if service == "mailgun" and isinstance(event, dict):
        seal = hmac.new(key.encode(), b"1767225600word", hashlib.sha256).hexdigest()
        sealed = {"timestamp": "1767225600", "token": "word", "signature": seal}
        event = {**event, "signature": sealed}
    body = json.dumps(event).encode()
    headers = {"signature": hmac.new(key.encode(), body, hashlib.sha256).hexdigest()}
    if secret:
        headers["authorization"] = f"Basic {base64.b64encode(secret.encode()).decode()}"
    answer = Client(raise_request_exception=False).post(
        f"/api/mail/{service}", body, content_type="application/json", headers=headers
    )
    return answer.status_code


@pytest.fixture
def use(settings):
    def use(service: str) -> None:
        settings.MAIL_SERVICE = SimpleNamespace(name=service)
        settings.MAIL_WEBHOOK_SECRET = SECRET
        settings.ANYMAIL = _SIGNED

    return use


@pytest.mark.parametrize("service", TELLING)
@pytest.mark.parametrize("events", [LASTING, COMPLAINT], ids=["bounce", "complaint"])
def test_a_bounce_for_good_and_a_complaint_strike_the_mailbox_off(use, service, events):
    use(service)
    refused = [
        tell(events[service], service=service, secret=secret) for secret in ("", "countin:wrong")
    ]
    untouched = MailboxTrouble.objects.exists()

    told = tell(events[service], service=service)

    assert (refused, untouched) == ([400, 400], False)
    assert (told, is_struck_off(ADDRESS)) == (200, True)


@pytest.mark.parametrize("whose", PASSING)
def test_a_full_mailbox_is_counted_and_not_struck_off(use, whose):
    service = whose.partition(",")[0]
    use(service)

    told = tell(PASSING[whose], service=service)

    assert (told, is_struck_off(ADDRESS)) == (200, False)
    assert MailboxTrouble.objects.get().soft_bounces == 1


def test_mailguns_failure_that_it_tries_again_is_none(use):
    use("mailgun")

    told = tell(_mailgun("failed", severity="temporary", reason="generic"), service="mailgun")

    assert (told, MailboxTrouble.objects.exists()) == (200, False)


@pytest.mark.parametrize("service", ["mailgun", "mailersend"])
def test_who_signs_is_not_believed_by_the_secret_alone(use, settings, service):
    use(service)
    forged = tell(LASTING[service], service=service, key="another")
    settings.ANYMAIL = {}

    assert (forged, tell(LASTING[service], service=service)) == (400, 404)
    assert not is_struck_off(ADDRESS)


@pytest.mark.parametrize("service", TELLING)
def test_what_is_no_event_is_no_fault_of_ours(use, service):
    use(service)

    found = {tell(event, service=service) for event in NONSENSE}

    assert found <= {200, 400}
    assert not MailboxTrouble.objects.exists()


def test_scaleway_tells_nothing_this_way_and_has_no_page(use):
    use("scaleway")

    assert tell({}, service="scaleway") == 404

"""What the mail service tells: let in by the secret, and by its signature where it signs."""

import base64
import hashlib
import hmac
import json
from types import SimpleNamespace

import pytest
from django.test import Client

from countin import clock
from countin.campaigns.models import Artist
from countin.fans.models import EmailAddress, Fan
from countin.messaging.mailboxes import is_struck_off
from countin.messaging.models import ListMembership, MailboxTrouble
from countin.workspaces.defaults import default_workspace

ADDRESS = "ada@example.org"
SECRET = "countin:a-word-of-many-letters"
POSTMARK = "/api/mail/postmark"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def postmark(settings) -> None:
    settings.MAIL_SERVICE = SimpleNamespace(name="postmark")
    settings.MAIL_WEBHOOK_SECRET = SECRET
    settings.ANYMAIL = {"POSTMARK_SERVER_TOKEN": "x", "MAILGUN_WEBHOOK_SIGNING_KEY": "signs"}


@pytest.fixture
def member() -> ListMembership:
    workspace = default_workspace(now=clock.now())
    artist = Artist.objects.create(workspace=workspace, name="The Held Notes", handle="held-notes")
    fan = Fan.objects.create(workspace=workspace, created_at=clock.now())
    email = EmailAddress.objects.create(
        fan=fan, address=ADDRESS, added_at=clock.now(), confirmed_at=clock.now()
    )
    return ListMembership.objects.create(
        artist=artist, fan=fan, email=email, asked_at=clock.now(), confirmed_at=clock.now()
    )


def tell(event: object, *, to: str = POSTMARK, secret: str = SECRET) -> int:
    key = base64.b64encode(secret.encode()).decode()
    answer = Client(raise_request_exception=False).post(
        to, event, content_type="application/json", headers={"authorization": f"Basic {key}"}
    )
    return answer.status_code


def bounce(kind: str) -> dict[str, object]:
    return {
        "RecordType": "Bounce",
        "Type": kind,
        "ID": 1,
        "Email": ADDRESS,
        "BouncedAt": "2026-11-02T12:00:00Z",
        "MessageID": "m-1",
        "Details": "…",
        "Description": "…",
    }


def test_a_mailbox_that_does_not_exist_is_struck_off(member):
    status = tell(bounce("HardBounce"))

    member.refresh_from_db()
    assert (status, is_struck_off(ADDRESS)) == (200, True)
    assert (member.ended_at is None, EmailAddress.objects.count()) == (False, 0)


def test_a_full_mailbox_is_counted_and_stays_and_an_arrival_ends_the_row(member):
    tell(bounce("SoftBounce"))
    counted = MailboxTrouble.objects.get().soft_bounces
    tell({"RecordType": "Delivery", "Recipient": ADDRESS, "DeliveredAt": "2026-11-02T12:00:00Z"})

    member.refresh_from_db()
    assert (counted, member.ended_at, MailboxTrouble.objects.count()) == (1, None, 0)


@pytest.mark.parametrize("secret", ["countin:wrong", ":", "x"])
def test_without_the_secret_nothing_is_believed(member, secret):
    assert tell(bounce("HardBounce"), secret=secret) == 400
    assert not is_struck_off(ADDRESS)


def test_where_no_secret_is_set_or_the_service_is_another_there_is_no_such_page(member, settings):
    other = tell(bounce("HardBounce"), to="/api/mail/brevo")
    settings.MAIL_WEBHOOK_SECRET = ""

    assert (other, tell(bounce("HardBounce"), secret=":")) == (404, 404)
    assert not is_struck_off(ADDRESS)


@pytest.mark.parametrize("event", ["[]", "no json", {"RecordType": "Bounce"}, 7])
def test_what_is_no_event_is_refused(member, event):
    assert tell(event) in (200, 400)
    assert not is_struck_off(ADDRESS)


@pytest.mark.parametrize(("key", "status"), [("signs", 200), ("forged", 400)])
def test_a_complaint_counts_only_with_the_services_own_signature(member, settings, key, status):
    settings.MAIL_SERVICE = SimpleNamespace(name="mailgun")
    signature = hmac.new(key.encode(), b"1700000000word", hashlib.sha256).hexdigest()
    event = {
        "signature": {"timestamp": "1700000000", "token": "word", "signature": signature},
        "event-data": {
            "event": "complained",
            "timestamp": 1700000000,
            "recipient": ADDRESS,
            "message": {"headers": {"message-id": "m"}},
        },
    }

    assert tell(json.dumps(event), to="/api/mail/mailgun") == status
    assert is_struck_off(ADDRESS) == (status == 200)

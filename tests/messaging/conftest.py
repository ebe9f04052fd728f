"""A release in the future, fans, and a real mail server on a loopback port."""

import email
import email.policy
import socket
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from types import SimpleNamespace

import pytest
from aiosmtpd.controller import Controller as SmtpServer
from django.conf import settings

from countin.campaigns.models import Artist, Campaign, Kind, Release, Timing
from countin.fans.models import Fan
from countin.messaging.models import Reminder
from countin.messaging.pushing import PushDesk, send_due_pushes
from countin.messaging.releases import plan_release_mails
from countin.messaging.reminding import ask_by_mail, ask_reminder, confirm_reminder
from countin.messaging.sending import Desk, send_due_mails
from countin.messaging.subscribing import ask_by_push
from countin.messaging.web_push.browsers import BrowserKeys, read_browser_keys
from countin.messaging.web_push.vapid import VapidKey
from countin.vault.keys import KeyRing, make_keypair
from countin.vault.opening import Opener
from countin.vault.sealing import Sealer
from countin.workspaces.defaults import default_workspace
from simulator.push.browsers import Browser
from simulator.push.receiving import PushService
from tests.messaging.reading import key_after

ASKED_AT = datetime(2026, 11, 2, 12, tzinfo=UTC)
RELEASE_DATE = date(2026, 11, 27)
WORDS = "Remind me by e-mail, once, when it is out."
VAULT_KEY, _PUBLIC = make_keypair()
SEALER, OPENER = Sealer(_PUBLIC), Opener(KeyRing(VAULT_KEY))
PUSH_KEY = VapidKey.make()


class Mailbox:
    """What the mail server took, and what it shall answer."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.answers: list[str] = []

    async def handle_RCPT(self, _server, _session, envelope, address, _options) -> str:  # noqa: N802  # aiosmtpd's name
        if self.answers:
            return self.answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope) -> str:  # noqa: N802  # aiosmtpd's name
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.taken.append(message)
        self.recipients += envelope.rcpt_tos
        return "250 taken"


@pytest.fixture
def mailbox(settings) -> Iterator[Mailbox]:
    box = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = SmtpServer(box, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    yield box
    server.stop()


@pytest.fixture
def controller() -> SimpleNamespace:
    return SimpleNamespace(
        name="Night Letters Records",
        contact="hello@nightletters.example",
        address="Lindenstraße 5\n10969 Berlin",
        is_named=True,
    )


@pytest.fixture
def desk(controller, tmp_path: Path) -> Desk:
    return Desk(
        providers=settings.PROVIDERS,
        controller=controller,
        base_url="https://presave.example",
        sender="presave@presave.example",
        media_root=tmp_path,
    )


@pytest.fixture
def campaign(db) -> Campaign:
    workspace = default_workspace(now=ASKED_AT)
    artist = Artist.objects.create(workspace=workspace, name="The Held Notes", handle="held-notes")
    release = Release.objects.create(
        artist=artist,
        title="Midnight Single",
        kind=Kind.SINGLE,
        timing=Timing.LOCAL,
        release_date=RELEASE_DATE,
    )
    return Campaign.objects.create(
        workspace=workspace,
        release=release,
        slug="midnight-single",
        published_at=ASKED_AT - timedelta(days=1),
        created_at=ASKED_AT - timedelta(days=1),
    )


@pytest.fixture
def fan(campaign) -> Fan:
    return Fan.objects.create(workspace=campaign.workspace, created_at=ASKED_AT)


@pytest.fixture
def ask(campaign):
    """Ask for a reminder by mail, as the page does."""

    def ask_as(fan, *, address="ada@example.org", now=ASKED_AT, provider="spotify") -> Reminder:
        reminder = ask_reminder(
            campaign, fan=fan, provider=provider, market="DE", channel=None, now=now
        )
        return ask_by_mail(
            reminder, address=address, words=WORDS, version="1", language="en", now=now
        )

    return ask_as


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


@pytest.fixture
def service(out_at) -> Iterator[PushService]:
    """A push service on whose clock it is release day."""
    with PushService(now=lambda: out_at + timedelta(minutes=1)) as service:
        yield service


@pytest.fixture
def push_desk() -> PushDesk:
    return PushDesk(
        providers=settings.PROVIDERS,
        opener=OPENER,
        key=PUSH_KEY,
        contact="mailto:hello@nightletters.example",
        base_url="https://presave.example",
        lets_loopback=True,
    )


@pytest.fixture
def allow(campaign, service):
    """Ask for a reminder, and let a browser be notified; gives both."""

    def allow_for(fan, *, provider="spotify", browser=None):
        browser = browser or service.subscribe(server_key=PUSH_KEY.public_text)
        reminder = ask_reminder(
            campaign, fan=fan, provider=provider, market="DE", channel=None, now=ASKED_AT
        )
        ask_by_push(reminder, browser=read(browser), sealer=SEALER, now=ASKED_AT)
        return reminder, browser

    return allow_for


@pytest.fixture
def release(push_desk, out_at):
    """Let the release be out, and the worker push at a moment; gives how many it settled."""

    def push_at(now: datetime | None = None) -> int:
        plan_release_mails(providers=settings.PROVIDERS, now=now or out_at)
        return send_due_pushes(push_desk, now=now or out_at)

    return push_at


def read(browser: Browser) -> BrowserKeys:
    """What the browser's owner handed over."""
    return read_browser_keys(browser.subscription(), lets_loopback=True)

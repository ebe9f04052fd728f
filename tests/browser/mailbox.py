"""A mail server on a loopback port, and what it took."""

import base64
import email
import email.policy
import re
from email.message import EmailMessage
from types import TracebackType

from aiosmtpd.controller import Controller

from tests.journeys.installation import free_port, wait_until


class Mailbox:
    """A context manager: the server runs inside it."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.port = free_port()
        self._server = Controller(self, hostname="127.0.0.1", port=self.port)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def __enter__(self) -> "Mailbox":
        self._server.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._server.stop()

    async def handle_DATA(self, _server, _session, envelope) -> str:  # noqa: N802  # aiosmtpd's name
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.taken.append(message)
        return "250 taken"

    def letter_to(self, address: str, *, about: str, within: float = 30) -> EmailMessage:
        """The letter to this address in whose text the words stand, waited for."""

        def found() -> list[EmailMessage]:
            mine = [each for each in self.taken if address in each["To"]]
            return [each for each in mine if about in text_of(each)]

        wait_until(found, within=within, told=lambda: [str(each["To"]) for each in self.taken])
        return found()[-1]


def text_of(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def html_of(letter: EmailMessage) -> str:
    """As a mail program shows it: the pictures that came with it in their places."""
    body = letter.get_body(("html",))
    assert body is not None
    html = str(body.get_content())
    for part in letter.walk():
        if part.get_content_maintype() == "image":
            name = part["Content-ID"].strip("<>")
            content = part.get_payload(decode=True)
            assert isinstance(content, bytes)
            data = base64.b64encode(content).decode()
            html = html.replace(f"cid:{name}", f"data:{part.get_content_type()};base64,{data}")
    assert "cid:" not in html
    return html


def link_in(letter: EmailMessage, *, path: str) -> str:
    """The address in the letter's text whose path begins so."""
    found = re.search(rf"https?://[^\s/]+{re.escape(path)}\S*", text_of(letter))
    assert found, text_of(letter)
    return found[0]

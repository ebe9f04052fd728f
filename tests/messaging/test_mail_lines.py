"""Lines to a real mail server: kept, several, and mended where the server ends one."""

import socket
from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller as SmtpServer
from django.core.mail import EmailMessage

from countin.messaging.mail_lines import lines_for, next_group, open_lines
from countin.messaging.replies import Reply

pytestmark = pytest.mark.sqlite


class Server:
    """Ends each line after so many mails: with a word, or in the middle of one that it took."""

    def __init__(self) -> None:
        self.lines: dict[int, int] = {}
        self.sessions: list[object] = []  # kept, so that no two share an id
        self.recipients: list[str] = []
        self.says_good_bye_after = self.breaks_after = 10_000

    async def handle_MAIL(self, _server, session, envelope, address, _options) -> str:  # noqa: N802  # aiosmtpd's name
        if self.lines.get(id(session), 0) >= self.says_good_bye_after:
            return "421 4.7.0 too many mails on this line"
        self.sessions.append(session)
        envelope.mail_from = address
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802  # aiosmtpd's name
        self.recipients += envelope.rcpt_tos
        self.lines[id(session)] = self.lines.get(id(session), 0) + 1
        if self.lines[id(session)] > self.breaks_after:
            server.transport.abort()
        return "250 taken"


@pytest.fixture
def server(settings) -> Iterator[Server]:
    box = Server()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    running = SmtpServer(box, hostname="127.0.0.1", port=port)
    running.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield box
    running.stop()


def mails(number: int) -> list[EmailMessage]:
    return [
        EmailMessage("Hello", "Hello", "us@example.org", [f"fan{one}@example.org"])
        for one in range(number)
    ]


def test_each_line_is_opened_once_and_carries_its_share(server):
    with open_lines(lines=3) as lines:
        answers = lines.hand_in(mails(6)) + lines.hand_in(mails(6))

    assert [answer.reply for answer in answers if answer] == [Reply.TAKEN] * 12
    assert list(server.lines.values()) == [4, 4, 4]


def test_a_line_that_the_server_ends_is_opened_anew_and_nothing_goes_twice(server):
    server.says_good_bye_after = 2

    with open_lines(lines=1) as lines:
        answers = lines.hand_in(mails(5))

    assert [(one.reply, one.is_uncertain) for one in answers if one] == [(Reply.TAKEN, False)] * 5
    assert server.recipients == [f"fan{one}@example.org" for one in range(5)]


def test_a_mail_whose_line_broke_goes_again_and_says_that_it_may_be_there_twice(server):
    server.breaks_after = 2

    with open_lines(lines=1) as lines:
        answers = lines.hand_in(mails(3))

    assert [one.is_uncertain for one in answers if one] == [False, False, True]
    assert [one.reply for one in answers if one] == [Reply.TAKEN] * 3
    assert server.recipients[2:] == ["fan2@example.org"] * 2


def test_with_a_server_that_is_gone_the_rest_of_the_line_is_not_tried(server, settings):
    settings.EMAIL_PORT = 1

    with open_lines(lines=2) as lines:
        answers = lines.hand_in(mails(4))

    assert [one and one.reply for one in answers] == [Reply.CLOSED, Reply.CLOSED, None, None]


def test_lines_follow_the_pace_and_groups_the_server():
    assert [lines_for(pace) for pace in (6, 300, 301, 1200, 60_000)] == [1, 1, 2, 4, 8]
    assert [next_group(16, took=took, lines=2) for took in (0.01, 0.2, 2.0)] == [32, 16, 8]
    assert next_group(2, took=5.0, lines=2) == 2
    assert next_group(64, took=0.01, lines=2) == 64

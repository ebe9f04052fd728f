"""Lines to the mail server: opened once and kept, several beside each other, since each mail waits
for a handful of answers. They touch no database."""

import smtplib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from anymail.exceptions import AnymailError
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from countin.messaging.replies import UNWRITABLE, Reply, has_no_mailbox, read_reply

_GOOD_BYE: Final = 421  # RFC 5321: the server ends this line, often after so many mails
_MOST_LINES: Final = 8
_A_LINE_A_MINUTE: Final = 300  # mails, of a server that takes a fifth of a second for each
_MOST_AT_ONCE: Final = 64
_SHORT, _LONG = 0.1, 0.4  # seconds that a group may take


@dataclass(frozen=True)
class Answer:
    """What came of handing in one mail. `is_uncertain`: the line broke, and the mail may have
    been taken all the same. `no_mailbox`: there is none of this address."""

    reply: Reply
    because: str = ""
    is_uncertain: bool = False
    no_mailbox: bool = False


class MailLines:
    """So many lines, each opened with its first mail."""

    def __init__(self, *, lines: int) -> None:
        self._lines = [_Line() for _number in range(lines)]
        self._threads = ThreadPoolExecutor(max_workers=lines) if lines > 1 else None

    def hand_in(self, messages: Sequence[EmailMessage]) -> list[Answer | None]:
        """In their order. None: not tried, since our mail service is closed."""
        if self._threads is None or len(messages) == 1:
            return self._lines[0].hand_in(messages)
        lines = len(self._lines)
        parts = [messages[place::lines] for place in range(lines)]
        answers: list[Answer | None] = [None] * len(messages)
        handed = self._threads.map(_Line.hand_in, self._lines, parts)
        for place, part in enumerate(handed):
            answers[place::lines] = part
        return answers

    def hand_in_one(self, message: EmailMessage) -> Answer:
        """On the first line."""
        answer = self._lines[0].hand_in([message])[0]
        assert answer is not None
        return answer

    def close(self) -> None:
        """Each says good-bye."""
        for line in self._lines:
            line.close()
        if self._threads is not None:
            self._threads.shutdown()


@contextmanager
def open_lines(*, lines: int) -> Iterator[MailLines]:
    """Closed at the end."""
    opened = MailLines(lines=lines)
    try:
        yield opened
    finally:
        opened.close()


def lines_for(per_minute: int) -> int:
    """How many lines this pace takes."""
    return min(_MOST_LINES, max(1, -(-per_minute // _A_LINE_A_MINUTE)))


def next_group(size: int, *, took: float, lines: int) -> int:
    """How many mails to hand in before the next look at the rows, when `size` of them took this
    many seconds: many with a quick server, one a line with a slow one, so that stopping and leaving
    count within half a second."""
    if took < _SHORT:
        return min(_MOST_AT_ONCE, size * 2)
    return max(lines, size // 2) if took > _LONG else size


class _Line:
    """One connection. Only one thread uses it at a time."""

    def __init__(self) -> None:
        self._backend: BaseEmailBackend = get_connection()
        self._is_open = False

    def hand_in(self, messages: Sequence[EmailMessage]) -> list[Answer | None]:
        answers: list[Answer | None] = []
        for message in messages:
            answer = self._hand_in_one(message)
            answers.append(answer)
            if answer.reply == Reply.CLOSED:
                break
        return answers + [None] * (len(messages) - len(answers))

    def close(self) -> None:
        self._is_open = False
        try:
            self._backend.close()
        except (OSError, smtplib.SMTPException):
            # A server that is gone hears no good-bye. The next mail needs a line without a past.
            self._backend = get_connection()

    def _hand_in_one(self, message: EmailMessage) -> Answer:
        is_fresh = not self._is_open
        answer, is_broken = self._try(message)
        if not is_broken or is_fresh:
            return answer
        # A server may end a line after so many mails. Once more, on a new one.
        again, _is_broken = self._try(message)
        uncertain = answer.is_uncertain or again.is_uncertain
        return Answer(again.reply, again.because, uncertain, again.no_mailbox)

    def _try(self, message: EmailMessage) -> tuple[Answer, bool]:
        """With its answer: whether this line is over."""
        try:
            if not self._is_open:
                self._backend.open()
                self._is_open = True
            self._backend.send_messages([message])
        except (OSError, AnymailError, ImproperlyConfigured) as error:  # smtplib's are OSErrors
            is_broken = _ends_line(error)
            if is_broken:
                self.close()
            return _answer_of(error), is_broken
        except ValueError:
            # A header that can't be made, of one mail: those behind it must not wait for it.
            return Answer(Reply.LATER, UNWRITABLE), False
        return Answer(Reply.TAKEN), False


def _answer_of(error: Exception) -> Answer:
    reply, because = read_reply(error)
    lost = isinstance(error, smtplib.SMTPServerDisconnected | TimeoutError | ConnectionError)
    refused = isinstance(error, ConnectionRefusedError)
    return Answer(reply, because, lost and not refused, has_no_mailbox(error))


def _ends_line(error: Exception) -> bool:
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code == _GOOD_BYE
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return any(code == _GOOD_BYE for code, _words in error.recipients.values())
    return isinstance(error, OSError)

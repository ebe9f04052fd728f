"""What a mail server's or a mail service's answer means: who must act next. Touches nothing."""

import smtplib
from enum import StrEnum

from anymail.exceptions import AnymailAPIError, AnymailInvalidAddress, AnymailRecipientsRefused

UNWRITABLE = "the mail could not be written"
# Our own key, plan or set-up; and a service that is busy or broken as a whole.
_CLOSED = {401, 402, 403, 404, 405, 408, 429}


class Reply(StrEnum):
    """What came of handing in one mail."""

    TAKEN = "taken"
    LATER = "later"  # time heals it: this mailbox is full or busy
    NEVER = "never"  # this address will never take it
    CLOSED = "closed"  # our own mail service: the operator must act, and no mail can go


def read_reply(error: Exception) -> tuple[Reply, str]:
    """Who must act next, and why in words that hold no address (the libraries' own do)."""
    if isinstance(error, smtplib.SMTPException):
        return _read_smtp(error)
    if isinstance(error, AnymailRecipientsRefused | AnymailInvalidAddress):
        return Reply.NEVER, "the address was refused"
    if isinstance(error, AnymailAPIError):
        return _read_service(error.status_code)
    if isinstance(error, OSError):
        return Reply.CLOSED, "the mail server could not be reached"
    if isinstance(error, ValueError):
        return Reply.LATER, UNWRITABLE
    return Reply.CLOSED, "the mail service is not set up"


def has_no_mailbox(error: Exception) -> bool:
    """The server says that this mailbox does not exist (RFC 3463: 5.1.x), not that it dislikes the
    mail."""
    if isinstance(error, AnymailRecipientsRefused | AnymailInvalidAddress):
        return True
    if not isinstance(error, smtplib.SMTPRecipientsRefused):
        return False
    return any(bytes(words).startswith(b"5.1.") for _code, words in error.recipients.values())


def _read_smtp(error: smtplib.SMTPException) -> tuple[Reply, str]:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _read_code(_first_code(error), whom="the address was refused")
    if isinstance(error, smtplib.SMTPDataError):
        return _read_code(error.smtp_code, whom="the mail was refused")
    if isinstance(error, smtplib.SMTPResponseException):
        return Reply.CLOSED, f"{error.smtp_code}: our mailbox was refused"
    return Reply.CLOSED, "the mail server could not be reached"


def _read_service(status: int | None) -> tuple[Reply, str]:
    """By the HTTP status; None where no answer came. Services say in a 400 or 422 both that one
    mail is wrong and that our sender is: it is tried again for days, and the operator is told."""
    if status is None:
        return Reply.CLOSED, "the mail service could not be reached"
    if status in _CLOSED or status >= 500:
        return Reply.CLOSED, f"{status}: the mail service takes nothing from us"
    return Reply.LATER, f"{status}: the mail was refused"


def _first_code(error: smtplib.SMTPRecipientsRefused) -> int:
    return next((code for code, _words in error.recipients.values()), 0)


def _read_code(code: int, *, whom: str) -> tuple[Reply, str]:
    return (Reply.NEVER if code >= 500 else Reply.LATER), f"{code}: {whom}"

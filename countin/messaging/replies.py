"""What a mail server's answer means: who must act next. Touches nothing."""

import smtplib
from enum import StrEnum


class Reply(StrEnum):
    """What came of handing in one mail."""

    TAKEN = "taken"
    LATER = "later"  # time heals it: this mailbox is full or busy
    NEVER = "never"  # this address will never take it
    CLOSED = "closed"  # our own mail service: the operator must act, and no mail can go


def read_reply(error: OSError) -> tuple[Reply, str]:
    """Who must act next, and why in words that hold no address (smtplib's own do)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _read_code(_first_code(error), whom="the address was refused")
    if isinstance(error, smtplib.SMTPDataError):
        return _read_code(error.smtp_code, whom="the mail was refused")
    if isinstance(error, smtplib.SMTPResponseException):
        return Reply.CLOSED, f"{error.smtp_code}: our mailbox was refused"
    return Reply.CLOSED, "the mail server could not be reached"


def _first_code(error: smtplib.SMTPRecipientsRefused) -> int:
    return next((code for code, _words in error.recipients.values()), 0)


def _read_code(code: int, *, whom: str) -> tuple[Reply, str]:
    return (Reply.NEVER if code >= 500 else Reply.LATER), f"{code}: {whom}"

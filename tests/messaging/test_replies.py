import smtplib

import pytest

from countin.messaging.replies import Reply, read_reply

ADDRESS = "ada@example.org"


@pytest.mark.parametrize(
    ("error", "reply"),
    [
        (smtplib.SMTPRecipientsRefused({ADDRESS: (550, b"no such user ada@example.org")}), "never"),
        (smtplib.SMTPRecipientsRefused({ADDRESS: (452, b"mailbox full")}), "later"),
        (smtplib.SMTPDataError(554, b"looks like spam"), "never"),
        (smtplib.SMTPDataError(451, b"greylisted"), "later"),
        (smtplib.SMTPAuthenticationError(535, b"bad password"), "closed"),
        (smtplib.SMTPSenderRefused(550, b"not your domain", "us@example.org"), "closed"),
        (smtplib.SMTPServerDisconnected("gone"), "closed"),
        (ConnectionRefusedError("nobody listens"), "closed"),
        (TimeoutError("too slow"), "closed"),
    ],
)
def test_each_answer_says_who_must_act_next(error, reply):
    assert read_reply(error)[0] == Reply(reply)


def test_the_reason_keeps_the_code_and_drops_the_address():
    error = smtplib.SMTPRecipientsRefused({ADDRESS: (550, b"no such user ada@example.org")})

    _reply, because = read_reply(error)

    assert because == "550: the address was refused"

"""The mailbox."""

import smtplib
from collections.abc import Iterator

from django.conf import settings
from django.core.mail import get_connection

from countin.config.doctor.findings import Finding, fine, mend, note

_SERVICE = (
    "Mail goes out through {name}. Nothing was sent to try it: what it refuses stands here as an "
    "alarm. Allow COUNTIN_MAIL_FROM there as a sender."
)


def look_at_mail() -> Iterator[Finding]:
    """Whether reminders can be handed in. Nothing is sent."""
    if not settings.MAIL_IS_SET:
        yield note(
            "mail",
            words=(
                "There is no mailbox: reminders are offered as calendar entries only. "
                "Set COUNTIN_SMTP_URL or COUNTIN_MAIL_SERVICE to send them by e-mail too."
            ),
        )
        return
    if settings.MAIL_SERVICE is not None:
        yield fine("mail", words=_SERVICE.format(name=settings.MAIL_SERVICE.name))
        return
    box = get_connection()
    try:
        box.open()
        box.close()
    except (OSError, smtplib.SMTPException) as error:
        yield mend(
            "mail",
            words=f"The mail server refused us ({type(error).__name__}). Check COUNTIN_SMTP_URL.",
        )
        return
    yield fine("mail", words=f"{settings.EMAIL_HOST} takes our mail.")

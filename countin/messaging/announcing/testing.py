"""One announcement to one address of the artist's own, before it goes to anybody."""

from dataclasses import replace
from datetime import datetime

from anymail.exceptions import AnymailError
from django.core.exceptions import ImproperlyConfigured

from countin.messaging.announcing.writing import AnnouncingDesk, signed_by, write_announcement
from countin.messaging.letters import make_message
from countin.messaging.models import Announcement
from countin.messaging.replies import UNWRITABLE, read_reply


def send_test(
    announcement: Announcement, *, address: str, desk: AnnouncingDesk, now: datetime
) -> str:
    """Empty where it was taken, else why not. No row is kept, nothing is counted, and its links
    lead out of no list."""
    desk = signed_by(desk, announcement=announcement)
    letter = write_announcement(announcement, membership=None, address=address, desk=desk, now=now)
    letter = replace(letter, subject=f"[Test] {letter.subject}")
    message = make_message(
        letter, to=address, sender=desk.desk.sender, sender_name=desk.desk.controller.name
    )
    try:
        message.send()
    except (OSError, AnymailError, ImproperlyConfigured) as error:  # smtplib's are OSErrors
        return read_reply(error)[1]
    except ValueError:
        return UNWRITABLE
    return ""

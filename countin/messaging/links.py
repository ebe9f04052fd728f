"""The tracked link by which a reminder opens the release: one a reminder, in its mail and push."""

from datetime import datetime

from countin.messaging.models import Reminder
from countin.visits.links import make_link
from countin.visits.models import Link, LinkKind


def link_of(reminder: Reminder, *, now: datetime) -> Link:
    """Made at first use."""
    if reminder.link is None:
        reminder.link = make_link(
            reminder.campaign,
            kind=LinkKind.REMINDER,
            provider=reminder.provider,
            channel=reminder.channel,
            now=now,
        )
        reminder.save(update_fields=["link"])
    return reminder.link

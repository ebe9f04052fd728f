"""How many mails that ask for a yes the whole installation plans within a while."""

from datetime import datetime, timedelta
from typing import Final

from countin.messaging.confirmations import ASKED
from countin.messaging.models import Mail, MailKind
from countin.workspaces.alarms import clear_alarm, raise_alarm

ALARM: Final = "mails_at_ceiling"


def wait_at_ceiling(*, at_most: int, within: timedelta, now: datetime) -> timedelta | None:
    """How long nobody new is written to; None while there is room. Whoever reaches the ceiling
    raises an alarm, which goes once there is room again."""
    since = now - within
    # Due no earlier than made: an index finds them.
    planned = Mail.objects.filter(kind=MailKind.CONFIRM, due_at__gt=since, made_at__gt=since)
    planned = planned.exclude(because=ASKED)
    latest = planned.order_by("-made_at").values_list("made_at", flat=True)
    oldest: list[datetime] = list(latest[max(at_most, 1) - 1 :][:1])
    if not oldest:
        clear_alarm(ALARM, subject="mail", now=now)
        return None
    _tell(at_most, now=now)
    return max(oldest[0] + within - now, timedelta(seconds=1))


def _tell(at_most: int, *, now: datetime) -> None:
    raise_alarm(
        ALARM,
        subject="mail",
        words=(
            f"{at_most} mails that ask for a yes were planned, as many as COUNTIN_LIMIT_ALL_MAILS "
            "allows, and nobody new is written to for now. Are they your fans'? Raise it. Does "
            "somebody type in strangers' addresses? Lower COUNTIN_LIMIT_MAILS, or end mail until "
            "it stops by leaving COUNTIN_SMTP_URL and COUNTIN_MAIL_SERVICE empty. Either counts "
            "after a restart."
        ),
        now=now,
    )

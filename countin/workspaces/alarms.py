"""Raising and clearing what the operator has to do."""

from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction

from countin.workspaces.models import Alarm, Workspace

# Raised by a service's name while it refuses so many permissions that fans are told nothing.
OUTAGE: Final = "outage_suspected"


def raise_alarm(
    kind: str, *, subject: str, words: str, now: datetime, workspace: Workspace | None = None
) -> Alarm:
    """One open alarm a kind and subject; raising it again keeps the first, in today's words."""
    standing = Alarm.objects.filter(kind=kind, subject=subject, cleared_at__isnull=True)
    if found := standing.first():
        if found.words != words:
            standing.update(words=words)
            found.words = words
        return found
    try:
        with transaction.atomic():
            return Alarm.objects.create(
                workspace=workspace, kind=kind, subject=subject, words=words, raised_at=now
            )
    except IntegrityError:  # another process raised it in between
        return standing.get()


def is_raised(kind: str, *, subject: str) -> bool:
    """Its cause is not gone yet."""
    return Alarm.objects.filter(kind=kind, subject=subject, cleared_at__isnull=True).exists()


def clear_alarm(kind: str, *, subject: str, now: datetime) -> None:
    """The cause is gone. Where nothing stands nothing is written: this is asked every second, and a
    writer keeps others waiting."""
    if is_raised(kind, subject=subject):
        standing = Alarm.objects.filter(kind=kind, subject=subject, cleared_at__isnull=True)
        standing.update(cleared_at=now)

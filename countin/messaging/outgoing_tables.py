"""What mails, pushes and calls have in common as rows."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.db import models


class OutgoingQuerySet(models.QuerySet[Any]):
    """Choosing mails or pushes."""

    def unsettled(self) -> Self:
        """Neither sent nor given up."""
        return self.filter(sent_at__isnull=True, failed_at__isnull=True)

    def due(self, now: datetime) -> Self:
        """To be sent now, and in no other worker's hands."""
        free = models.Q(claimed_until__isnull=True) | models.Q(claimed_until__lte=now)
        return self.unsettled().filter(free, due_at__lte=now).order_by("due_at", "pk")


class Outgoing(models.Model):
    """What a mail and a push have in common: made, due, claimed, settled once."""

    made_at = models.DateTimeField()
    due_at = models.DateTimeField()  # moved on after a try that time may heal
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)  # also the fence of a claim
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    because = models.CharField(max_length=60, blank=True)

    objects = OutgoingQuerySet.as_manager()

    class Meta:
        abstract = True

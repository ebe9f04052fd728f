"""Erasures that have to wait for a call under way."""

from django.db import models

from countin.fans.models import Connection, Fan


class PendingErasure(models.Model):
    """A fan asked to be erased, or to have one account disconnected, in the very moment in
    which a save was being made. Goes with what it is about."""

    fan = models.ForeignKey(Fan, on_delete=models.CASCADE, related_name="+")
    # Empty: everything about the fan.
    connection = models.ForeignKey(
        Connection, on_delete=models.CASCADE, null=True, related_name="+"
    )
    asked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"pending erasure {self.pk}"

"""Mails that invite somebody into a workspace."""

from django.db import models

from countin.messaging.outgoing_tables import Outgoing
from countin.workspaces.models import Invitation


class InvitationMail(Outgoing):
    """One for an invitation, and one more where the owner asks for it again."""

    invitation = models.OneToOneField(Invitation, on_delete=models.CASCADE, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["due_at"])]

    def __str__(self) -> str:
        return f"invitation mail {self.pk}"

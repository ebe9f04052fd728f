"""Invitations into a workspace: for one address, with a role, once, for a week."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from countin.workspaces.people import Role


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Choosing invitations."""

    def standing(self, now: datetime) -> InvitationQuerySet:
        """They may be accepted still."""
        return self.filter(accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=now)


class Invitation(models.Model):
    """Somebody may come in as this, in this workspace. Nobody belongs to it before they accept."""

    workspace = models.ForeignKey(
        "workspaces.Workspace", on_delete=models.CASCADE, related_name="+"
    )
    email = models.EmailField()  # in small letters
    role = models.CharField(max_length=10, choices=Role.choices)
    invited_by = models.CharField(max_length=254)  # the address of an organizer
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["email"])]

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class InvitationKey(models.Model):
    """The key in a link, as SHA-256: one for each time that the link was mailed or shown."""

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="+")
    key_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"invitation key {self.pk}"

"""Workspaces, their alarms and notices, and whether everything stands still."""

from django.db import models

from countin.workspaces.api_tokens import ApiToken as ApiToken
from countin.workspaces.api_tokens import GivenAnswer as GivenAnswer
from countin.workspaces.invitations import Invitation as Invitation
from countin.workspaces.invitations import InvitationKey as InvitationKey
from countin.workspaces.invitations import InvitationQuerySet as InvitationQuerySet
from countin.workspaces.people import AuditEntry as AuditEntry
from countin.workspaces.people import AuditLogClosed as AuditLogClosed
from countin.workspaces.people import EntryLink as EntryLink
from countin.workspaces.people import Membership as Membership
from countin.workspaces.people import Organizer as Organizer
from countin.workspaces.people import Role as Role


class Workspace(models.Model):
    """One organizer's ground: everything a fan or a campaign is belongs to exactly one."""

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=63, unique=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.slug


class Alarm(models.Model):
    """Something the operator has to do. One open row a kind and subject."""

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, null=True, related_name="alarms"
    )
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=200)
    words = models.TextField(help_text="What happened, and the next step.")
    raised_at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject"],
                condition=models.Q(cleared_at__isnull=True),
                name="one_open_alarm",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.subject}"


class Notice(models.Model):
    """Something the operator hears of once, and that nothing is to be mended about."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=200)
    words = models.TextField(help_text="What happened, and the next step.")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject"], name="one_notice_a_subject")
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.subject}"


class Standstill(models.Model):
    """One row while nothing may be saved or sent, as after a restored backup; else none."""

    because = models.CharField(max_length=200)
    began_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.because


class JournalNote(models.Model):
    """Something that must outlive the database, left in the same transaction in which it
    happened. The worker writes it into the journal beside the keys and deletes it."""

    what = models.CharField(max_length=20)
    row = models.BigIntegerField()  # its number, in the table that `what` is about
    # Tells the row from another that gets the same number in a restored database.
    row_made_at = models.DateTimeField()
    happened_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.what} {self.row}"


class WorkerSign(models.Model):
    """One row: when any worker was last heard of."""

    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.seen_at:%Y-%m-%d %H:%M:%S}"

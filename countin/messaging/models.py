"""Reminders, and the mails they need."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from countin.campaigns.models import Campaign, Channel
from countin.fans.models import Consent, EmailAddress, Fan
from countin.visits.models import Link


class ReminderQuerySet(models.QuerySet["Reminder"]):
    """Choosing reminders."""

    def waiting(self) -> ReminderQuerySet:
        """A mail is still wanted: not sent, not withdrawn, the address is there."""
        return self.filter(sent_at__isnull=True, withdrawn_at__isnull=True, email__isnull=False)

    def owed(self) -> ReminderQuerySet:
        """Waiting and confirmed: a mail is promised."""
        return self.waiting().filter(confirmed_at__isnull=False)


class Reminder(models.Model):
    """A fan wants to be told when the release is out. Never counted as a pre-save."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    # Empty once the fan was erased.
    fan = models.ForeignKey(Fan, on_delete=models.SET_NULL, null=True, related_name="+")
    provider = models.CharField(max_length=40)
    market = models.CharField(max_length=2, blank=True)
    channel = models.ForeignKey(Channel, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    # By mail only: the address it goes to, the words agreed to, the confirmation.
    email = models.ForeignKey(EmailAddress, on_delete=models.SET_NULL, null=True, related_name="+")
    consent = models.ForeignKey(Consent, on_delete=models.SET_NULL, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    link = models.ForeignKey(Link, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = ReminderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "fan", "provider"], name="one_reminder")
        ]

    def __str__(self) -> str:
        return f"reminder {self.pk}"


class MailKind(models.TextChoices):
    CONFIRM = "confirm"
    RELEASE = "release"


class MailQuerySet(models.QuerySet["Mail"]):
    """Choosing mails."""

    def unsettled(self) -> MailQuerySet:
        """Neither sent nor given up."""
        return self.filter(sent_at__isnull=True, failed_at__isnull=True)

    def due(self, now: datetime) -> MailQuerySet:
        """To be sent now, and in no other worker's hands."""
        free = models.Q(claimed_until__isnull=True) | models.Q(claimed_until__lte=now)
        return self.unsettled().filter(free, due_at__lte=now).order_by("due_at", "pk")


class Mail(models.Model):
    """A mail to be sent, or sent. The address is looked up when it goes out."""

    reminder = models.ForeignKey(Reminder, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=MailKind.choices)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()  # moved on after a try that time may heal
    # A piece of the address's hash, for one day: nobody gets two confirmations a day.
    address_mark = models.CharField(max_length=8, blank=True, db_index=True)
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)  # also the fence of a claim
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    because = models.CharField(max_length=60, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reminder", "kind"], name="one_mail_a_kind")]
        indexes = [models.Index(fields=["due_at"])]

    def __str__(self) -> str:
        return f"{self.kind} mail {self.pk}"


class MailKey(models.Model):
    """The key in a mail's own links (confirm, unsubscribe), as SHA-256. A mail tried twice
    has two: whichever arrived must work, for the address it was sent to alone."""

    mail = models.ForeignKey(Mail, on_delete=models.CASCADE, related_name="keys")
    token_hash = models.CharField(max_length=64, unique=True)
    # Of key and address together: without the key nobody can tell which address it was.
    address_hash = models.CharField(max_length=64)
    # As the mail's own, which is overwritten when the fan gives another address.
    address_mark = models.CharField(max_length=8, blank=True, db_index=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"mail key {self.pk}"

"""Reminders, and the mails they need."""

from __future__ import annotations

from django.db import models

from countin.campaigns.models import Campaign, Channel
from countin.fans.models import Consent, EmailAddress, Fan
from countin.visits.models import Link


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

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "fan", "provider"], name="one_reminder")
        ]

    def __str__(self) -> str:
        return f"reminder {self.pk}"


class MailKind(models.TextChoices):
    CONFIRM = "confirm"
    RELEASE = "release"


class Mail(models.Model):
    """A mail to be sent, or sent. The address is looked up when it goes out."""

    reminder = models.ForeignKey(Reminder, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=MailKind.choices)
    due_at = models.DateTimeField()
    # The key in the mail's own links (confirm, unsubscribe), as SHA-256.
    token_hash = models.CharField(max_length=64, blank=True, db_index=True)
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    because = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reminder", "kind"], name="one_mail_a_kind")
        ]
        indexes = [models.Index(fields=["due_at"])]

    def __str__(self) -> str:
        return f"{self.kind} mail {self.pk}"

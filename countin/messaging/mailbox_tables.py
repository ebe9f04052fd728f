"""Mailboxes that mail must not go to, and people whom an artist writes to by hand."""

from __future__ import annotations

from django.db import models

from countin.campaigns.models import Campaign, Channel


class Suppression(models.TextChoices):
    """Why nothing goes to a mailbox any more."""

    NONE = ""
    BOUNCED = "bounced"  # it does not exist, says its server
    COMPLAINED = "complained"  # its owner called our mail spam
    SOFT = "soft"  # it could not take mail, again and again
    BY_HAND = "by_hand"


class MailboxTrouble(models.Model):
    """What came back of a mailbox, by its hash alone: the address stands nowhere here."""

    mark = models.CharField(max_length=64, unique=True)  # address_marks.mark_of_leaver
    soft_bounces = models.PositiveIntegerField(default=0)
    first_at = models.DateTimeField()  # of the soft bounces in a row
    last_at = models.DateTimeField()
    suppressed_at = models.DateTimeField(null=True)
    because = models.CharField(max_length=12, choices=Suppression.choices, blank=True)

    class Meta:
        indexes = [models.Index(fields=["last_at"])]

    def __str__(self) -> str:
        return f"mailbox trouble {self.pk}"


class OutreachContact(models.Model):
    """Somebody whom the artist writes to by hand, with a tracked link of their own."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    channel = models.OneToOneField(Channel, on_delete=models.CASCADE, related_name="+")
    whom = models.CharField(max_length=120, blank=True)  # as the organizer calls them
    way = models.CharField(max_length=60, blank=True)  # how they are written to
    note = models.CharField(max_length=500, blank=True)  # what came of it
    made_at = models.DateTimeField()
    written_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["campaign", "made_at"])]

    def __str__(self) -> str:
        return f"outreach contact {self.pk}"

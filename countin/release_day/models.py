"""Waves and the attempts made in them."""

from django.db import models

from countin.campaigns.models import Campaign
from countin.fans.models import Grant
from countin.presaves.models import FollowAsk, PreSave


class Wave(models.Model):
    """All promises of a campaign at a service that fall due at the same moment."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    provider = models.CharField(max_length=40)
    due_at = models.DateTimeField()
    markets = models.JSONField(null=True)  # list of markets; null with global timing
    opened_at = models.DateTimeField(null=True)  # first market seen
    done_at = models.DateTimeField(null=True)
    summary = models.JSONField(null=True)  # release_day.summaries, once it is done
    # Where accounts of the team's own go first (release_day.canaries); else all three are empty.
    held_at = models.DateTimeField(null=True)  # they were missing
    let_in = models.CharField(max_length=12, blank=True, default="")  # how fans came in: LetIn
    canaries = models.JSONField(null=True)  # what they showed
    warmed = models.JSONField(null=True)  # how far access was got ahead of it: release_day.warming

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "provider", "due_at"], name="one_wave_a_moment"
            )
        ]

    def __str__(self) -> str:
        return f"wave {self.pk}"


class LetIn(models.TextChoices):
    """How a wave with canaries was opened for its fans."""

    FOUND = "found"  # as many as have to be were in their libraries
    NONE_COUNTS = "none_counts"  # each canary's own account broke, or none was asked in time
    BY_HAND = "by_hand"  # a person said: go on
    UNPROVEN = "unproven"  # nobody came, and it was held for as long as it may be


class Turn(models.Model):
    """When a group of due work had its last turn: whichever worker sweeps next goes on from it."""

    provider = models.CharField(max_length=40)
    kind = models.CharField(max_length=10)  # release_day.shards.Kind
    campaign_number = models.BigIntegerField()  # 0 where it is of no campaign
    taken = models.BigIntegerField()  # counts up over all groups

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "kind", "campaign_number"], name="one_turn_a_group"
            )
        ]

    def __str__(self) -> str:
        return f"turn {self.taken}"


class AttemptKind(models.TextChoices):
    REFRESH = "refresh"
    EARLY_ADD = "early_add"
    SAVE = "save"
    FOLLOW = "follow"
    READ_BACK = "read_back"
    TAKE_BACK = "take_back"


# A second look found the same: many of these come together a day after a wave, and are no outage.
GONE_AGAIN = "gone_again"


class Attempt(models.Model):
    """One question to a service for one promise, and what came of it. Append-only."""

    presave = models.ForeignKey(PreSave, on_delete=models.CASCADE, related_name="+")
    follow = models.ForeignKey(FollowAsk, on_delete=models.CASCADE, null=True, related_name="+")
    provider = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=AttemptKind.choices)
    claim_number = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    outcome = models.CharField(max_length=20)  # release_day.tasks.Result, or GONE_AGAIN
    because = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["provider", "kind", "finished_at"]),
            models.Index(
                fields=["provider", "kind", "outcome", "finished_at"], name="answer_by_outcome"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.outcome}"


class Rehearsal(models.Model):
    """One dry run of a campaign's release day. Nothing is saved, followed or sent in it."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    is_by_hand = models.BooleanField(default=False)
    claimed_until = models.DateTimeField(null=True)  # a worker is at it
    # How far it got, by provider: permissions to try, what markets showed, which are left.
    course = models.JSONField(default=dict)
    done_at = models.DateTimeField(null=True)
    findings = models.JSONField(default=list)  # release_day.rehearsal.findings, as dictionaries

    class Meta:
        indexes = [models.Index(fields=["done_at", "asked_at"], name="rehearsal_to_do")]

    def __str__(self) -> str:
        return f"rehearsal {self.pk}"


class RehearsedGrant(models.Model):
    """A permission that was tried before the day: once in its life, a machine sees to it."""

    rehearsal = models.ForeignKey(Rehearsal, on_delete=models.CASCADE, related_name="tried")
    grant = models.OneToOneField(Grant, on_delete=models.CASCADE, related_name="+")
    provider = models.CharField(max_length=40)
    # Empty: it was taken, and what came of it was never written down.
    result = models.CharField(max_length=10, blank=True)  # alive, dead, rotated, unclear, shut
    is_canary = models.BooleanField(default=False)  # of the team's own: in no figure about fans
    tried_at = models.DateTimeField()
    took_ms = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"rehearsed grant {self.pk}"

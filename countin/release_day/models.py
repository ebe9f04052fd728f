"""Waves and the attempts made in them."""

from django.db import models

from countin.campaigns.models import Campaign
from countin.presaves.models import FollowAsk, PreSave


class Wave(models.Model):
    """All promises of a campaign at a service that fall due at the same moment."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    provider = models.CharField(max_length=40)
    due_at = models.DateTimeField()
    markets = models.JSONField(null=True)  # list of markets; null with global timing
    opened_at = models.DateTimeField(null=True)  # first market seen
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "provider", "due_at"], name="one_wave_a_moment"
            )
        ]

    def __str__(self) -> str:
        return f"wave {self.pk}"


class AttemptKind(models.TextChoices):
    REFRESH = "refresh"
    EARLY_ADD = "early_add"
    SAVE = "save"
    FOLLOW = "follow"
    READ_BACK = "read_back"
    TAKE_BACK = "take_back"


class Attempt(models.Model):
    """One question to a service for one promise, and what came of it. Append-only."""

    presave = models.ForeignKey(PreSave, on_delete=models.CASCADE, related_name="+")
    follow = models.ForeignKey(FollowAsk, on_delete=models.CASCADE, null=True, related_name="+")
    provider = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=AttemptKind.choices)
    claim_number = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    outcome = models.CharField(max_length=20)  # release_day.outcomes.Result
    because = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [models.Index(fields=["provider", "kind", "finished_at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.outcome}"

"""Canaries: accounts of the team's own that go first in their wave, and are looked after."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models

from countin.campaigns.models import Campaign
from countin.fans.models import Connection, Consent


class CanaryState(models.TextChoices):
    """How far a canary got."""

    WAITING = "waiting"  # for its wave
    ASKED = "asked"  # the service said that it is saved; it is looked for
    FOUND = "found"  # it is in the library
    MISSING = "missing"  # the service said that it is saved, and it is not in the library
    BROKEN = "broken"  # its own account failed: it says nothing about the service


class CanaryQuerySet(models.QuerySet["Canary"]):
    """Canaries by what has to be done about them."""

    def on_duty(self) -> CanaryQuerySet:
        """Their wave was not decided yet: their permission is needed."""
        return self.filter(ended_at__isnull=True)

    def at_work(self, campaign_ids: Iterable[int], *, provider: str) -> CanaryQuerySet:
        """On duty in these campaigns at this service."""
        return self.on_duty().filter(campaign_id__in=list(campaign_ids), provider=provider)


class Canary(models.Model):
    """One account of the team's own that goes first in a campaign's wave, and lets its library
    be read. No fan and no promise: it stands in no count of either."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="+")
    consent = models.ForeignKey(Consent, on_delete=models.SET_NULL, null=True, related_name="+")
    provider = models.CharField(max_length=40)
    market = models.CharField(max_length=2, blank=True)  # "" is the unknown market
    joined_at = models.DateTimeField()
    state = models.CharField(
        max_length=10, choices=CanaryState.choices, default=CanaryState.WAITING
    )
    because = models.CharField(max_length=60, blank=True)
    tries = models.PositiveIntegerField(default=0)  # that time may heal
    looks = models.PositiveIntegerField(default=0)  # answered: not there
    asked_at = models.DateTimeField(null=True)  # when the service first said that it is saved
    written_at = models.DateTimeField(null=True)  # when it said so last
    next_at = models.DateTimeField(null=True)  # empty: as soon as its market shows the release
    ended_at = models.DateTimeField(null=True)

    objects = CanaryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "connection"], name="one_canary")
        ]

    def __str__(self) -> str:
        return f"canary {self.pk}"

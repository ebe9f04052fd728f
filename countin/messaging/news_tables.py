"""Browsers that may be notified, and whose news come to them."""

from __future__ import annotations

from django.db import models

from countin.campaigns.models import Artist
from countin.fans.models import Consent, Fan


class PushSubscription(models.Model):
    """A browser that its fan allowed us to notify. Its address and keys are sealed; the row
    that says that it is gone has none."""

    fan = models.ForeignKey(Fan, on_delete=models.CASCADE, related_name="+")
    # SHA-256 of the address, so that a browser is known again without opening anything.
    endpoint_hash = models.CharField(max_length=64)
    host = models.CharField(max_length=253)  # whose push service: paced by it
    sealed = models.BinaryField(null=True)
    made_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fan", "endpoint_hash"], name="one_browser_a_fan")
        ]

    def __str__(self) -> str:
        return f"push subscription {self.pk}"


class NewsPushQuerySet(models.QuerySet["NewsPush"]):
    """Choosing browsers that take news."""

    def standing(self) -> NewsPushQuerySet:
        """Allowed and not ended; the browser is there."""
        here = self.filter(ended_at__isnull=True, fan__isnull=False, push__isnull=False)
        return here.filter(push__gone_at__isnull=True)


class NewsPush(models.Model):
    """A fan lets announcements of an artist come to this browser: a decision of its own, apart
    from every reminder and from the e-mail list. Its consent is the proof, kept after it ended."""

    artist = models.ForeignKey(Artist, on_delete=models.CASCADE, related_name="+")
    # Empty once the fan was erased.
    fan = models.ForeignKey(Fan, on_delete=models.SET_NULL, null=True, related_name="+")
    push = models.ForeignKey(
        PushSubscription, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    consent = models.ForeignKey(Consent, on_delete=models.SET_NULL, null=True, related_name="+")
    allowed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = NewsPushQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["artist", "fan"], name="one_news_push_an_artist")
        ]

    def __str__(self) -> str:
        return f"news push {self.pk}"

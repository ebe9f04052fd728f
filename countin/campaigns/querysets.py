"""Choosing campaigns and sightings."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:  # the models import these querysets
    from countin.campaigns.models import Campaign, Sighting


class CampaignQuerySet(models.QuerySet["Campaign"]):
    """Campaigns, with what a page or a job needs of them."""

    def with_release(self) -> CampaignQuerySet:
        """Release, pins, artist and the artist's ids come along in few queries."""
        return self.select_related("release__artist", "workspace").prefetch_related(
            "release__pins", "release__artist__service_ids"
        )

    def running(self, now: datetime) -> CampaignQuerySet:
        """Published and not yet ended, 28 days after release; a day of slack for zones."""
        oldest = (now - timedelta(days=30)).date()
        return self.filter(published_at__isnull=False, release__release_date__gte=oldest)


class SightingQuerySet(models.QuerySet["Sighting"]):
    """Sightings by what has to be done about them."""

    def due(self, now: datetime) -> SightingQuerySet:
        """To be looked for now."""
        return self.filter(
            seen_at__isnull=True, given_up_at__isnull=True, next_look_at__lte=now
        ).order_by("next_look_at")

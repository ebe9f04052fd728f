"""Artists, and what they are called elsewhere."""

from __future__ import annotations

from django.db import models

from countin.workspaces.models import Workspace


class Artist(models.Model):
    """Whom a fan consents to follow. The service ids are what every hit must lead to."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    handle = models.SlugField(max_length=63)
    published_at = models.DateTimeField(null=True)  # their page, before any campaign
    next_date = models.DateField(null=True)  # what their page says comes next
    next_words = models.CharField(max_length=120, blank=True)
    next_link = models.URLField(max_length=500, blank=True)
    pixels = models.JSONField(default=dict, blank=True)  # ids by service: campaigns/pixels.py
    # Who answers for this artist's fans and signs their mails; empty: the installation's.
    controller_name = models.CharField(max_length=200, blank=True)
    controller_contact = models.CharField(max_length=254, blank=True)
    controller_address = models.CharField(max_length=500, blank=True)
    sender = models.CharField(max_length=320, blank=True)  # "Name <address>" of their mails

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "handle"], name="one_artist_handle")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def has_several(self) -> bool:
        """More than one page of theirs is public."""
        return self.releases.filter(campaign__published_at__isnull=False).count() > 1

    def id_at(self, provider: str) -> str:
        """This artist's id at a service, or an empty string."""
        return next(
            (row.external_id for row in self.service_ids.all() if row.provider == provider), ""
        )


class ArtistId(models.Model):
    """An artist's id at a service, in its provider's spelling."""

    artist = models.ForeignKey(Artist, on_delete=models.CASCADE, related_name="service_ids")
    provider = models.CharField(max_length=40)
    external_id = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["artist", "provider"], name="one_artist_id_a_service")
        ]

    def __str__(self) -> str:
        return self.external_id

"""What a page shows beside the release itself: its tracks, and the organizer's own links."""

from django.db import models

from countin.campaigns.lengths import spell_length
from countin.campaigns.outside import OUTSIDE_SERVICES


class Track(models.Model):
    """One line of the track list, as the organizer wrote it."""

    release = models.ForeignKey(
        "campaigns.Release", on_delete=models.CASCADE, related_name="tracks"
    )
    position = models.PositiveSmallIntegerField()  # from 1
    title = models.CharField(max_length=300)
    length_s = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["release", "position"], name="one_track_a_position")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def length(self) -> str:
        """ "3:12", or an empty string."""
        return spell_length(self.length_s) if self.length_s else ""


class LinkKind(models.TextChoices):
    ARTIST = "artist"  # the artist's own places
    SERVICE = "service"  # the release at a service that no provider speaks with
    PREORDER = "preorder"
    NATIVE = "native"  # a provider's own pre-save page of this release


class OutsideLink(models.Model):
    """An address that the organizer gave: of the artist, else of the release. Always https."""

    artist = models.ForeignKey(
        "campaigns.Artist", on_delete=models.CASCADE, null=True, related_name="links"
    )
    release = models.ForeignKey(
        "campaigns.Release", on_delete=models.CASCADE, null=True, related_name="links"
    )
    kind = models.CharField(max_length=10, choices=LinkKind.choices)
    provider = models.CharField(max_length=40, blank=True)  # the service's name in the file
    label = models.CharField(max_length=60, blank=True)  # of artist and preorder
    url = models.URLField(max_length=500)
    position = models.PositiveSmallIntegerField()  # within its kind, from 1

    class Meta:
        ordering = ["kind", "position"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind=LinkKind.ARTIST, artist__isnull=False, release=None)
                | (~models.Q(kind=LinkKind.ARTIST) & models.Q(artist=None, release__isnull=False)),
                name="outside_link_has_one_owner",
            )
        ]

    def __str__(self) -> str:
        return self.url

    @property
    def name(self) -> str:
        """What the link is called: the organizer's label, else the service."""
        service = OUTSIDE_SERVICES.get(self.provider)
        return self.label or (service.label if service else self.provider)

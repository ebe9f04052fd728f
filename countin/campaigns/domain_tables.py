"""The host of an artist's own on which their pages stand, too."""

from django.db import models


class ArtistDomain(models.Model):
    """One host leads to one artist, whichever workspace they belong to."""

    artist = models.OneToOneField(
        "campaigns.Artist", on_delete=models.CASCADE, related_name="own_domain"
    )
    host = models.CharField(max_length=253, unique=True)  # ASCII, small letters, no port
    set_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.host

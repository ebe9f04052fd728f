"""What the fans of a campaign know of its course."""

from django.db import models

from countin.campaigns.models import Campaign


class KnownCourse(models.Model):
    """Which day fans were told, and whether they were told of an end. What the campaign says
    otherwise is news to them."""

    campaign = models.OneToOneField(Campaign, on_delete=models.CASCADE, related_name="+")
    release_date = models.DateField()
    # Another day stands there since; until it has stood for a while, nobody is written to.
    moved_to = models.DateField(null=True)
    moved_at = models.DateTimeField(null=True)
    end_told_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"known course of campaign {self.campaign_id}"

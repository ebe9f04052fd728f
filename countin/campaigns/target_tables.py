"""What the last look at a link found."""

from django.db import models


class LinkCheckQuerySet(models.QuerySet["LinkCheck"]):
    """Looks, by what came of them."""

    def dead(self) -> "LinkCheckQuerySet":
        """Gone, and a second look said the same."""
        return self.filter(life="gone", gone_looks__gte=2)


class LinkCheck(models.Model):
    """One address that a campaign's page leads to, and what it answered last."""

    campaign = models.ForeignKey(
        "campaigns.Campaign", on_delete=models.CASCADE, related_name="link_checks"
    )
    name = models.CharField(max_length=80)  # what the link is called
    url = models.URLField(max_length=500)
    life = models.CharField(max_length=10, blank=True)  # answered | gone | unclear; "" no look yet
    words = models.CharField(max_length=300, blank=True)
    gone_looks = models.PositiveSmallIntegerField(default=0)  # one after the other
    looked_at = models.DateTimeField(null=True)
    next_look_at = models.DateTimeField(null=True)

    objects = LinkCheckQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["campaign", "url"], name="one_check_a_link")]
        indexes = [models.Index(fields=["next_look_at"])]

    def __str__(self) -> str:
        return self.url

"""Tracked links, visits and clicks. None of these rows names a person."""

from django.db import models

from countin.campaigns.models import Campaign, Channel
from countin.fans.models import Fan


class LinkKind(models.TextChoices):
    CHANNEL = "channel"
    REMINDER = "reminder"  # in the mail that opens the release
    PERSONAL = "personal"  # a fan's own, to share


class Link(models.Model):
    """A short link `/l/CODE`; where it leads is decided when it is opened. The utm texts are the
    organizer's own words, given on to the page with a visitor who brings none."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    channel = models.ForeignKey(Channel, on_delete=models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=20, choices=LinkKind.choices)
    provider = models.CharField(max_length=40, blank=True)
    code = models.CharField(max_length=32, unique=True)
    created_at = models.DateTimeField()
    fan = models.ForeignKey(Fan, on_delete=models.SET_NULL, null=True, related_name="+")
    utm_source = models.CharField(max_length=64, blank=True)
    utm_medium = models.CharField(max_length=64, blank=True)
    utm_campaign = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "fan"],
                condition=models.Q(kind=LinkKind.PERSONAL, fan__isnull=False),
                name="one_personal_link",
            )
        ]

    def __str__(self) -> str:
        return self.code


class Visit(models.Model):
    """The landing page was shown. No address, no user agent: a family and a host name."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    channel = models.ForeignKey(Channel, on_delete=models.SET_NULL, null=True, related_name="+")
    visited_at = models.DateTimeField()
    referrer_host = models.CharField(max_length=100, blank=True)
    browser = models.CharField(max_length=40, blank=True)
    is_bot = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["campaign", "visited_at"])]

    def __str__(self) -> str:
        return f"visit {self.pk}"


class ClickKind(models.TextChoices):
    FOLLOW_LINK = "follow_link"
    NATIVE = "native"
    OPEN = "open"  # the release itself, once it is out


class Click(models.Model):
    """Somebody left for a service by a plain link. Never a save."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    channel = models.ForeignKey(Channel, on_delete=models.SET_NULL, null=True, related_name="+")
    link = models.ForeignKey(Link, on_delete=models.SET_NULL, null=True, related_name="clicks")
    provider = models.CharField(max_length=40)
    kind = models.CharField(max_length=20, choices=ClickKind.choices)
    clicked_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["campaign", "kind"])]

    def __str__(self) -> str:
        return f"click {self.pk}"

"""Tracked links, visits and clicks. None of these rows names a person."""

import secrets

from django.db import models

from countin.campaigns.models import Artist, Campaign, Channel
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
    # Of a fan's own link: times the page was shown by it. Which visits these were is not kept.
    openings = models.PositiveIntegerField(default=0)
    openings_by_machines = models.PositiveIntegerField(default=0)

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


def new_number() -> int:
    """A random 63-bit number: a visit is known by it before its row is written."""
    return secrets.randbits(63)


class Visit(models.Model):
    """The landing page was shown. No address, no user agent: families, a country, a keyed hash.

    The row is written a moment after the page went out, so rows that point here may be older
    than it; a kill may cost it altogether.
    """

    id = models.BigIntegerField(primary_key=True, default=new_number)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    channel = models.ForeignKey(Channel, on_delete=models.SET_NULL, null=True, related_name="+")
    visited_at = models.DateTimeField()
    referrer_host = models.CharField(max_length=100, blank=True)
    browser = models.CharField(max_length=40, blank=True)
    in_app = models.CharField(max_length=20, blank=True)  # shown inside this app's own browser
    is_bot = models.BooleanField(default=False)
    country = models.CharField(max_length=2, blank=True)
    ip_prefix = models.CharField(max_length=32, blank=True)  # hash of the network, by PrefixKey
    utm_source = models.CharField(max_length=64, blank=True)
    utm_medium = models.CharField(max_length=64, blank=True)
    utm_campaign = models.CharField(max_length=64, blank=True)
    came_from = models.BigIntegerField(null=True)  # the visit inside an app that led here
    left_app = models.CharField(max_length=20, blank=True)  # that visit's `in_app`

    class Meta:
        indexes = [models.Index(fields=["campaign", "visited_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["came_from"],
                condition=models.Q(came_from__isnull=False),
                name="one_visit_a_way_out",
            )
        ]

    def __str__(self) -> str:
        return f"visit {self.pk}"


class Trait(models.TextChoices):
    DEVICE = "device"  # phone, tablet, computer, other
    LANGUAGE = "language"  # the family that the browser asks for first


class TraitCount(models.Model):
    """So many visits by people were of this class. Added up while a visit is written: no row of a
    visit carries it, so it can never be told of one."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    trait = models.CharField(max_length=10, choices=Trait.choices)
    name = models.CharField(max_length=20, blank=True)  # "" is not known
    people = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "trait", "name"], name="one_trait_count")
        ]

    def __str__(self) -> str:
        return f"{self.trait} {self.name}"


class ArtistPageCount(models.Model):
    """An artist's page was shown so often on this day, in UTC. A count alone: no visit of it has a
    row, so nothing can be told of one."""

    artist = models.ForeignKey(Artist, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    people = models.PositiveBigIntegerField(default=0)
    machines = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["artist", "day"], name="one_count_a_day")]

    def __str__(self) -> str:
        return f"artist page count {self.pk}"


class ArtistChannel(models.Model):
    """Where an artist's page is pointed at from, by an announcement that is about no campaign.
    Showings by its link are counted, and have no rows."""

    artist = models.ForeignKey(Artist, on_delete=models.CASCADE, related_name="+")
    name = models.SlugField(max_length=63)
    code = models.CharField(max_length=32, unique=True)
    made_at = models.DateTimeField()
    reach = models.PositiveIntegerField(null=True)
    people = models.PositiveBigIntegerField(default=0)
    machines = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["artist", "name"], name="one_artist_channel_name")
        ]

    def __str__(self) -> str:
        return self.name


class PrefixKey(models.Model):
    """The key of a campaign's `ip_prefix` hashes. Without it they lead nowhere."""

    campaign = models.OneToOneField(Campaign, on_delete=models.CASCADE, related_name="+")
    key = models.BinaryField(max_length=32)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"prefix key {self.pk}"


class AppStepKind(models.TextChoices):
    PRESSED = "pressed"  # a pre-save button
    CONNECTED = "connected"  # the permission was kept
    PROMISED = "promised"
    REMINDED = "reminded"


class AppStep(models.Model):
    """What a visitor did who saw the page inside an app. Names nobody: counts are all it is for.
    `has_left`: done in a real browser, reached by the way out. Each kind counts once a visit."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    app = models.CharField(max_length=20)
    kind = models.CharField(max_length=10, choices=AppStepKind.choices)
    has_left = models.BooleanField()
    stepped_at = models.DateTimeField()
    visit_number = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["campaign", "app"])]
        constraints = [
            models.UniqueConstraint(fields=["visit_number", "kind"], name="one_step_a_visit")
        ]

    def __str__(self) -> str:
        return f"{self.kind} from {self.app}"


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

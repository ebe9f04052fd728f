"""What is read into and kept of a campaign's numbers. None of these rows is about a person."""

from django.db import models

from countin.campaigns.models import Campaign, Channel


class Scope(models.TextChoices):
    """What an export's numbers are about."""

    ARTIST = "artist"  # everything of the artist
    SONG = "song"  # one song


class Listening(models.Model):
    """What a service counted from `first_day` to `last_day` (UTC), both included; mostly one day.
    Taken from an export that the artist downloaded, never from a fan's account. Empty: the
    export does not say."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    source = models.CharField(max_length=40)  # what the export calls a stream
    scope = models.CharField(max_length=10, choices=Scope.choices)
    subject = models.CharField(max_length=200, blank=True)  # the song's title
    first_day = models.DateField()
    last_day = models.DateField()
    listeners = models.FloatField(null=True)  # a day; over several days their average
    streams = models.PositiveBigIntegerField(null=True)
    saves = models.PositiveBigIntegerField(null=True)
    playlist_adds = models.PositiveBigIntegerField(null=True)
    followers = models.PositiveBigIntegerField(null=True)  # on the last day
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "source", "scope", "subject", "first_day", "last_day"],
                name="one_listening_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"listening {self.first_day}"


class Expected(models.TextChoices):
    """What was expected of a campaign the day before."""

    SAVES = "saves"
    LISTENERS = "listeners"  # a day, in the first week


class Expectation(models.Model):
    """What was expected the day before, kept as it was: only so can it be scored later."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    what = models.CharField(max_length=10, choices=Expected.choices)
    provider = models.CharField(max_length=40, blank=True)  # of saves
    made_at = models.DateTimeField()
    of = models.PositiveBigIntegerField()  # pre-saves that were alive
    terms = models.JSONField()  # of the distribution: insights.expecting.keeping
    low = models.FloatField()  # the range that was to hold 8 times of 10
    high = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "what", "provider"], name="one_expectation_each"
            )
        ]

    def __str__(self) -> str:
        return f"expectation of {self.what}"


class PeakKind(models.TextChoices):
    """What a peak of pre-saves was, as a person says."""

    NEWSLETTER = "newsletter", "Newsletter"
    GIG = "gig", "Gig"
    CREATOR = "creator", "Creator’s post"
    PRESS = "press", "Press, radio"
    ADVERT = "advert", "Advert"
    OTHER = "other", "Something else"


class Peak(models.Model):
    """An occasion that an organizer named. It explains a group only where what became of the
    group's fans bears it out."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=PeakKind.choices)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    # Only what came by this channel; empty: whatever came then.
    channel = models.ForeignKey(Channel, on_delete=models.SET_NULL, null=True, related_name="+")
    note = models.CharField(max_length=200, blank=True)
    tagged_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class AuditReading(models.Model):
    """The latest audit of a campaign's own log: groups and counts. `members` are the pre-saves
    (their numbers) of each group, in its order; no fan stands in it."""

    campaign = models.OneToOneField(Campaign, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    document = models.JSONField(null=True)
    members = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"audit of {self.campaign_id}"

    @property
    def is_under_way(self) -> bool:
        """Asked for, and not done since."""
        return self.done_at is None or self.done_at < self.asked_at


class WrittenReport(models.Model):
    """The report of a large campaign, as the worker wrote it last: counts, no fan."""

    campaign = models.OneToOneField(Campaign, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    page = models.TextField(blank=True)  # HTML
    document = models.JSONField(null=True)

    def __str__(self) -> str:
        return f"report of {self.campaign_id}"


class Tally(models.Model):
    """So many rows of a table belong into this cell. Written by triggers of the database in the
    transaction that changes the rows; several rows for one cell add up. `insights.rolling`."""

    kind = models.CharField(max_length=20)  # what is counted: rolling.sources
    about = models.BigIntegerField()  # number of the campaign; of the artist for standing consents
    cell = models.CharField(max_length=200)  # its values, joined
    how_many = models.BigIntegerField()
    is_new = models.BooleanField()  # appended, and not folded yet

    class Meta:
        indexes = [
            models.Index(fields=["about", "kind", "cell"], name="tally_by_cell"),
            models.Index(fields=["id"], condition=models.Q(is_new=True), name="tally_new"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.cell}"

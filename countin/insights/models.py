"""What is read into and kept of a campaign's numbers. None of these rows is about a person."""

from django.db import models

from countin.campaigns.models import Campaign


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

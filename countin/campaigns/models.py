"""Artist, release, campaign, channel; and whether a release was seen in a market."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import models

from countin.campaigns import moments
from countin.campaigns.artist_tables import Artist as Artist
from countin.campaigns.artist_tables import ArtistId as ArtistId
from countin.campaigns.chosen_themes import chosen_theme
from countin.campaigns.contents import LinkKind as LinkKind
from countin.campaigns.contents import OutsideLink as OutsideLink
from countin.campaigns.contents import Track as Track
from countin.campaigns.domain_tables import ArtistDomain as ArtistDomain
from countin.campaigns.plan_tables import Plan as Plan
from countin.campaigns.plan_tables import PlanNote as PlanNote
from countin.campaigns.plan_tables import PlanTemplate as PlanTemplate
from countin.campaigns.target_tables import LinkCheck as LinkCheck
from countin.workspaces.models import Workspace

ENDED_AFTER = timedelta(days=28)


class CampaignQuerySet(models.QuerySet["Campaign"]):
    """Campaigns, with what a page or a job needs of them."""

    def with_release(self) -> CampaignQuerySet:
        """Release, pins, artist and the artist's ids come along in few queries."""
        return self.select_related("release__artist__own_domain", "workspace").prefetch_related(
            "release__pins", "release__links", "release__artist__service_ids"
        )

    def running(self, now: datetime) -> CampaignQuerySet:
        """Published and not yet ended, 28 days after release; a day of slack for zones."""
        oldest = (now - timedelta(days=30)).date()
        return self.filter(
            published_at__isnull=False, ended_at__isnull=True, release__release_date__gte=oldest
        )

    def listed(self) -> CampaignQuerySet:
        """Not archived."""
        return self.filter(archived_at__isnull=True)

    def note_change(self, now: datetime) -> int:
        """What their pages show has changed: rendered ones are made anew. `changed_at` always
        moves on, also where two changes share a moment."""
        later = models.Case(
            models.When(changed_at__lt=now, then=models.Value(now)),
            default=models.F("changed_at") + timedelta(microseconds=1),
            output_field=models.DateTimeField(),
        )
        return self.update(changed_at=later)


class SightingQuerySet(models.QuerySet["Sighting"]):
    """Sightings by what has to be done about them."""

    def due(self, now: datetime) -> SightingQuerySet:
        """To be looked for now."""
        return self.filter(
            seen_at__isnull=True, given_up_at__isnull=True, next_look_at__lte=now
        ).order_by("next_look_at")


class Timing(models.TextChoices):
    LOCAL = "local"  # midnight of the release date in each territory
    GLOBAL = "global"  # one instant


class Kind(models.TextChoices):
    SINGLE = "single"
    EP = "ep"
    ALBUM = "album"


class FollowWhen(models.TextChoices):
    CONNECT = "connect"
    RELEASE = "release"


class Release(models.Model):
    """What is saved. Its moment is a wall time, not an instant, when timing is local."""

    artist = models.ForeignKey(Artist, on_delete=models.PROTECT, related_name="releases")
    further_artists = models.ManyToManyField(Artist, related_name="+", blank=True)
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    upc = models.CharField(max_length=14, blank=True)
    isrc = models.CharField(max_length=12, blank=True)
    timing = models.CharField(max_length=10, choices=Timing.choices)
    release_date = models.DateField()  # with global timing: the date of `release_at` in UTC
    release_at = models.DateTimeField(null=True)  # global timing only
    artwork = models.CharField(max_length=200, blank=True)  # below the media directory
    artwork_width = models.PositiveIntegerField(default=0)
    artwork_height = models.PositiveIntegerField(default=0)
    theme = models.JSONField(default=dict, blank=True)  # colors of "light" and of "dark"
    clip = models.CharField(max_length=200, blank=True)  # audio below the media directory
    video = models.CharField(max_length=200, blank=True)  # likewise; its poster beside it
    video_width = models.PositiveIntegerField(default=0)
    video_height = models.PositiveIntegerField(default=0)
    captions = models.CharField(max_length=200, blank=True)  # WebVTT of the video

    def __str__(self) -> str:
        return self.title

    def moment_in(self, market: str) -> datetime:
        """When promises of this market fall due, in UTC. "" is the unknown market."""
        if self.release_at is not None:
            return self.release_at
        return moments.local_moment(self.release_date, market=market)

    def midnights_in(self, market: str) -> tuple[datetime, ...]:
        """Every moment, in UTC, at which this market's catalogue may begin to show it."""
        if self.release_at is not None:
            return (self.release_at,)
        return moments.midnights_in(self.release_date, market=market)

    @property
    def first_moment(self) -> datetime:
        """The first instant at which it may be out anywhere."""
        return self.release_at or moments.first_moment(self.release_date)

    @property
    def last_moment(self) -> datetime:
        """The instant by which it is due everywhere."""
        return self.release_at or moments.last_moment(self.release_date)

    @property
    def preorders(self) -> list[OutsideLink]:
        """Where it can be ordered ahead."""
        return [link for link in self.links.all() if link.kind == LinkKind.PREORDER]

    @property
    def service_links(self) -> list[OutsideLink]:
        """Where it is, at further services, in the order of the file."""
        return [link for link in self.links.all() if link.kind == LinkKind.SERVICE]

    def pinned_id(self, provider: str) -> str:
        """The id confirmed for this service, or an empty string."""
        return next((pin.external_id for pin in self.pins.all() if pin.provider == provider), "")

    def link_at(self, provider: str) -> str:
        """The organizer's own link to it at this service, or an empty string."""
        return next((link.url for link in self.service_links if link.provider == provider), "")

    def named_at(self) -> frozenset[str]:
        """The services at which an id or a link names it: it is there, or will be on its day."""
        pinned = {pin.provider for pin in self.pins.all()}
        return frozenset(pinned | {link.provider for link in self.service_links})


class PinnedId(models.Model):
    """An id at a service that was confirmed: given in the file, or the only hit."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="pins")
    provider = models.CharField(max_length=40)
    external_id = models.CharField(max_length=100)
    pinned_at = models.DateTimeField()
    pinned_by = models.CharField(max_length=20)  # file | only_hit

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["release", "provider"], name="one_pin_a_service")
        ]

    def __str__(self) -> str:
        return self.external_id


class Campaign(models.Model):
    """One page for one release, and what is asked on it."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    release = models.OneToOneField(Release, on_delete=models.PROTECT, related_name="campaign")
    slug = models.SlugField(max_length=63, unique=True)
    ask_follow = models.BooleanField(default=False)
    follow_when = models.CharField(
        max_length=10, choices=FollowWhen.choices, default=FollowWhen.CONNECT
    )
    pixels = models.JSONField(default=dict, blank=True)  # beside the artist's
    # Colors its organizer chose (chosen_themes.py); empty: those of its release's picture.
    theme = models.CharField(max_length=20, blank=True, default="", db_default="")
    published_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)  # by its organizer; else time ends it
    archived_at = models.DateTimeField(null=True)  # out of the lists; nothing else changes
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()  # when what its page shows changed last

    objects = CampaignQuerySet.as_manager()

    def __str__(self) -> str:
        return self.slug

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A campaign that is new changed when it was made."""
        if self._state.adding:
            self.changed_at = self.created_at
        super().save(*args, **kwargs)

    @property
    def colors(self) -> Mapping[str, Any]:
        """The theme of its pages: `name`, `light`, `dark` and `glow`, or nothing."""
        return chosen_theme(self.theme) if self.theme else self.release.theme

    @property
    def ends_at(self) -> datetime:
        """28 days after the last market's moment: the window is read, spent grants are gone. Sooner
        where its organizer ended it."""
        in_time = self.release.last_moment + ENDED_AFTER
        return in_time if self.ended_at is None else min(self.ended_at, in_time)

    def is_open(self, now: datetime) -> bool:
        """A fan may still promise: published, not paused, not ended, and not yet out everywhere."""
        if self.published_at is None or self.paused_at is not None:
            return False
        return now < min(self.release.last_moment, self.ends_at)

    def lets_reconnect(self, now: datetime) -> bool:
        """A promise made in time may still be mended by its fan: until the campaign ends."""
        return self.published_at is not None and self.paused_at is None and now < self.ends_at

    def is_released(self, now: datetime) -> bool:
        """Out everywhere: the page is a smart link from here on. One that was cut short never is:
        nobody looked whether the release came."""
        is_public = self.published_at is not None and not self.was_cut_short
        return is_public and now >= self.release.last_moment

    @property
    def was_cut_short(self) -> bool:
        """Its organizer ended it before the release was due everywhere."""
        return self.ended_at is not None and self.ended_at < self.release.last_moment


class ChannelMaker(models.TextChoices):
    ORGANIZER = ""  # named in a campaign file
    ANNOUNCEMENT = "announcement"  # by an announcement that goes out
    OUTREACH = "outreach"  # by links to people whom one writes to by hand


class Channel(models.Model):
    """Where the organizer points at the page from; reach is how many people that is."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="channels")
    name = models.SlugField(max_length=63)
    reach = models.PositiveIntegerField(null=True)
    made_by = models.CharField(max_length=20, choices=ChannelMaker.choices, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "name"], name="one_channel_name")
        ]

    def __str__(self) -> str:
        return self.name


class Sighting(models.Model):
    """Whether a market of a service shows the release. `seen_at` empty: still looking."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="sightings")
    provider = models.CharField(max_length=40)
    market = models.CharField(max_length=2, blank=True)  # "" is the unknown market
    external_id = models.CharField(max_length=100, blank=True)
    link = models.URLField(max_length=500, blank=True)
    watched_from = models.DateTimeField()  # the market's moment
    next_look_at = models.DateTimeField(null=True)
    looks = models.PositiveIntegerField(default=0)
    seen_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)  # what the last look found, for the organizer

    objects = SightingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["release", "provider", "market"], name="one_sighting_a_market"
            )
        ]
        indexes = [models.Index(fields=["next_look_at"])]

    def __str__(self) -> str:
        return f"{self.provider} {self.market or '??'}"

"""Announcements: what an artist writes to their own list, and to whom it went."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from countin.campaigns.models import Artist, Campaign, Channel
from countin.messaging.news_tables import NewsPush
from countin.messaging.outgoing_tables import Outgoing


class AnnouncementKind(models.TextChoices):
    NEWS = "news"
    ANNOUNCEMENT = "announcement"
    REMINDER = "reminder"
    EVE = "eve"
    OUT_NOW = "out_now"
    THANKS = "thanks"
    RECONNECT = "reconnect"
    NOT_SAVED = "not_saved"
    # Made by the worker itself, when a campaign takes another course.
    MOVED = "moved"
    ENDED = "ended"


class AnnouncementState(models.TextChoices):
    """Where it stands, read from its moments."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    SENDING = "sending"
    STOPPED = "stopped"
    DONE = "done"


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    """Choosing announcements."""

    def to_gather(self, now: datetime) -> AnnouncementQuerySet:
        """Their moment has come, and not everybody has a row yet."""
        due = self.filter(scheduled_at__lte=now, gathered_at__isnull=True, stopped_at__isnull=True)
        return due.order_by("scheduled_at", "pk")

    def going(self) -> AnnouncementQuerySet:
        """Neither stopped nor done."""
        return self.filter(stopped_at__isnull=True, done_at__isnull=True)

    def under_way(self) -> AnnouncementQuerySet:
        """Everybody has a row; not known to be done."""
        return self.filter(gathered_at__isnull=False, done_at__isnull=True)


class Announcement(models.Model):
    """Written once, sent to those on an artist's list whom its segment names."""

    artist = models.ForeignKey(Artist, on_delete=models.CASCADE, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, null=True, related_name="+")
    # Its own tracked channel, made when it is scheduled; only with a campaign.
    channel = models.ForeignKey(Channel, on_delete=models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=20, choices=AnnouncementKind.choices)
    subject = models.CharField(max_length=200)
    text = models.TextField()  # Markdown, with words in braces that are filled in
    language = models.CharField(max_length=10, default="en")
    has_artwork = models.BooleanField(default=True)
    segment = models.JSONField(default=dict, blank=True)  # segments.Segment as a document
    time_zone = models.CharField(max_length=60, default="UTC")  # of fans whose zone is not known
    # Kept when it is scheduled: a mail service that is set up later sends nothing of long ago.
    by_mail = models.BooleanField(default=True, db_default=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    scheduled_at = models.DateTimeField(null=True)
    gathered_to = models.BigIntegerField(default=0)  # the last membership that was looked at
    gathered_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    left = models.PositiveIntegerField(default=0)  # who left the list by its link
    kept = models.JSONField(null=True)  # its counts, once its rows are forgotten
    kept_pushes = models.JSONField(null=True)

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["artist", "made_at"])]

    def __str__(self) -> str:
        return f"announcement {self.pk}"

    def state(self, now: datetime) -> AnnouncementState:
        """Where it stands."""
        if self.done_at is not None:
            return AnnouncementState.DONE
        if self.stopped_at is not None:
            return AnnouncementState.STOPPED
        if self.scheduled_at is None:
            return AnnouncementState.DRAFT
        is_due = self.scheduled_at <= now
        return AnnouncementState.SENDING if is_due else AnnouncementState.SCHEDULED


class AnnouncementMail(Outgoing):
    """An announcement to one mailbox. The address is looked up when it goes out."""

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="mails")
    membership = models.ForeignKey(
        "messaging.ListMembership", on_delete=models.CASCADE, related_name="+"
    )
    # One mailbox gets one, however many browsers asked with it; forgotten a day later.
    mailbox_mark = models.CharField(max_length=16, blank=True)
    handed_at = models.DateTimeField(null=True)  # the try that is under way, or was the last
    maybe_twice = models.BooleanField(default=False)  # a try before ended without an answer

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["announcement", "mailbox_mark"],
                condition=~models.Q(mailbox_mark=""),
                name="one_announcement_a_mailbox",
            ),
            models.UniqueConstraint(
                fields=["announcement", "membership"], name="one_announcement_a_member"
            ),
        ]
        indexes = [
            models.Index(
                fields=["announcement", "due_at"],
                condition=models.Q(sent_at__isnull=True, failed_at__isnull=True),
                name="announcement_mails_to_go",
            ),
            models.Index(fields=["handed_at"]),
        ]

    def __str__(self) -> str:
        return f"announcement mail {self.pk}"


class AnnouncementPush(Outgoing):
    """An announcement to one browser. Where it is, is looked up when it goes out."""

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="+")
    news = models.ForeignKey(NewsPush, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["announcement", "news"], name="one_push_a_browser")
        ]
        indexes = [
            models.Index(
                fields=["announcement", "due_at"],
                condition=models.Q(sent_at__isnull=True, failed_at__isnull=True),
                name="announcement_pushes_to_go",
            )
        ]

    def __str__(self) -> str:
        return f"announcement push {self.pk}"

"""Forgetting what announcements, returned mail and letters by hand left, as `forgetting` does."""

from datetime import datetime

from countin.campaigns.models import Campaign
from countin.messaging.announcing.counting import keep_counts
from countin.messaging.models import (
    Announcement,
    AnnouncementMail,
    AnnouncementPush,
    MailboxTrouble,
    NewsPush,
    OutreachContact,
    PushSubscription,
    Reminder,
)
from countin.messaging.subscribing import forget_browsers

_BATCH = 500


def forget_mailbox_marks(*, before: datetime, now: datetime) -> int:
    """That two rows of an announcement are of one mailbox."""
    marked = AnnouncementMail.objects.filter(made_at__lte=before).exclude(mailbox_mark="")
    return marked.update(mailbox_mark="")


def forget_announcement_mails(*, before: datetime, now: datetime) -> int:
    """Who got an announcement. How many did stays."""
    forgotten = 0
    for announcement in Announcement.objects.filter(done_at__lte=before, kept__isnull=True):
        keep_counts(announcement)
        forgotten += AnnouncementMail.objects.filter(announcement=announcement).delete()[0]
        forgotten += AnnouncementPush.objects.filter(announcement=announcement).delete()[0]
    return forgotten


def forget_ended_news(*, before: datetime, now: datetime) -> int:
    """That somebody once let an artist's news come to a browser, and how they agreed to it."""
    return NewsPush.objects.filter(ended_at__lte=before).delete()[0]


def forget_idle_browsers(*, before: datetime, now: datetime) -> int:
    """Browsers that neither a reminder nor an artist's news need. Ending shreds at once; this is
    the net."""
    needed = Reminder.objects.filter(push__isnull=False, pushed_at__isnull=True)
    tells = NewsPush.objects.filter(push__isnull=False, ended_at__isnull=True)
    idle = PushSubscription.objects.filter(made_at__lte=before)
    idle = idle.exclude(pk__in=needed.values("push")).exclude(pk__in=tells.values("push"))
    return forget_browsers(list(idle.values_list("pk", flat=True)[:_BATCH]))


def forget_soft_bounces(*, before: datetime, now: datetime) -> int:
    """Mailboxes that were full for a while."""
    return MailboxTrouble.objects.filter(suppressed_at=None, last_at__lte=before).delete()[0]


def forget_suppressed(*, before: datetime, now: datetime) -> int:
    """Mailboxes that mail must not go to."""
    return MailboxTrouble.objects.filter(suppressed_at__lte=before).delete()[0]


def forget_outreach(*, before: datetime, now: datetime) -> int:
    """Whom the artist wrote to by hand, and what came of it. Counts of the link stay."""
    out = [
        campaign.pk
        for campaign in Campaign.objects.select_related("release")
        if campaign.release.last_moment <= before
    ]
    rows = OutreachContact.objects.filter(campaign__in=out)
    known = rows.exclude(whom="", way="", note="", written_at=None)
    return known.update(whom="", way="", note="", written_at=None)

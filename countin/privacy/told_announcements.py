"""Which announcements went to a fan, and what they chose, as their own page tells it."""

from django.db.models import QuerySet

from countin.fans.models import Fan
from countin.messaging.models import AnnouncementMail, AnnouncementPush, ListMembership, NewsPush
from countin.privacy.told_moments import Row, when


def tell_announcements(fan: Fan) -> list[Row]:
    """The first first."""
    rows = AnnouncementMail.objects.filter(membership__fan=fan).select_related("announcement")
    return [
        {
            "Subject": mail.announcement.subject,
            "Planned": when(mail.made_at),
            "Sent": when(mail.sent_at),
            "Not sent": when(mail.failed_at),
            "Why": mail.because,
        }
        for mail in rows.order_by("pk")
    ]


def tell_news(fan: Fan) -> list[Row]:
    """Whose announcements come to this browser, and what came of it."""
    rows = NewsPush.objects.filter(fan=fan).select_related("artist").order_by("pk")
    return [
        {
            "Artist": news.artist.name,
            "Allowed": when(news.allowed_at),
            "Ended": when(news.ended_at),
            "Notified": ", ".join(
                when(push.sent_at) for push in _pushes(news) if push.sent_at is not None
            ),
        }
        for news in rows
    ]


def _pushes(news: NewsPush) -> QuerySet[AnnouncementPush]:
    return AnnouncementPush.objects.filter(news=news).order_by("pk")


def tell_choices(membership: ListMembership) -> Row:
    """Only what was chosen."""
    chosen: Row = {}
    if membership.paused_until:
        chosen["Paused until"] = when(membership.paused_until)
    if membership.without:
        chosen["Without"] = membership.without.strip(",").replace(",,", ", ")
    if membership.language:
        chosen["Language"] = membership.language
    return chosen

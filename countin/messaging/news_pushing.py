"""A fan lets an artist's news come to their browser, and ends it."""

from datetime import datetime

from django.db import transaction

from countin.campaigns.models import Artist
from countin.fans.consents import record_consent
from countin.fans.models import Fan
from countin.messaging.models import NewsPush
from countin.messaging.subscribing import forget_unneeded_browser, keep_browser
from countin.messaging.web_push.browsers import BrowserKeys
from countin.workspaces.jobs import Seals
from countin.workspaces.journal import Noted, leave_notes


def allow_news(
    artist: Artist,
    *,
    fan: Fan,
    browser: BrowserKeys,
    sealer: Seals,
    words: str,
    version: str,
    language: str,
    now: datetime,
) -> NewsPush:
    """From now on this browser is told of the artist's announcements. The exact words are kept.
    Asking twice changes nothing but the browser; who ended it begins anew."""
    with transaction.atomic():
        news = NewsPush.objects.filter(artist=artist, fan=fan).first()
        before = news.push_id if news else None
        subscription = keep_browser(fan, browser=browser, sealer=sealer, now=now)
        if news is None or news.ended_at is not None:
            agreed = record_consent(fan, words=words, version=version, language=language, now=now)
            begun = {"consent": agreed, "allowed_at": now, "ended_at": None}
            news, _new = NewsPush.objects.update_or_create(
                artist=artist, fan=fan, defaults={**begun, "push": subscription}
            )
        else:
            NewsPush.objects.filter(pk=news.pk).update(push=subscription)
        if before != subscription.pk:
            forget_unneeded_browser(before, now=now)
    news.refresh_from_db()
    return news


def end_news(news: NewsPush, *, now: datetime) -> None:
    """Nothing more comes to this browser of this artist. Ending twice changes nothing; the
    consent stays as proof, the browser's address goes unless something else needs it."""
    with transaction.atomic():
        push_id = news.push_id
        standing = NewsPush.objects.filter(pk=news.pk, ended_at__isnull=True)
        if standing.update(ended_at=now, push=None):
            leave_notes(Noted.NEWS_ENDED, rows={news.pk: news.allowed_at}, now=now)
        forget_unneeded_browser(push_id, now=now)
    news.refresh_from_db()

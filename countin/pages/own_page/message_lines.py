"""Reminders and e-mail lists on a fan's own page: by which way each comes, and what ends it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from countin.fans.models import Fan
from countin.messaging.models import ListMembership, NewsPush, Reminder
from countin.pages.moments import moment, release_moment
from countin.providers.contract import Provider


@dataclass(frozen=True)
class ReminderLine:
    """One reminder in words."""

    pk: int
    title: str
    artist: str
    service: str
    words: SafeString
    is_open: bool
    has_push: bool  # a browser waits to be notified


@dataclass(frozen=True)
class ListLine:
    """One e-mail list in words."""

    pk: int
    artist: str
    words: SafeString | str
    is_open: bool


def read_reminders(fan: Fan, *, providers: Mapping[str, Provider]) -> list[ReminderLine]:
    """The newest first."""
    rows = Reminder.objects.filter(fan=fan).select_related("campaign__release__artist", "push")
    return [
        ReminderLine(
            pk=reminder.pk,
            title=reminder.campaign.release.title,
            artist=reminder.campaign.release.artist.name,
            service=_service(reminder.provider, providers=providers),
            words=_words(reminder, zone=fan.time_zone),
            is_open=reminder.sent_at is None and reminder.withdrawn_at is None,
            has_push=_waits_for_push(reminder),
        )
        for reminder in rows.order_by("-asked_at")
    ]


def read_lists(fan: Fan) -> list[ListLine]:
    """The newest first; those that were left, too, for their consent is kept."""
    rows = ListMembership.objects.filter(fan=fan).select_related("artist")
    return [
        ListLine(
            pk=membership.pk,
            artist=membership.artist.name,
            words=_list_words(membership, zone=fan.time_zone),
            is_open=membership.ended_at is None,
        )
        for membership in rows.order_by("-asked_at")
    ]


def read_news(fan: Fan) -> list[ListLine]:
    """Artists whose news come to this browser; those that were ended, too."""
    rows = NewsPush.objects.filter(fan=fan).select_related("artist")
    return [
        ListLine(
            pk=news.pk,
            artist=news.artist.name,
            words=_news_words(news, zone=fan.time_zone),
            is_open=news.ended_at is None,
        )
        for news in rows.order_by("-allowed_at")
    ]


def _news_words(news: NewsPush, *, zone: str) -> SafeString | str:
    if news.ended_at is not None:
        return format_html(_("Ended on {}."), moment(news.ended_at, zone=zone))
    words = _("The browser in which you allowed it shows announcements of %(artist)s.")
    return words % {"artist": news.artist.name}


def _words(reminder: Reminder, *, zone: str) -> SafeString:
    if reminder.withdrawn_at is not None:
        return format_html(_("Withdrawn on {}."), moment(reminder.withdrawn_at, zone=zone))
    ways = [_mail_words(reminder, zone=zone), _push_words(reminder, zone=zone)]
    told = [words for words in ways if words]
    if not told:
        when = release_moment(reminder.campaign.release, zone=zone)
        told = [format_html(_("By your own calendar, {}."), when)]
    return format_html_join(" ", "{}", ((words,) for words in told))


def _mail_words(reminder: Reminder, *, zone: str) -> SafeString | str:
    if reminder.sent_at is not None:
        return format_html(_("Sent on {}."), moment(reminder.sent_at, zone=zone))
    if reminder.email_id is None:
        return ""
    if reminder.confirmed_at is None:
        return _("By e-mail, once you follow the link in the mail we sent you.")
    when = release_moment(reminder.campaign.release, zone=zone)
    return format_html(_("By e-mail when it is out, {}."), when)


def _push_words(reminder: Reminder, *, zone: str) -> SafeString | str:
    if reminder.pushed_at is not None:
        return format_html(_("Notified on {}."), moment(reminder.pushed_at, zone=zone))
    if not _waits_for_push(reminder):
        return ""
    return _("The browser in which you allowed it is notified once it is out.")


def _waits_for_push(reminder: Reminder) -> bool:
    return (
        reminder.push is not None and reminder.push.gone_at is None and reminder.pushed_at is None
    )


def _list_words(membership: ListMembership, *, zone: str) -> SafeString | str:
    if membership.ended_at is not None:
        return format_html(_("You left it on {}."), moment(membership.ended_at, zone=zone))
    if membership.confirmed_at is None:
        return _("By e-mail, once you follow the link in the mail we sent you.")
    words = _("%(artist)s may write to you now and then. Every e-mail carries a link that ends it.")
    return words % {"artist": membership.artist.name}


def _service(name: str, *, providers: Mapping[str, Provider]) -> str:
    provider = providers.get(name)
    return provider.words.name if provider else name

"""`/unsubscribe/TOKEN/preferences`, where announcements lead. Leaving takes one press;
a POST without a choice is what mail services send (RFC 8058), and leaves at once."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from countin import clock
from countin.messaging.announcing.drafting import count_leaver
from countin.messaging.announcing.signed_links import Signed, read_link
from countin.messaging.languages import language_of
from countin.messaging.mail_keys import UnknownToken
from countin.messaging.models import ListMembership
from countin.messaging.news_pushing import end_news
from countin.messaging.preferences import (
    CHOICES,
    PAUSES,
    choose,
    leave_artist,
    news_of_reader,
    same_mailbox,
)
from countin.pages.answers import show_private_page


@require_http_methods(["GET", "HEAD", "POST"])
def show_preferences(request: HttpRequest, *, key: str) -> HttpResponse:
    """Nothing is changed by opening it: mail scanners do."""
    try:
        signed = read_link(key, secret_key=settings.SECRET_KEY)
    except UnknownToken:
        return _tell_unknown(request)
    membership = signed.membership
    with override(_language(signed)):
        if membership is None:
            return _tell_test(request)
        end = request.POST.get("end") if request.method == "POST" else ""
        is_chosen = end == "choose"
        if is_chosen:
            _choose(request, membership=membership)
        elif end == "news":
            _end_news(membership)
        elif request.method == "POST":
            _leave(request, signed=signed, membership=membership)
        membership.refresh_from_db()
    # A language that was just chosen speaks at once.
    with override(_language(signed)):
        context = _context(membership, is_chosen=is_chosen)
        return show_private_page(request, template="preferences", context=context)


def _leave(request: HttpRequest, *, signed: Signed, membership: ListMembership) -> None:
    now, other = clock.now(), request.POST.get("list", "")
    if other.isascii() and other.isdigit() and len(other) < 19:
        for one in same_mailbox(membership).filter(pk=int(other)):
            leave_artist(one, now=now)
    elif leave_artist(membership, now=now):
        count_leaver(signed.announcement)


def _choose(request: HttpRequest, *, membership: ListMembership) -> None:
    languages = {code for code, _name in settings.LANGUAGES}
    language, days = request.POST.get("language", ""), request.POST.get("pause", "")
    choose(
        membership,
        wanted=request.POST.getlist("kind"),
        language=language if language in languages else "",
        pause_for=next((one for one in PAUSES if str(one.days) == days), None),
        now=clock.now(),
    )


def _end_news(membership: ListMembership) -> None:
    for news in news_of_reader(membership):
        end_news(news, now=clock.now())


def _language(signed: Signed) -> str:
    if signed.membership is None:
        return signed.announcement.language
    return language_of(signed.membership)


def _context(membership: ListMembership, *, is_chosen: bool) -> dict[str, Any]:
    now = clock.now()
    others = same_mailbox(membership).exclude(artist=membership.artist_id)
    paused_until = membership.paused_until
    return {
        "membership": membership,
        "artist": membership.artist.name,
        "has_left": membership.ended_at is not None,
        "is_chosen": is_chosen,
        "kinds": [
            (kind.value, words, kind not in _without(membership)) for kind, words in _kinds()
        ],
        "pauses": [(one.days, _pause_words(one)) for one in PAUSES],
        "paused_until": paused_until if paused_until and paused_until > now else None,
        "languages": settings.LANGUAGES,
        "language": language_of(membership),
        "has_news": news_of_reader(membership).exists(),
        "others": others.select_related("artist"),
    }


def _without(membership: ListMembership) -> set[str]:
    return set(membership.without.split(","))


def _kinds() -> list[tuple[Any, str]]:
    words = (
        _("News"),
        _("New releases announced"),
        _("One reminder before a release"),
        _("The day before a release"),
        _("The day a release is out"),
        _("A thank-you afterwards"),
    )
    return list(zip(CHOICES, words, strict=True))


def _pause_words(pause: timedelta) -> str:
    return _("Nothing for %(days)s days") % {"days": pause.days}


def _tell_test(request: HttpRequest) -> HttpResponse:
    context = {
        "title": _("This mail was a test"),
        "words": _("In the mail to fans this link leads to their choices and out of the list."),
        "next_step": "",
    }
    return show_private_page(request, template="message", context=context)


def _tell_unknown(request: HttpRequest) -> HttpResponse:
    context = {
        "title": _("This link has ended"),
        "words": _("Nothing of ours belongs to it any more, so nothing was changed."),
        "next_step": _("A newer e-mail of this list has a link that works."),
    }
    return show_private_page(request, template="message", context=context, status=404)

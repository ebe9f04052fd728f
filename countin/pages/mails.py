"""The links in our mails: confirming and unsubscribing show a button first, because mail
scanners open links; `/l/CODE` opens the release."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from countin import clock
from countin.messaging.mail_keys import UnknownToken
from countin.messaging.models import Reminder
from countin.messaging.reminding import confirm_reminder, find_reminder, unsubscribe
from countin.pages.answers import show_private_page
from countin.pages.leaving import opening_address
from countin.visits.clicking import record_click
from countin.visits.links import link_of_code
from countin.visits.models import ClickKind, Link, LinkKind


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, *, key: str) -> HttpResponse:
    """`/confirm/TOKEN`: a button, and what pressing it did."""
    try:
        if request.method != "POST":
            reminder = find_reminder(key)
            return _show(request, template="confirm", reminder=reminder)
        reminder = confirm_reminder(key, now=clock.now())
    except UnknownToken:
        return _tell_unknown(request)
    return _show(request, template="confirmed", reminder=reminder)


@require_http_methods(["GET", "HEAD", "POST"])
def end_reminders(request: HttpRequest, *, key: str) -> HttpResponse:
    """`/unsubscribe/TOKEN`: a button; its POST is also what mail services send (RFC 8058)."""
    try:
        if request.method != "POST":
            return _show(request, template="unsubscribe", reminder=find_reminder(key))
        reminder = unsubscribe(key, now=clock.now())
    except UnknownToken:
        return _tell_unknown(request)
    return _show(request, template="unsubscribed", reminder=reminder)


@require_safe
def follow_link(request: HttpRequest, *, code: str) -> HttpResponse:
    """`/l/CODE`: where it leads is decided now. Ours opens the release in one tap."""
    link = link_of_code(code)
    if link is None or link.campaign.published_at is None:
        raise Http404("no such link")
    address = _release_address(link) if link.kind == LinkKind.REMINDER else ""
    if address and request.method == "GET":
        record_click(
            link.campaign,
            provider=link.provider,
            kind=ClickKind.OPEN,
            channel=link.channel,
            link=link,
            now=clock.now(),
        )
    response = HttpResponseRedirect(address or _landing_address(link))
    response["Cache-Control"] = "no-store"
    return response


def _release_address(link: Link) -> str:
    provider = settings.PROVIDERS.get(link.provider)
    if provider is None:
        return ""
    reminder = Reminder.objects.filter(link=link).first()
    market = reminder.market if reminder else ""
    return opening_address(link.campaign, provider=provider, market=market)


def _landing_address(link: Link) -> str:
    page = reverse("landing", kwargs={"slug": link.campaign.slug})
    return f"{page}?via={link.channel.name}" if link.channel else page


def _show(request: HttpRequest, *, template: str, reminder: Reminder) -> HttpResponse:
    provider = settings.PROVIDERS.get(reminder.provider)
    context = {
        "reminder": reminder,
        "campaign": reminder.campaign,
        "release": reminder.campaign.release,
        "artist": reminder.campaign.release.artist,
        "service": provider.words.name if provider else reminder.provider,
    }
    return show_private_page(request, template=template, context=context)


def _tell_unknown(request: HttpRequest) -> HttpResponse:
    context = {
        "title": _("This link has ended"),
        "words": _("No reminder of ours belongs to it any more, so nothing was changed."),
        "next_step": _("Open the release's page and ask for a reminder anew."),
    }
    return show_private_page(request, template="message", context=context, status=404)

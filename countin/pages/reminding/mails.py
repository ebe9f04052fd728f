"""The links in our mails: confirming and unsubscribing show a button first, because mail
scanners open links."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from countin import clock
from countin.messaging.confirmations import Wishes, find_wishes
from countin.messaging.lists import confirm_list
from countin.messaging.mail_keys import UnknownToken
from countin.messaging.models import Mail, Reminder
from countin.messaging.reminding import confirm_reminder
from countin.messaging.unsubscribing import Ending, one_click_ending, unsubscribe
from countin.pages.answers import show_private_page


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, *, key: str) -> HttpResponse:
    """`/confirm/TOKEN`: all that was asked with this address, a button each, and what pressing
    one did."""
    try:
        if request.method == "POST":
            _confirm(request, key=key)
        mail, wishes = find_wishes(key)
    except UnknownToken:
        return _tell_unknown(request)
    return show_private_page(request, template="confirm", context=_asked(mail, wishes=wishes))


@require_http_methods(["GET", "HEAD", "POST"])
def end_reminders(request: HttpRequest, *, key: str) -> HttpResponse:
    """`/unsubscribe/TOKEN`: a button for each thing; a POST without a choice is what mail
    services send (RFC 8058), and ends what the mail was about."""
    try:
        mail, wishes = find_wishes(key)
        context = _asked(mail, wishes=wishes) | {"ending": one_click_ending(mail)}
        if request.method != "POST":
            return show_private_page(request, template="unsubscribe", context=context)
        mail = unsubscribe(key, ending=_chosen_ending(request), now=clock.now())
        context |= _asked(mail, wishes=find_wishes(key)[1])
    except UnknownToken:
        return _tell_unknown(request)
    return show_private_page(request, template="unsubscribed", context=context)


def _confirm(request: HttpRequest, *, key: str) -> None:
    """One thing alone: a yes to the reminder is none to the list. Raises UnknownToken."""
    chosen = request.POST.get("list", "")
    if chosen.isascii() and chosen.isdigit() and len(chosen) < 19:
        confirm_list(key, membership_id=int(chosen), now=clock.now())
    else:
        confirm_reminder(key, now=clock.now())


def _chosen_ending(request: HttpRequest) -> Ending | None:
    chosen = request.POST.get("end", "")
    return Ending(chosen) if chosen in set(Ending) else None


def _asked(mail: Mail, *, wishes: Wishes) -> dict[str, Any]:
    """For the templates: every reminder and list of this address, and where they belong."""
    reminder = mail.reminder
    waits = any(each.confirmed_at is None for each in wishes.reminders)
    return {
        "campaign": reminder.campaign if reminder else None,
        "reminders": [_reminder_line(each) for each in wishes.reminders],
        "lists": wishes.memberships,
        "waiting_reminders": waits,
        "is_waiting": waits or any(each.confirmed_at is None for each in wishes.memberships),
        "is_sent": bool(reminder and reminder.sent_at),
    }


def _reminder_line(reminder: Reminder) -> dict[str, Any]:
    provider = settings.PROVIDERS.get(reminder.provider)
    return {
        "title": reminder.campaign.release.title,
        "artist": reminder.campaign.release.artist.name,
        "service": provider.words.name if provider else reminder.provider,
        "is_on": reminder.confirmed_at is not None,
    }


def _tell_unknown(request: HttpRequest) -> HttpResponse:
    context = {
        "title": _("This link has ended"),
        "words": _("Nothing of ours belongs to it any more, so nothing was changed."),
        "next_step": _("Open the page where you asked, and ask there once more."),
    }
    return show_private_page(request, template="message", context=context, status=404)

"""What a fan changes on their own page: withdraw, disconnect, erase."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from countin import clock
from countin.fans.keys import fan_of_key
from countin.fans.models import Connection, Fan
from countin.messaging.models import Reminder
from countin.messaging.reminding import withdraw_reminder
from countin.pages.answers import SeeOther, show_private_page
from countin.pages.cookies import fan_of_browser, forget_fan
from countin.pages.fan_page import show_no_fan
from countin.presaves.models import FollowAsk, PreSave
from countin.presaves.withdrawing import withdraw_follow, withdraw_presave
from countin.privacy.erasing import disconnect, erase_fan

_NOT_OPEN = "not_open"


@require_POST
def withdraw(request: HttpRequest, *, key: str) -> HttpResponse:
    """One promise, follow or reminder, and only of this fan."""
    fan = fan_of_key(key)
    if fan is None:
        return show_no_fan(request)
    return _back(key, told=_withdraw(request, fan=fan))


@require_POST
def end_connection(request: HttpRequest, *, key: str) -> HttpResponse:
    """The permission goes, and with it what leans on it."""
    fan = fan_of_key(key)
    if fan is None:
        return show_no_fan(request)
    pk = _read_pk(request, "connection")
    connection = Connection.objects.filter(fan=fan, pk=pk).first()
    if connection is None:
        return _back(key, told=_NOT_OPEN)
    done = disconnect(connection, now=clock.now()).done
    return _back(key, told="disconnected" if done else "disconnecting")


@require_POST
def erase(request: HttpRequest, *, key: str) -> HttpResponse:
    """Everything about this fan, at once."""
    fan = fan_of_key(key)
    if fan is None:
        return show_no_fan(request)
    is_here = fan_of_browser(request) == fan
    erasure = erase_fan(fan, now=clock.now())
    context = {
        "title": _("Erased") if erasure.done else _("Being erased"),
        "words": erasure.words,
        "next_step": _("In your account at a service you may also remove this app from its list."),
    }
    response = show_private_page(request, template="message", context=context)
    if is_here:
        forget_fan(response)
    return response


def _withdraw(request: HttpRequest, *, fan: Fan) -> str:
    now = clock.now()
    if pk := _read_pk(request, "promise"):
        presave = PreSave.objects.filter(connection__fan=fan, pk=pk).first()
        return str(withdraw_presave(presave, now=now)) if presave else _NOT_OPEN
    if pk := _read_pk(request, "follow"):
        ask = FollowAsk.objects.filter(presave__connection__fan=fan, pk=pk).first()
        return "follow_withdrawn" if ask and withdraw_follow(ask, now=now) else _NOT_OPEN
    reminder = Reminder.objects.filter(fan=fan, pk=_read_pk(request, "reminder")).first()
    if reminder is None or reminder.withdrawn_at is not None:
        return _NOT_OPEN
    withdraw_reminder(reminder, now=now)
    return "reminder_withdrawn"


def _read_pk(request: HttpRequest, field: str) -> int:
    text = request.POST.get(field, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _back(key: str, *, told: str) -> HttpResponse:
    return SeeOther(f"{reverse('fan', kwargs={'key': key})}?told={told}")

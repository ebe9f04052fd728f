"""What a fan changes on their own page: withdraw, disconnect, erase, its very address."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from countin import clock
from countin.campaigns.models import Campaign
from countin.fans.keys import change_key, fan_of_key
from countin.fans.models import Connection, Fan
from countin.messaging.lists import leave_list
from countin.messaging.models import ListMembership, NewsPush, Reminder
from countin.messaging.news_pushing import end_news
from countin.messaging.reminding import withdraw_reminder
from countin.messaging.subscribing import end_push
from countin.pages.answers import SeeOther, show_private_page
from countin.pages.fields import read_pk
from countin.pages.own_page.going_back import back_to_page
from countin.pages.own_page.page import show_no_fan
from countin.pages.own_page.shares import let_go_of_links
from countin.pages.promised.receipts import early_added_at
from countin.pages.visitors.cookies import fan_of_browser, forget_errands, forget_fan, keep_key
from countin.pages.visitors.remembering import remembered_until
from countin.presaves.authorizations import forget_browsers_of
from countin.presaves.models import FollowAsk, PreSave
from countin.presaves.withdrawing import Withdrawal, withdraw_follow, withdraw_presave
from countin.privacy.erasing import disconnect, erase_fan

_NOT_OPEN = "not_open"


@require_POST
def withdraw(request: HttpRequest, *, key: str) -> HttpResponse:
    """One promise, follow, reminder, notification or list, and only of this fan."""
    fan = fan_of_key(key)
    if fan is None:
        return show_no_fan(request)
    told = _withdraw(request, fan=fan)
    let_go_of_links(fan)
    return back_to_page(key, told=told)


@require_POST
def end_connection(request: HttpRequest, *, key: str) -> HttpResponse:
    """The permission goes, and with it what leans on it."""
    fan = fan_of_key(key)
    if fan is None:
        return show_no_fan(request)
    pk = read_pk(request, "connection")
    connection = Connection.objects.filter(fan=fan, pk=pk).first()
    if connection is None:
        return back_to_page(key, told=_NOT_OPEN)
    done = disconnect(connection, now=clock.now()).done
    let_go_of_links(fan)
    return back_to_page(key, told="disconnected" if done else "disconnecting")


@require_POST
def erase(request: HttpRequest, *, key: str) -> HttpResponse:
    """Everything about this fan, at once."""
    fan = fan_of_key(key)
    if fan is None:
        return show_no_fan(request)
    is_here = fan_of_browser(request) == fan
    forget_browsers_of(fan)
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


@require_POST
def change_address(request: HttpRequest, *, key: str) -> HttpResponse:
    """Another address for this page, and none of the older ones: one of them has leaked."""
    fan = fan_of_key(key)
    if fan is None:
        return show_no_fan(request)
    now, here = clock.now(), fan_of_browser(request)
    fresh = change_key(fan, now=now)
    forget_browsers_of(fan)
    response = back_to_page(fresh, told="readdressed")
    if here is None or here == fan:  # nobody else's browser
        forget_errands(response)
        keep_key(response, key=fresh, until=remembered_until(fan, now=now), now=now)
    return response


@require_POST
def leave_browser(request: HttpRequest) -> HttpResponse:
    """Somebody else's browser, or a shared one: it forgets its fan, and nothing else changes."""
    slug = request.POST.get("campaign", "")
    known = (
        slug.isprintable()
        and Campaign.objects.filter(slug=slug, published_at__isnull=False).exists()
    )
    response = SeeOther(reverse("landing", kwargs={"slug": slug}) if known else reverse("front"))
    fan = fan_of_browser(request)
    if fan is not None:
        forget_browsers_of(fan)
    forget_fan(response)
    return response


def _withdraw(request: HttpRequest, *, fan: Fan) -> str:
    now = clock.now()
    if pk := read_pk(request, "promise"):
        presave = PreSave.objects.filter(connection__fan=fan, pk=pk).first()
        return _withdraw_promise(presave) if presave else _NOT_OPEN
    if pk := read_pk(request, "follow"):
        ask = FollowAsk.objects.filter(presave__connection__fan=fan, pk=pk).first()
        return "follow_withdrawn" if ask and withdraw_follow(ask, now=now) else _NOT_OPEN
    return _end_messages(request, fan=fan)


def _end_messages(request: HttpRequest, *, fan: Fan) -> str:
    now = clock.now()
    if pk := read_pk(request, "list"):
        membership = ListMembership.objects.standing().filter(fan=fan, pk=pk).first()
        if membership is None:
            return _NOT_OPEN
        leave_list(membership, now=now)
        return "list_left"
    if pk := read_pk(request, "news"):
        return _end_news(NewsPush.objects.filter(fan=fan, pk=pk, ended_at__isnull=True).first())
    return _end_reminder(request, fan=fan)


def _end_reminder(request: HttpRequest, *, fan: Fan) -> str:
    now = clock.now()
    reminders = Reminder.objects.filter(fan=fan, withdrawn_at__isnull=True)
    if pk := read_pk(request, "notification"):
        reminder = reminders.filter(push__isnull=False, pk=pk).first()
        if reminder is None:
            return _NOT_OPEN
        end_push(reminder, now=now)
        return "notification_ended"
    reminder = reminders.filter(pk=read_pk(request, "reminder")).first()
    if reminder is None:
        return _NOT_OPEN
    withdraw_reminder(reminder, now=now)
    return "reminder_withdrawn"


def _end_news(news: NewsPush | None) -> str:
    if news is None:
        return _NOT_OPEN
    end_news(news, now=clock.now())
    return "notification_ended"


def _withdraw_promise(presave: PreSave) -> str:
    told = withdraw_presave(presave, now=clock.now())
    if told == Withdrawal.WITHDRAWN and early_added_at(presave):
        return "withdrawn_early"
    return str(told)

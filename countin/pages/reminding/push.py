"""Notifications in a browser: allowed on the reminder's page, after a tap; `/sw.js` shows them."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from countin import clock
from countin.messaging.models import Reminder
from countin.messaging.subscribing import ask_by_push, end_push, renew_browser
from countin.messaging.web_push.browsers import BadSubscription, BrowserKeys, read_browser_keys
from countin.pages.answers import go_to
from countin.pages.visitors.cookies import fan_of_browser

_WORKER = Path(__file__).parents[1] / "static" / "pages" / "sw.js"


@require_safe
def show_worker(_request: HttpRequest) -> HttpResponse:
    """`/sw.js`: at the root, so that it may serve every page of ours."""
    response = HttpResponse(_worker_text(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


@require_POST
def subscribe(request: HttpRequest) -> HttpResponse:
    """`POST /push/subscribe`: JSON with campaign, service and the browser's subscription. For the
    reminder that this browser asked for, and no other."""
    told = read_json(request)
    reminder = _own_reminder(request, told=told)
    if reminder is None:
        return answer(_("No reminder was asked for in this browser. Ask for one first."), 404)
    try:
        browser = read_browser(told.get("subscription"))
    except BadSubscription:
        return answer(_("This browser can't be notified. Choose e-mail or calendar."), 400)
    ask_by_push(reminder, browser=browser, sealer=settings.SEALER, now=clock.now())
    return answer(_("This browser is notified once it is out."), 200)


@require_POST
def renew(request: HttpRequest) -> HttpResponse:
    """`POST /push/renew`: a browser gave itself another address; JSON with the old one and the
    new subscription. For this browser's own fan."""
    told, fan = read_json(request), fan_of_browser(request)
    old = told.get("old")
    if fan is None or not isinstance(old, str):
        return answer(_("Nothing was changed."), 404)
    try:
        browser = read_browser(told.get("subscription"))
    except BadSubscription:
        return answer(_("Nothing was changed."), 400)
    renew_browser(fan, old=old, browser=browser, sealer=settings.SEALER, now=clock.now())
    return answer("", 200)


@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """`POST /push/end`: this reminder notifies nobody any more. A form, so that it needs no
    script."""
    reminder = _own_reminder(request, told=request.POST.dict())
    if reminder is None:
        return go_to("front")
    end_push(reminder, now=clock.now())
    return go_to("reminder", slug=reminder.campaign.slug, service=reminder.provider)


def _own_reminder(request: HttpRequest, *, told: Mapping[str, object]) -> Reminder | None:
    fan, slug, service = fan_of_browser(request), told.get("campaign"), told.get("service")
    if fan is None or not isinstance(slug, str) or not isinstance(service, str):
        return None
    # PostgreSQL takes no text with a zero in it.
    if not slug.isprintable() or not service.isprintable():
        return None
    rows = Reminder.objects.select_related("campaign", "fan").filter(
        fan=fan, campaign__slug=slug, provider=service, withdrawn_at__isnull=True
    )
    return rows.first()


def read_browser(told: object) -> BrowserKeys:
    """Raises BadSubscription."""
    return read_browser_keys(told, lets_loopback=settings.IS_LOOPBACK)


def read_json(request: HttpRequest) -> dict[str, object]:
    """What a script sent; empty where it is nothing of the kind."""
    try:
        told = json.loads(request.body)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def answer(words: str, status: int) -> HttpResponse:
    """For a script that shows the words."""
    response = JsonResponse({"words": words}, status=status)
    response["Cache-Control"] = "no-store"
    return response


@cache
def _worker_text() -> str:
    return _WORKER.read_text()

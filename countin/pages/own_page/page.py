"""`/me/TOKEN`: everything held about a fan, in plain words."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from countin import clock
from countin.fans.keys import fan_of_key
from countin.pages.answers import show_private_page
from countin.pages.own_page.holdings import read_holdings
from countin.pages.own_page.shares import read_shares
from countin.pages.told import TOLD
from countin.pages.visitors.cookies import fan_of_browser
from countin.privacy.exporting import everything_about


@require_safe
def show_fan_page(request: HttpRequest, *, key: str) -> HttpResponse:
    """Promises, follows, reminders, connections, consents, and a button to end each."""
    fan = fan_of_key(key)
    if fan is None:
        return show_no_fan(request)
    now = clock.now()
    holdings = read_holdings(fan, providers=settings.PROVIDERS, now=now)
    told = TOLD.get(request.GET.get("told", ""), "")
    shares = read_shares(fan, now=now)
    context = {
        "own_key": key,
        "holdings": holdings,
        "told": told,
        "shares": shares,
        "is_known_here": fan_of_browser(request) == fan,
    }
    return show_private_page(request, template="fan", context=context)


@require_safe
def download_holdings(request: HttpRequest, *, key: str) -> HttpResponse:
    """The same as a file that programs read."""
    fan = fan_of_key(key)
    if fan is None:
        return show_no_fan(request)
    response = JsonResponse(everything_about(fan), json_dumps_params={"indent": 2})
    response["Content-Disposition"] = 'attachment; filename="count-in-about-me.json"'
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def show_no_fan(request: HttpRequest) -> HttpResponse:
    """A key that opens nothing: mistyped, or everything behind it was erased."""
    context = {
        "title": _("Nothing is kept here"),
        "words": _("This key opens no page. It may be incomplete, or everything was erased."),
        "next_step": _("Open the link once more from where you have it."),
    }
    return show_private_page(request, template="message", context=context, status=404)

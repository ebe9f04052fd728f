"""Back to a fan's own page: after a button there, and after a service that it led to."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from countin import clock
from countin.fans.models import Fan
from countin.pages.answers import SeeOther, go_to, show_private_page
from countin.pages.told import TOLD
from countin.pages.visitors.cookies import fan_key, fan_of_browser, keep_key, own_key
from countin.pages.visitors.remembering import remembered_until


@require_safe
def find_own_page(request: HttpRequest) -> HttpResponse:
    """`/me`: to the page of whom this browser knows, for pages that may not hold the key. Nothing
    a script fetches leads there: the key is in the cookie, which no script reads."""
    told = request.GET.get("told", "")
    if fan_of_browser(request) is None:
        return _show_stranger(request)
    if told in TOLD:
        return back_to_page(fan_key(request), told=told)
    return go_to("fan", key=fan_key(request))


def _show_stranger(request: HttpRequest) -> HttpResponse:
    context = {
        "title": _("This browser does not know your page"),
        "words": _("Your own page opens in the browser where you pre-saved, or by its own link."),
        "next_step": _("Open this address there, or pre-save again: you are recognized by it."),
    }
    return show_private_page(request, template="message", context=context, status=404)


def without_key(address: str) -> str:
    """The same page by `/me`; every other address stays as it is."""
    path, mark, query = address.partition("?")
    own = reverse("own_page")
    return f"{own}{mark}{query}" if path.startswith(f"{own}/") else address


def back_to_page(key: str, *, told: str) -> HttpResponse:
    """The page, with one sentence of its own list on top."""
    return SeeOther(f"{reverse('fan', kwargs={'key': key})}?told={told}")


def return_to_page(request: HttpRequest, *, fan: Fan, told: str) -> HttpResponse:
    """The same from a service, where no key is in the address: this browser holds it."""
    now = clock.now()
    key = own_key(request, fan=fan, now=now)
    response = back_to_page(key, told=told)
    keep_key(response, key=key, until=remembered_until(fan, now=now), now=now)
    return response


def remember_page(response: HttpResponse, *, fan: Fan, key: str) -> HttpResponse:
    """On the way to a service: let this browser find the page again when it is back."""
    now = clock.now()
    keep_key(response, key=key, until=remembered_until(fan, now=now), now=now)
    return response

"""The cookies: they bind an authorization to its browser, and remember the fan."""

from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from countin.fans.keys import fan_of_key, give_key, hash_key, new_key
from countin.fans.models import Fan
from countin.pages.domains.own_domains import domain_here

BROWSER_COOKIE = "countin_browser"
FAN_COOKIE = "countin_fan"
# Carries the state to the page on which a service's own script asks.
PAGE_STATE_COOKIE = "countin_state"
# Which service was pressed last: its name and nothing else, so no name of ours stands before it.
SERVICE_COOKIE = "service"
# On an artist's own domain, for a few minutes: which promise the thanks are about.
TICKET_COOKIE = "countin_ticket"
_SERVICE_FOR = timedelta(days=180)
# A little longer than an authorization lasts, so that a late return is told the truth.
_BROWSER_FOR = timedelta(minutes=15)
_LONGEST_KEY = 100


def browser_hash(request: HttpRequest) -> str:
    """What an authorization keeps of this browser; empty where it brought no cookie."""
    key = _read(request, BROWSER_COOKIE)
    return hash_key(key) if key else ""


def browser_key(request: HttpRequest) -> str:
    """The key of this browser, or a new one. Two tabs share it, so both may come back."""
    return _read(request, BROWSER_COOKIE) or new_key()


def keep_browser_key(response: HttpResponse, *, key: str) -> None:
    """Remember the browser for as long as it may be away."""
    _keep(response, name=BROWSER_COOKIE, value=key, lasts_for=_BROWSER_FOR)


def read_ticket(request: HttpRequest) -> str:
    """The ticket of the thanks, or an empty text."""
    return _read(request, TICKET_COOKIE)


def keep_ticket(response: HttpResponse, *, ticket: str, lasts_for: timedelta) -> None:
    """Remember what the thanks are about, and nobody with it."""
    _keep(response, name=TICKET_COOKIE, value=ticket, lasts_for=lasts_for)


def page_state(request: HttpRequest) -> str:
    """The state with which this browser was sent to a page that asks; else an empty text."""
    return _read(request, PAGE_STATE_COOKIE)


def keep_page_state(response: HttpResponse, *, state: str) -> None:
    """Remember the state until the page has asked."""
    _keep(response, name=PAGE_STATE_COOKIE, value=state, lasts_for=settings.AUTHORIZATION_FOR)


def remembered_service(request: HttpRequest) -> str:
    """The service pressed last in this browser; empty for none of ours."""
    name = request.COOKIES.get(SERVICE_COOKIE, "")
    return name if name in settings.PROVIDERS else ""


def keep_service(response: HttpResponse, *, service: str) -> None:
    """Show this service first from now on. It tells nothing about a person."""
    response.set_cookie(
        SERVICE_COOKIE,
        service,
        max_age=_SERVICE_FOR,
        httponly=True,
        samesite="Lax",
        secure=settings.COOKIES_SECURE,
    )


def fan_key(request: HttpRequest) -> str:
    """The key to the fan's own page that this browser holds, or an empty text. A page that a
    script fetches is nobody's: on one of ours a service's own script runs."""
    if request.method in ("GET", "HEAD") and not is_opened(request):
        return ""
    if domain_here(request) is not None:
        return ""  # on an artist's own domain nobody is known
    return _read(request, FAN_COOKIE)


def is_opened(request: HttpRequest) -> bool:
    """The browser opens this page in a window. Browsers that do not say are believed."""
    mode = request.headers.get("Sec-Fetch-Mode", "navigate")
    goes_to = request.headers.get("Sec-Fetch-Dest", "document")
    return (mode, goes_to) == ("navigate", "document")


def fan_of_browser(request: HttpRequest) -> Fan | None:
    """Who this browser says it is."""
    key = fan_key(request)
    return fan_of_key(key) if key else None


def keep_fan(
    request: HttpRequest, *, response: HttpResponse, fan: Fan, until: datetime, now: datetime
) -> None:
    """Remember the fan in this browser; a key that opens this fan's page stays the same."""
    key = own_key(request, fan=fan, now=now)
    keep_key(response, key=key, until=until, now=now)


def own_key(request: HttpRequest, *, fan: Fan, now: datetime) -> str:
    """The key to this fan's page that this browser holds, or a new one."""
    return fan_key(request) if fan_of_browser(request) == fan else give_key(fan, now=now)


def keep_key(response: HttpResponse, *, key: str, until: datetime, now: datetime) -> None:
    """Let this browser hold this key."""
    _keep(response, name=FAN_COOKIE, value=key, lasts_for=max(until - now, _BROWSER_FOR))


def forget_fan(response: HttpResponse) -> None:
    """This browser knows nobody any more, and ends nothing that it began for them."""
    response.delete_cookie(_full_name(FAN_COOKIE), samesite="Lax")
    forget_errands(response)


def forget_errands(response: HttpResponse) -> None:
    """An answer of a service that this browser was sent to before is nobody's."""
    for name in (BROWSER_COOKIE, PAGE_STATE_COOKIE):
        response.delete_cookie(_full_name(name), samesite="Lax")


def _full_name(name: str) -> str:
    """Over https with the prefix by which browsers refuse what another host of our domain, or
    a page without TLS, tries to plant: with a planted key a fan would write into another's page.
    """
    return f"__Host-{name}" if settings.COOKIES_SECURE else name


def _read(request: HttpRequest, name: str) -> str:
    value = request.COOKIES.get(_full_name(name), "")
    return value if len(value) <= _LONGEST_KEY else ""


def _keep(response: HttpResponse, *, name: str, value: str, lasts_for: timedelta) -> None:
    response.set_cookie(
        _full_name(name),
        value,
        max_age=lasts_for,
        httponly=True,
        samesite="Lax",
        secure=settings.COOKIES_SECURE,
    )

"""How much one browser, and one network, may send within a while.

Only what changes something is limited, and returns from a service that were bad before: looking
is free. A network is a carrier's with thousands of fans behind it, so its limit is far beyond
what fans send; a browser's is small. Bad returns are counted for the network, but where a browser
brings the state it was sent away with, for that browser alone: no forger can keep a neighbor from
coming back. Counted in the memory of this process, under keyed numbers
that last as long as it does: nothing about a network is written down.
"""

import hmac
import ipaddress
import math
import re
import secrets
import time
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from limits import RateLimitItem
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from countin import clock
from countin.fans.keys import hash_key
from countin.messaging.ceiling import wait_at_ceiling
from countin.pages.authorizing.sent import read_sent
from countin.pages.visitors.cookies import browser_hash, fan_key
from countin.pages.visitors.territory import client_address
from countin.presaves.authorizations import is_of_browser
from countin.visits.prefixes import network_of

_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_RETURN: Final = re.compile(r"/connect/([a-z][a-z0-9_]{0,39})/return")
_ASKING: Final = re.compile(r"/[^/]+/reminder/[^/]+|/@[^/]+/list")
_BAD: Final = frozenset({400, 403})
_COUNTED_ELSEWHERE: Final = "/api/"  # by token
_KEY: Final = secrets.token_bytes(32)
# So many counters at most; that two browsers share one does no harm.
_COUNTERS: Final = 16_384


class Limits:
    """Middleware. Behind the check of origins: what that refuses costs nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        returned = _RETURN.fullmatch(request.path)
        is_free = request.method in _SAFE or request.path.startswith(_COUNTED_ELSEWHERE)
        if is_free and not returned:
            return self._get_response(request)
        network = _network(request)
        answerable = _answerable(request, service=returned[1], network=network) if returned else ""
        exceeded = _exceeded(request, network=network, answerable=answerable)
        if exceeded is not None:
            return _tell(request, wait_s=exceeded)
        response = self._get_response(request)
        if answerable and response.status_code in _BAD:
            _counters().hit(settings.LIMITS.bad_returns, "bad", answerable)
        return response


def may_confirm(request: HttpRequest) -> bool:
    """Whether this network may confirm one more pre-save that is held back."""
    network = _network(request)
    return not network or _counters().hit(settings.LIMITS.confirms, "confirms", network)


def _answerable(request: HttpRequest, *, service: str, network: str) -> str:
    """Who a bad return is counted for: the browser that was sent away with this state, else the
    network; empty for nobody."""
    if not network:
        return ""
    is_posted = request.method == "POST"
    state = read_sent(request).state if is_posted else request.GET.get("state", "")
    browser = browser_hash(request)
    if is_of_browser(hash_key(state), provider=service, browser_hash=browser):
        return f"browser {_number(browser)}"
    return network


def _exceeded(request: HttpRequest, *, network: str, answerable: str) -> int | None:
    """Seconds to wait, or None. A return is looked at before its state is used up: whoever has
    to wait can load the page again, and nothing is lost."""
    allowed = settings.LIMITS
    if answerable and not _counters().test(allowed.bad_returns, "bad", answerable):
        return _wait(allowed.bad_returns, "bad", answerable)
    if request.method in _SAFE:
        return None
    browser = _number(fan_key(request) or browser_hash(request))
    if browser and not _counters().hit(allowed.browser, "browser", browser):
        return _wait(allowed.browser, "browser", browser)
    if network and not _counters().hit(allowed.network, "network", network):
        return _wait(allowed.network, "network", network)
    return _exceeded_by_mails(request, network=network) if _gives_address(request) else None


def _gives_address(request: HttpRequest) -> bool:
    """Whoever owns the address that is given here will be written to."""
    return bool(_ASKING.fullmatch(request.path) and request.POST.get("address"))


def _exceeded_by_mails(request: HttpRequest, *, network: str) -> int | None:
    allowed = settings.LIMITS
    if network and not _counters().hit(allowed.mails, "mails", network):
        return _wait(allowed.mails, "mails", network)
    if not settings.MAIL_IS_SET:
        return None
    wait = wait_at_ceiling(
        at_most=allowed.all_mails.amount,
        within=timedelta(seconds=allowed.all_mails.get_expiry()),
        now=clock.now(),
    )
    return None if wait is None else math.ceil(wait.total_seconds())


def _tell(request: HttpRequest, *, wait_s: int) -> HttpResponse:
    if request.content_type == "application/json":
        response: HttpResponse = JsonResponse(
            {"title": _("One moment, please"), "words": _limit_words(wait_s)}, status=429
        )
    else:
        response = render(request, "429.html", {"words": _limit_words(wait_s)}, status=429)
    response["Retry-After"] = str(wait_s)
    response["Cache-Control"] = "no-store"
    return response


def _limit_words(wait_s: int) -> str:
    words = ngettext(
        "More came from here than a page like this can take at once. Nothing is lost: wait "
        "%(seconds)s second, then load this page again.",
        "More came from here than a page like this can take at once. Nothing is lost: wait "
        "%(seconds)s seconds, then load this page again.",
        wait_s,
    )
    return words % {"seconds": wait_s}


def _wait(limit: RateLimitItem, *who: str) -> int:
    reset_at = _counters().get_window_stats(limit, *who).reset_time
    return max(1, math.ceil(reset_at - time.time()))


def _network(request: HttpRequest) -> str:
    """The number of the network that called; empty for our own machine or a neighbor's, which
    may be a proxy in front of everybody."""
    address = client_address(request, trusted_proxies=settings.TRUSTED_PROXIES)
    try:
        is_global = ipaddress.ip_address(address).is_global
    except ValueError:
        return ""
    return _number(network_of(address)) if is_global else ""


def _number(text: str) -> str:
    if not text:
        return ""
    digest = hmac.digest(_KEY, text.encode("utf-8", "replace"), "sha256")
    return str(int.from_bytes(digest[:4], "big") % _COUNTERS)


@cache
def _counters() -> SlidingWindowCounterRateLimiter:
    # Made at the first use, in the process that answers: it has a thread of its own.
    return SlidingWindowCounterRateLimiter(MemoryStorage())

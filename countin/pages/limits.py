"""How much one browser, and one network, may send within a while.

Only what changes something is limited, and returns from a service that were bad before: looking
is free. A network is a carrier's with thousands of fans behind it, so its limit is far beyond
what fans send; a browser's is small. Counted in the memory of this process, under keyed numbers
that last as long as it does: nothing about a network is written down.
"""

import hmac
import ipaddress
import math
import re
import secrets
import time
from collections.abc import Callable
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

from countin.pages.cookies import browser_hash, fan_key
from countin.pages.territory import client_address
from countin.visits.prefixes import network_of

_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_RETURN: Final = re.compile(r"/connect/[a-z][a-z0-9_]{0,39}/return")
_BAD: Final = frozenset({400, 403})
_KEY: Final = secrets.token_bytes(32)
# So many counters at most; that two browsers share one does no harm.
_COUNTERS: Final = 16_384


class Limits:
    """Middleware. Behind the check of origins: what that refuses costs nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_return = bool(_RETURN.fullmatch(request.path))
        if request.method in _SAFE and not is_return:
            return self._get_response(request)
        network = _network(request)
        exceeded = _exceeded(request, network=network, is_return=is_return)
        if exceeded is not None:
            return _tell(request, wait_s=exceeded)
        response = self._get_response(request)
        if is_return and network and response.status_code in _BAD:
            _counters().hit(settings.LIMITS.bad_returns, "bad", network)
        return response


def _exceeded(request: HttpRequest, *, network: str, is_return: bool) -> int | None:
    """Seconds to wait, or None. A return is looked at before its state is used up: whoever has
    to wait can load the page again, and nothing is lost."""
    allowed = settings.LIMITS
    if is_return and network and not _counters().test(allowed.bad_returns, "bad", network):
        return _wait(allowed.bad_returns, "bad", network)
    if request.method in _SAFE:
        return None
    browser = _number(fan_key(request) or browser_hash(request))
    if browser and not _counters().hit(allowed.browser, "browser", browser):
        return _wait(allowed.browser, "browser", browser)
    if network and not _counters().hit(allowed.network, "network", network):
        return _wait(allowed.network, "network", network)
    return None


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

"""`/.well-known/count-in/domain?domain=`: whether a proxy may fetch a certificate for a name.

Only the proxy itself is answered, from its own address: whoever comes through it from outside
learns nothing here about who has a page.
"""

import ipaddress
from functools import cache
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from countin.pages.domains.own_domains import find_domain, is_base, is_short

_FORWARDED: Final = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")
# Names of strangers. Ours are always answered: nobody can keep a certificate from an artist.
_STRANGERS: Final = RateLimitItemPerMinute(120)


@require_safe
def answer_proxy(request: HttpRequest) -> HttpResponse:
    """200 for a name of ours, 404 for every other, 429 for too many of those."""
    if not _is_proxy(request):
        raise Http404("nothing here")
    name = request.GET.get("domain", "").lower().rstrip(".")
    if is_base(name) or is_short(name) or find_domain(name):
        return HttpResponse("ours\n", "text/plain")
    is_patient = _counter().hit(_STRANGERS, "strangers")
    return HttpResponse("not ours\n", "text/plain", status=404 if is_patient else 429)


def _is_proxy(request: HttpRequest) -> bool:
    if any(name in request.META for name in _FORWARDED):
        return False
    try:
        caller = ipaddress.ip_address(str(request.META.get("REMOTE_ADDR", "")))
    except ValueError:
        return False
    return caller.is_loopback or any(caller in one for one in settings.TRUSTED_PROXIES)


@cache
def _counter() -> SlidingWindowCounterRateLimiter:
    return SlidingWindowCounterRateLimiter(MemoryStorage())

"""The check at the door: forms come from our own pages, by our own name, and none too large."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from countin.pages.addresses import DOMAIN_ASKING, OVER

_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
# RFC 8058: a mail service unsubscribes for its user, without any page of ours. Its key is proof.
# Programs bring a token, and no cookie that a stranger's page could use.
# What comes over from an artist's own domain: there the view asks whose it is.
_EXEMPT: Final = ("/unsubscribe/", "/api/", OVER)
# Those who look how we are may know no name of ours.
_ANY_HOST: Final = frozenset({"/healthz", "/metrics", DOMAIN_ASKING})
_PORTS: Final = {"http": 80, "https": 443}
_OUR_OWN: Final = frozenset({"same-origin", "none"})


class OriginCheck:
    """Middleware. What changes something must come from a page at COUNTIN_BASE_URL.

    Origin is compared; where a browser sends none, Referer is. Sec-Fetch-Site must agree
    where it is sent.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path not in _ANY_HOST:
            request.get_host()  # DisallowedHost: 400 for whoever came by a name that is not ours
        if _is_too_large(request):
            return render(request, "413.html", status=413)
        if request.method in _SAFE or request.path.startswith(_EXEMPT) or _is_ours(request):
            return _with_words(request, response=self._get_response(request))
        return render(request, "403.html", status=403)


def _with_words(request: HttpRequest, *, response: HttpResponse) -> HttpResponse:
    """A refused method would answer with an empty page, e.g. where a form's address is opened."""
    if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
        return response
    told = render(request, "405.html", status=response.status_code)
    told["Allow"] = response["Allow"]
    return told


def _is_ours(request: HttpRequest) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site not in _OUR_OWN:
        return False
    claimed = request.headers.get("Origin") or request.headers.get("Referer", "")
    return bool(claimed) and _origin_of(claimed) == _origin_of(settings.BASE_URL)


def _origin_of(address: str) -> tuple[str, str, int | None]:
    try:
        parts = urlsplit(address)
        port = parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        return ("", "", None)
    return (parts.scheme, parts.hostname or "", port)


def _is_too_large(request: HttpRequest) -> bool:
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return True
    return length > most_bytes(request.path_info)


def most_bytes(path: str) -> int:
    """How much may be sent to this address: a form of ours, or in the studio a picture."""
    for beginning, most in settings.UPLOAD_SIZES.items():
        if path.startswith(beginning):
            return int(most)
    return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)

"""One line a request, with what could be a key taken out of the path."""

import time
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

_log = structlog.get_logger("countin.access")
_SECRET_PATHS = ("me", "connect", "confirm", "unsubscribe", "l")


class AccessLog:
    """Logs method, path, status and time; no address, no query, no user agent."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        response = self._get_response(request)
        _log.info(
            "request",
            method=request.method,
            path=readable_path(request.path),
            status=response.status_code,
            ms=round((time.perf_counter() - started) * 1000),
        )
        return response


def readable_path(path: str) -> str:
    """The path, cut after the first part where the rest may be a key."""
    first, _slash, rest = path.lstrip("/").partition("/")
    return f"/{first}/…" if first in _SECRET_PATHS and rest else path

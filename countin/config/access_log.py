"""One line a request, with what could be a key taken out of the path."""

import logging
import time
from collections.abc import Callable
from functools import lru_cache

from django.http import HttpRequest, HttpResponse

from countin.config.logs import READY, redact

_log = logging.getLogger("countin.access")
_SECRET_PATHS = ("me", "connect", "confirm", "unsubscribe", "l", "c")
_STUDIO_KEYS = ("/studio/in/", "/studio/join/")


class AccessLog:
    """Logs method, path, status and time; no address, no query, no user agent."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        response = self._get_response(request)
        log_request(request, status=response.status_code, started=started)
        return response


def log_request(request: HttpRequest, *, status: int, started: float) -> None:
    """The line of one request; `started` by `time.perf_counter()`."""
    if _log.isEnabledFor(logging.INFO):
        asked = _asked(request.method or "", request.path)
        took = round((time.perf_counter() - started) * 1000)
        _log.info("request", extra={READY: f"{asked} status={status} ms={took}"})


def readable_path(path: str) -> str:
    """The path, cut after the first part where the rest may be a key."""
    if path.startswith(_STUDIO_KEYS):
        return f"{path[: path.index('/', len('/studio/'))]}/…"
    first, _slash, rest = path.lstrip("/").partition("/")
    return f"/{first}/…" if first in _SECRET_PATHS and rest else path


@lru_cache(maxsize=1024)
def _asked(method: str, path: str) -> str:
    """Redacted here, once a path: a busy page writes the same words thousands of times."""
    return f"method={redact(method)!r} path={redact(readable_path(path))[:500]!r}"

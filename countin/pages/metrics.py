"""`/metrics`, for Prometheus: closed unless a token is set, and then for whoever brings it."""

import threading
import time
from secrets import compare_digest
from typing import Final

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from countin import clock
from countin.insights.exposition import CONTENT_TYPE, write_exposition
from countin.insights.measuring import measure
from countin.providers.contract import is_set_up

_KEPT_FOR: Final = 10.0  # seconds: several who scrape cost the database no more than one
_NOT_FOR_ALL: Final = (
    "The token is missing or another. Send the header 'Authorization: Bearer' with the value of "
    "COUNTIN_METRICS_TOKEN, as in docs/running/metrics.md.\n"
)
_NO_DATABASE: Final = "The database does not answer. Find out why: countin doctor\n"


class LastMade:
    """The last answer of this process. While one thread makes a new one, others wait for it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.clear()

    def clear(self) -> None:
        """Make the next one anew."""
        self._text, self._good_until = b"", 0.0

    def text(self) -> bytes:
        """At most ten seconds old, by a clock that nobody sets. Raises DatabaseError."""
        with self._lock:
            if time.monotonic() >= self._good_until:
                saving = {n: p for n, p in settings.PROVIDERS.items() if p.abilities.direct}
                providers = {name: one for name, one in saving.items() if is_set_up(one)}
                self._text = write_exposition(measure(providers, now=clock.now()))
                self._good_until = time.monotonic() + _KEPT_FOR
            return self._text


LAST_MADE: Final = LastMade()


@require_safe
def show_metrics(request: HttpRequest) -> HttpResponse:
    """404 where no token is set: nobody learns what could be here."""
    if not settings.METRICS_TOKEN:
        raise Http404
    if not _brings_token(request):
        answer = _answer(_NOT_FOR_ALL.encode(), status=401)
        answer["WWW-Authenticate"] = 'Bearer realm="metrics"'
        return answer
    try:
        return _answer(LAST_MADE.text(), content_type=CONTENT_TYPE)
    except DatabaseError:
        return _answer(_NO_DATABASE.encode(), status=503)


def _brings_token(request: HttpRequest) -> bool:
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    # As bytes: what is no ASCII can't be compared as text.
    is_equal = compare_digest(token.strip().encode(), settings.METRICS_TOKEN.encode())
    return scheme.lower() == "bearer" and is_equal


def _answer(
    text: bytes, *, status: int = 200, content_type: str = "text/plain; charset=utf-8"
) -> HttpResponse:
    headers = {"Cache-Control": "no-store"}
    return HttpResponse(text, content_type, status=status, headers=headers)

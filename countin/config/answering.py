"""How a request is answered: by a page that is at hand, else by Django with everything it has."""

import time
from collections.abc import Iterable
from typing import Any, Final

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest

from countin.config.access_log import log_request
from countin.config.bodies import ASK_AGAIN_S, TooManySending, read_ahead
from countin.pages.rendered import answer_at_hand

_BUSY: Final = (
    f"Many are sending something at once. Nothing was taken: go back in {ASK_AGAIN_S} seconds and "
    "press again.\n"
).encode()
_BUSY_HEADERS: Final = [
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Content-Length", str(len(_BUSY))),
    ("Retry-After", str(ASK_AGAIN_S)),
    ("Cache-Control", "no-store"),
]


class Pages:
    """Django's own handler, but a page that is at hand is handed out before anything else
    begins. Whole answers go to the server in one piece: it sends them faster than one that it
    has to ask for."""

    def __init__(self) -> None:
        self._django = WSGIHandler()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """One request."""
        started = time.perf_counter()
        request = WSGIRequest(environ)
        answer = answer_at_hand(request)
        if answer is None:
            return self._answer(environ, start_response, started=started)
        log_request(request, status=answer.status_code, started=started)
        start_response("200 OK", list(answer.items()))
        return [answer.content]

    def _answer(
        self, environ: dict[str, Any], start_response: Any, *, started: float
    ) -> Iterable[bytes]:
        try:
            read_ahead(environ)
        except TooManySending:
            log_request(WSGIRequest(environ), status=503, started=started)
            start_response("503 Service Unavailable", _BUSY_HEADERS)
            return [_BUSY]
        return _whole(self._django(environ, start_response))


def _whole(response: Any) -> Iterable[bytes]:
    if getattr(response, "streaming", True):
        return response  # type: ignore[no-any-return]
    body = [response.content]
    response.close()
    return body

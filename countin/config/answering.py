"""How a request is answered: by a page that is at hand, else by Django with everything it has."""

import time
from collections.abc import Iterable
from typing import Any

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils.translation import ngettext, override

from countin.config.access_log import log_request
from countin.config.bodies import ASK_AGAIN_S, TooManySending, read_ahead
from countin.pages.made_once.rendered import answer_at_hand
from countin.pages.visitors.languages import COOKIE, language_of


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
            request = WSGIRequest(environ)
            log_request(request, status=503, started=started)
            words, headers = _busy(request)
            start_response("503 Service Unavailable", headers)
            return [words]
        return _whole(self._django(environ, start_response))


def _busy(request: WSGIRequest) -> tuple[bytes, list[tuple[str, str]]]:
    """Said before Django begins, so the visitor's language is asked for here."""
    language = language_of(
        request.headers.get("Accept-Language", ""), cookie=request.COOKIES.get(COOKIE, "")
    )
    with override(language):
        text = ngettext(
            "Many are sending something at once. Nothing was taken: go back in %(seconds)s second "
            "and press again.",
            "Many are sending something at once. Nothing was taken: go back in %(seconds)s seconds "
            "and press again.",
            ASK_AGAIN_S,
        )
    words = f"{text % {'seconds': ASK_AGAIN_S}}\n".encode()
    return words, [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Language", language),
        ("Content-Length", str(len(words))),
        ("Retry-After", str(ASK_AGAIN_S)),
        ("Cache-Control", "no-store"),
    ]


def _whole(response: Any) -> Iterable[bytes]:
    if getattr(response, "streaming", True):
        return response  # type: ignore[no-any-return]
    body = [response.content]
    response.close()
    return body

"""How a request is answered: by a page that is at hand, else by Django with everything it has."""

import time
from collections.abc import Iterable
from typing import Any, Final

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpResponse
from django.utils.translation import ngettext, override

from countin.api.problems import answer_problem
from countin.config.access_log import log_request
from countin.config.bodies import ASK_AGAIN_S, TooManySending, read_ahead
from countin.pages.made_once.rendered import answer_at_hand
from countin.pages.visitors.languages import COOKIE, language_of

_PROGRAMS: Final = "/api/"


class Pages:
    """Django's own handler, but a page that is at hand is handed out before anything else
    begins. Whole answers go to the server in one piece: it sends them faster than one that it
    has to ask for."""

    def __init__(self) -> None:
        self._django = WSGIHandler()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """One request."""
        started = time.perf_counter()
        # Django spells the path anew in what it is given: made twice of one, it could not be read.
        request = WSGIRequest(environ.copy())
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
            busy = _busy_for_programs() if request.path.startswith(_PROGRAMS) else _busy(request)
            start_response("503 Service Unavailable", list(busy.items()))
            return [busy.content]
        return _whole(self._django(environ, start_response))


def _busy(request: WSGIRequest) -> HttpResponse:
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
    words = f"{text % {'seconds': ASK_AGAIN_S}}\n"
    return _later(HttpResponse(words, "text/plain; charset=utf-8"), language=language)


def _busy_for_programs() -> HttpResponse:
    words = "Many are sending something at once. Nothing was taken: ask again after Retry-After."
    return _later(answer_problem(503, words), language="en")


def _later(response: HttpResponse, *, language: str) -> HttpResponse:
    response["Content-Language"] = language
    response["Content-Length"] = str(len(response.content))
    response["Retry-After"] = str(ASK_AGAIN_S)
    response["Cache-Control"] = "no-store"
    return response


def _whole(response: Any) -> Iterable[bytes]:
    if getattr(response, "streaming", True):
        return response  # type: ignore[no-any-return]
    body = [response.content]
    response.close()
    return body

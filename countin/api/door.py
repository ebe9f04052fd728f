"""The door of `/api/`: who is it, how often, and what is said where nothing behind it answered."""

import logging
from collections.abc import Callable
from typing import Final

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from countin import clock
from countin.api.limits import Counted
from countin.api.problems import CONTENT_TYPE, answer_problem
from countin.workspaces.letting_in import find_token
from countin.workspaces.models import ApiToken

_UNDER: Final = "/api/"
# The mail service tells us here, and brings a secret of its own.
_NOT_OURS: Final = "/api/mail/"
_OPEN: Final = frozenset({"/api/v1/openapi.json"})
_ERRORS: Final = 400
_CLOSED: Final = (
    "Send a token that is open in the header 'Authorization: Bearer …'. Make one: countin token "
    "add NAME"
)
_log = logging.getLogger(__name__)


class ApiDoor:
    """Middleware, in front of the pages' own: cookies, languages and pages are no matter here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(_UNDER) or request.path.startswith(_NOT_OURS):
            return self._get_response(request)
        try:
            token = _token_of(request)
        except DatabaseError:
            return _closed(answer_problem(503))
        counted = Counted(token.pk if token else None)
        response = _closed(self._answer(request, token=token, counted=counted))
        counted.tell(response)
        return response

    def _answer(
        self, request: HttpRequest, *, token: ApiToken | None, counted: Counted
    ) -> HttpResponse:
        if counted.wait_s:
            return answer_problem(429)
        if token is None and request.path not in _OPEN:
            return answer_problem(401, _CLOSED, headers={"WWW-Authenticate": "Bearer"})
        if token is not None:
            request.api_token = token  # type: ignore[attr-defined]  # read behind the door
        response = self._get_response(request)
        if response.status_code >= _ERRORS and response["Content-Type"] != CONTENT_TYPE:
            return _told_anew(response)
        return response


def _token_of(request: HttpRequest) -> ApiToken | None:
    scheme, _space, text = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not text.strip():
        return None
    return find_token(text.strip(), now=clock.now())


def _told_anew(response: HttpResponse) -> HttpResponse:
    """A page for people, said for programs."""
    kept = {name: response[name] for name in ("Allow", "Retry-After") if name in response}
    return answer_problem(response.status_code, headers=kept)


def _closed(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response

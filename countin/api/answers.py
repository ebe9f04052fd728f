"""Answers kept for a day: whoever asks for the same change again, with the same key, gets the
same answer, and the change is made once. What was refused changed nothing and is not kept."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse

from countin import clock
from countin.api.finding import token_of
from countin.api.problems import Problem, answer_problem
from countin.workspaces.models import ApiToken, GivenAnswer

KEPT_FOR: Final = timedelta(days=1)
_LONGEST_KEY: Final = 255
_REFUSED: Final = 400
# Longer than any change takes: whoever began one and has not answered since was killed.
_LOST_AFTER: Final = timedelta(minutes=2)
_TOO_LONG: Final = "An Idempotency-Key has 1 to 255 characters. A new UUID for each change is fine."
_OTHER: Final = "This Idempotency-Key was used for another request. Take a new one for each change."
_UNDER_WAY: Final = "The request with this key is being answered. Ask again in a few seconds."
View = Callable[..., HttpResponse]


def once(view: View) -> View:
    """Make what `view` does happen once a key; without a key it is simply done."""
    return _once(view, hidden=())


def _once(view: View, *, hidden: tuple[str, ...]) -> View:
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = request.headers.get("Idempotency-Key")
        if key is None:
            return view(request, *args, **kwargs)
        try:
            given, is_new = _take(request, key=key, now=clock.now())
        except Problem as problem:
            return answer_problem(problem.status, problem.detail)
        if not is_new:
            return _said_again(given)
        try:
            response = view(request, *args, **kwargs)
        except BaseException:
            given.delete()
            raise
        _keep(given, response=response, hidden=hidden)
        return response

    return answer


def once_secretly(*members: str) -> Callable[[View], View]:
    """The same where the answer holds something that is shown this once: these members are kept
    empty, so that it lies nowhere in the clear."""

    def decorate(view: View) -> View:
        return _once(view, hidden=members)

    return decorate


def _take(request: HttpRequest, *, key: str, now: datetime) -> tuple[GivenAnswer, bool]:
    """The answer that stands under this key, or a new one to be given. Raises Problem."""
    if not 0 < len(key) <= _LONGEST_KEY:
        raise Problem(422, _TOO_LONG)
    GivenAnswer.objects.filter(given_at__lt=now - KEPT_FOR).delete()
    token, asked = token_of(request), _asked(request)
    standing = GivenAnswer.objects.filter(token=token, key_hash=_hash(key.encode()))
    standing.filter(status=None, given_at__lt=now - _LOST_AFTER).delete()
    try:
        with transaction.atomic():
            return _new(token, key=key, asked=asked, now=now), True
    except IntegrityError:
        found = standing.first()
    if found is not None and found.asked_hash != asked:
        raise Problem(422, _OTHER)
    if found is None or found.status is None:
        raise Problem(409, _UNDER_WAY)
    return found, False


def _new(token: ApiToken, *, key: str, asked: str, now: datetime) -> GivenAnswer:
    return GivenAnswer.objects.create(
        token=token, key_hash=_hash(key.encode()), asked_hash=asked, given_at=now
    )


def _keep(given: GivenAnswer, *, response: HttpResponse, hidden: tuple[str, ...]) -> None:
    if response.status_code >= _REFUSED:
        given.delete()
        return
    body = response.content.decode()
    if hidden:
        body = json.dumps({**json.loads(body), **dict.fromkeys(hidden, "")}, ensure_ascii=False)
    given.status, given.body = response.status_code, body
    given.save(update_fields=["status", "body"])


def _said_again(given: GivenAnswer) -> HttpResponse:
    headers = {"Idempotent-Replayed": "true"}
    kind = "application/json; charset=utf-8"
    return HttpResponse(given.body, kind, status=given.status, headers=headers)


def _asked(request: HttpRequest) -> str:
    return _hash(f"{request.method} {request.get_full_path()}\n".encode() + request.body)


def _hash(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()

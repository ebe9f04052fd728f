"""Which answers an operation may give: what is not named here is never answered."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse, JsonResponse
from ninja import Schema

from countin.api.shapes import ProblemShape, RefusalShape

# The door's, and the database's.
_ALWAYS = (401, 403, 429, 503)


def answers(
    shape: type[Any] | None, *refusals: int, status: int = 200
) -> Mapping[int, type[Any] | None]:
    """The shape (None: nothing is in it), what every operation may be refused with, and these."""
    told: dict[int, type[Any]] = dict.fromkeys((*_ALWAYS, *refusals), ProblemShape)
    if 422 in refusals:
        told[422] = RefusalShape
    return {status: shape, **told}


def answer_whole(
    shape: type[Schema], told: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """What a command prints, whole: also members that the shape does not name. Raises pydantic's
    ValidationError where it lacks one that the shape does."""
    shape.model_validate(told)
    return JsonResponse(told, status=status, json_dumps_params={"ensure_ascii": False})

"""The description of the API (OpenAPI 3.1), so that it says what is answered."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any, Final

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from countin.api.examples import BODIES
from countin.api.problems import CONTENT_TYPE

_KEY: Final = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
    "description": "One for each change. Sent again within a day, it is answered as before.",
}
_SECONDS: Final = {"type": "integer", "minimum": 1}
_HEADERS: Final = {
    "RateLimit-Limit": ("How many requests this token has a minute.", _SECONDS),
    "RateLimit-Remaining": ("How many are left.", {"type": "integer", "minimum": 0}),
    "RateLimit-Reset": ("Seconds until some are given back.", _SECONDS),
    "Retry-After": ("Seconds to wait.", _SECONDS),
}
_BODY: Final = "application/json"
_FORM: Final = "multipart/form-data"


class DescribedApi(NinjaAPI):
    """Described as it answers."""

    def get_openapi_schema(self, **_options: Any) -> OpenAPISchema:
        """OpenAPI 3.1. Refusals are problem+json; changes take a key."""
        return self._described

    @cached_property
    def _described(self) -> OpenAPISchema:
        # Made once: it takes a third of a second, and anybody may ask.
        described = super().get_openapi_schema()
        for name, operation in _operations(described):
            _tell_answers(operation["responses"], has_body="requestBody" in operation)
            content = operation.get("requestBody", {}).get("content", {})
            if name in BODIES:
                content[_BODY]["example"] = BODIES[name]
            # Not for a picture: sent again, that is the same picture.
            if name.startswith(("POST ", "PUT ")) and _FORM not in content:
                operation.setdefault("parameters", []).append(_KEY)
        described["components"]["headers"] = {
            name: {"description": words, "schema": schema}
            for name, (words, schema) in _HEADERS.items()
        }
        return described


def _operations(described: OpenAPISchema) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each as `GET /campaigns`."""
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path.removeprefix('/api/v1')}", operation


def _tell_answers(responses: dict[Any, Any], *, has_body: bool) -> None:
    if has_body:
        responses[413] = {**responses[401], "description": "Content Too Large"}
    for status, response in responses.items():
        if int(status) >= 400:
            response["content"] = {CONTENT_TYPE: _content(response)}
        if int(status) < 400 or int(status) == 429:
            last = None if int(status) == 429 else -1
            response["headers"] = {
                name: {"$ref": f"#/components/headers/{name}"} for name in list(_HEADERS)[:last]
            }


def _content(response: dict[str, Any]) -> Any:
    return next(iter(response["content"].values()))

"""What a service's script handed to our page, as the page posts it."""

import json
from dataclasses import dataclass, field
from typing import Any, Final

from django.http import HttpRequest

_LONGEST_BODY: Final = 16 * 1024


@dataclass(frozen=True)
class Sent:
    """What the page's script posts."""

    state: str = field(default="", repr=False)
    token: str = field(default="", repr=False)


def read_sent(request: HttpRequest) -> Sent:
    """What was posted; both empty where it is not ours."""
    if len(request.body) > _LONGEST_BODY:
        return Sent()
    try:
        told: Any = json.loads(request.body)
    except (ValueError, RecursionError):
        return Sent()
    if not isinstance(told, dict):
        return Sent()
    state, token = told.get("state"), told.get("token")
    if not isinstance(state, str) or not isinstance(token, str):
        return Sent()
    # Half a pair of surrogates may stand in JSON, and can't be hashed: no state of ours has any.
    return Sent(state, token) if state.isascii() else Sent()

"""Which scope an operation asks for."""

from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from countin.api.problems import Problem
from countin.workspaces.letting_in import Scope
from countin.workspaces.models import ApiToken


class Token(HttpBearer):
    """The door let the token in; whether it was made for this is judged here."""

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self._scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Any | None:
        """Raises Problem (403) for a token without the scope."""
        found: ApiToken = request.api_token  # type: ignore[attr-defined]  # set by the door
        if not found.allows(self._scope):
            raise Problem(
                403,
                f"This token was not made for it: it needs the scope {self._scope}. Make one: "
                f"countin token add NAME --scope {self._scope}",
            )
        return found


READ, WRITE, FANS = Token(Scope.READ), Token(Scope.WRITE), Token(Scope.FANS)
OWNER = Token(Scope.OWNER)

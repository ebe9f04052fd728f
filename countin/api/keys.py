"""Tokens made and ended by a token: none opens more, or lasts longer, than the one that made it."""

from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from ninja.decorators import decorate_view
from pydantic import Field

from countin import clock
from countin.api.answers import once_secretly
from countin.api.finding import token_of, workspace_of
from countin.api.noting import note
from countin.api.paging import MOST_ROWS, Cursor, Limit, read_cursor, write_cursor
from countin.api.problems import Problem
from countin.api.responses import answers
from countin.api.shapes import Moment
from countin.api.tokens import OWNER
from countin.api.wishes import Number, Wish, plain
from countin.workspaces.letting_in import LONGEST, Scope, make_token, revoke_token
from countin.workspaces.models import ApiToken

router = Router(tags=["tokens"])
_SCOPES = [scope.value for scope in Scope]
ScopeName = Literal[*_SCOPES]  # type: ignore[valid-type]  # one list of scopes for all


class TokenShape(Schema):
    """A token. Its text is stored nowhere."""

    number: int
    name: str
    scopes: list[ScopeName]
    state: Literal["open", "expired", "revoked"]
    expires_at: Moment
    used_on: str | None


class NewTokenShape(TokenShape):
    """`token` is its text; it is not shown again."""

    token: str


class TokenPage(Schema):
    """`next` goes into `cursor` for what follows; null at the end."""

    items: list[TokenShape]
    next: str | None


class TokenWish(Wish):
    """What it is for, what it opens, and for how long."""

    name: Annotated[str, plain(longest=100, least=1)]
    scopes: list[ScopeName] = Field(min_length=1, max_length=len(Scope))
    days: int = Field(90, ge=1, le=LONGEST.days)


@router.get("", auth=OWNER, response=answers(TokenPage, 422), summary="List tokens")
def list_tokens(request: HttpRequest, cursor: Cursor = "", limit: Limit = 50) -> TokenPage:
    """The newest first, without their texts."""
    _kind, before = read_cursor(cursor, kinds="t") if cursor else ("t", MOST_ROWS)
    own = ApiToken.objects.filter(workspace=workspace_of(request), pk__lt=before)
    found, now = list(own.order_by("-pk")[: limit + 1]), clock.now()
    has_more = len(found) > limit
    return TokenPage(
        items=[TokenShape(**_told(one, now=now)) for one in found[:limit]],
        next=write_cursor("t", found[limit - 1].pk) if has_more else None,
    )


@router.post("", auth=OWNER, response=answers(NewTokenShape, 409, 422, status=201), summary="Make")
@decorate_view(once_secretly("token"))
def add(request: HttpRequest, wish: TokenWish) -> Status[NewTokenShape]:
    """No scope that this token has not, and no day after its end."""
    mine, now = token_of(request), clock.now()
    if beyond := [scope for scope in wish.scopes if not mine.allows(scope)]:
        raise Problem(422, f"This token does not open {beyond[0]}, so it can't give that away.")
    lasts = min(timedelta(days=wish.days), mine.expires_at - now)
    with transaction.atomic():
        made, shown = make_token(
            mine.workspace,
            name=wish.name,
            scopes=[Scope(scope) for scope in wish.scopes],
            lasts=lasts,
            now=now,
        )
        note(request, "token made", subject=f"token {made.pk}: {made.name}", detail=made.scopes)
    return Status(201, NewTokenShape(**_told(made, now=now), token=shown))


@router.delete("/{number}", auth=OWNER, response=answers(TokenShape, 404, 422), summary="End")
def end(request: HttpRequest, number: Number) -> TokenShape:
    """At once; also this one."""
    own = ApiToken.objects.filter(workspace=workspace_of(request))
    found, now = get_object_or_404(own, pk=number), clock.now()
    with transaction.atomic():
        if revoke_token(found, now=now):
            note(request, "token revoked", subject=f"token {number}: {found.name}")
    found.refresh_from_db()
    return TokenShape(**_told(found, now=now))


def _told(token: ApiToken, *, now: datetime) -> dict[str, Any]:
    return {
        "number": token.pk,
        "name": token.name,
        "scopes": token.scopes.split(),
        "state": _state(token, now=now),
        "expires_at": token.expires_at.isoformat(),
        "used_on": token.used_on and token.used_on.isoformat(),
    }


def _state(token: ApiToken, *, now: datetime) -> str:
    if token.revoked_at is not None:
        return "revoked"
    return "open" if token.expires_at > now else "expired"

"""Letting programs in: making tokens, finding the one that is shown, ending it."""

import hashlib
import secrets
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from countin.workspaces.models import ApiToken, Workspace

LONGEST: Final = timedelta(days=366)
# Found by whoever looks through files for secrets that nobody should have committed.
_BEGINNING: Final = "countin_"


class Scope(StrEnum):
    """What a token may be made for. None includes another."""

    READ = "read"  # campaigns, numbers, release day: nobody's data
    WRITE = "write"  # making, changing, pausing campaigns; rehearsing; links
    FANS = "fans"  # a campaign's fans as far as their consent goes; erasing one
    OWNER = "owner"  # people, invitations, tokens, domains and pixels, the log


def make_token(
    workspace: Workspace, *, name: str, scopes: list[Scope], lasts: timedelta, now: datetime
) -> tuple[ApiToken, str]:
    """The row, and the text that is shown this once. Raises ValueError for no scope, and for
    more than 366 days."""
    if not scopes or not timedelta(0) < lasts <= LONGEST:
        raise ValueError("A token has a scope, and an end within 366 days.")
    text = _BEGINNING + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        workspace=workspace,
        name=name,
        token_hash=_hash(text),
        scopes=" ".join(scope for scope in Scope if scope in scopes),
        made_at=now,
        expires_at=now + lasts,
    )
    return token, text


def find_token(text: str, *, now: datetime) -> ApiToken | None:
    """The token whose text this is, where it is neither revoked nor at its end. Its use is noted
    once a day."""
    open_ones = ApiToken.objects.filter(revoked_at__isnull=True, expires_at__gt=now)
    token = open_ones.select_related("workspace").filter(token_hash=_hash(text)).first()
    if token is not None and token.used_on != now.date():
        open_ones.filter(pk=token.pk).update(used_on=now.date())
    return token


def revoke_token(token: ApiToken, *, now: datetime) -> bool:
    """It lets nobody in any more. False where it was revoked already."""
    return bool(
        ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=now)
    )


def _hash(text: str) -> str:
    # Of 256 random bits: nothing to guess, so no salt and no slow hash.
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()

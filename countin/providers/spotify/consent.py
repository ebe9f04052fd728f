"""Consent on Spotify's own page: authorization code with PKCE, from a confidential client."""

import base64
import hashlib
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import quote, urlencode

from countin.providers.contract import Access, Ask, Grant
from countin.providers.http import Answer, Http
from countin.providers.reading import (
    JsonObject,
    read_object,
    seconds_in,
    secret_in,
    text_in,
)
from countin.providers.spotify.answers import token_error
from countin.providers.spotify.options import SpotifyOptions

# The six months count from the fan's authorization; refreshing does not extend them.
# https://developer.spotify.com/blog/2026-06-18-refresh-token-expiration
GRANT_LIFE = timedelta(days=180)
SCOPES: Mapping[Ask, str] = {
    Ask.SAVE: "user-library-modify",
    Ask.FOLLOW: "user-follow-modify",
    Ask.READ: "user-library-read",
}
_VERIFIER = re.compile(r"[A-Za-z0-9_.~-]{43,128}")
_ACCESS_LIFE = 3600


def spell_scopes(asks: frozenset[Ask]) -> str:
    """The least scopes for these asks, in Spotify's spelling."""
    return " ".join(scope for ask, scope in SCOPES.items() if ask in asks)


def make_consent_address(
    options: SpotifyOptions,
    *,
    state: str,
    verifier: str,
    return_address: str,
    asks: frozenset[Ask],
) -> str:
    """Where the fan agrees. Raises ValueError for a verifier that PKCE does not allow."""
    query = {
        "client_id": options.client_id,
        "response_type": "code",
        "redirect_uri": return_address,
        "scope": spell_scopes(asks),
        "state": state,
        "code_challenge_method": "S256",
        "code_challenge": _challenge(verifier),
    }
    return f"{options.accounts_url}/authorize?{urlencode(query, quote_via=quote, safe='')}"


async def exchange_code(
    code: str,
    *,
    verifier: str,
    return_address: str,
    now: datetime,
    options: SpotifyOptions,
    http: Http,
) -> tuple[Grant, Access]:
    """Turn the code into a grant and a first access."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": return_address,
        "client_id": options.client_id,
        "code_verifier": verifier,
    }
    told = await ask_for_token(form, options=options, http=http)
    # A scope left out means: as asked for (RFC 6749, 5.1). Saving is always asked for.
    scopes = text_in(told, "scope") if "scope" in told else SCOPES[Ask.SAVE]
    grant = Grant(
        secret=secret_in(told, "refresh_token"),
        allows=_allowed(scopes),
        scopes=scopes,
        authorized_at=now,
        usable_until=now + GRANT_LIFE,
    )
    return grant, _access(told, now=now, secret=grant.secret)


async def refresh_grant(
    grant: Grant, *, now: datetime, options: SpotifyOptions, http: Http
) -> Access:
    """A new access. Spotify may or may not hand out a new secret with it."""
    form = {"grant_type": "refresh_token", "refresh_token": grant.secret}
    told = await ask_for_token(form, options=options, http=http)
    return _access(told, now=now, secret=grant.secret)


async def ask_for_token(
    form: Mapping[str, str], *, options: SpotifyOptions, http: Http
) -> JsonObject:
    """What the token endpoint answered to this app. Raises what its refusal means."""
    answer: Answer = await http.request(
        "POST",
        f"{options.accounts_url}/api/token",
        headers={"Authorization": f"Basic {_credentials(options)}"},
        form=form,
    )
    if answer.status != 200:
        raise token_error(answer, http=http)
    return read_object(answer)


def token_life(told: JsonObject) -> timedelta:
    """How long the access token works; an hour where Spotify does not say."""
    return seconds_in(told, "expires_in", usual=_ACCESS_LIFE)


def _access(told: JsonObject, *, now: datetime, secret: str) -> Access:
    handed_out = secret_in(told, "refresh_token") if told.get("refresh_token") else secret
    return Access(
        token=secret_in(told, "access_token"),
        usable_until=now + token_life(told),
        rotated=handed_out if handed_out != secret else None,
    )


def _allowed(scopes: str) -> frozenset[Ask]:
    returned = scopes.split()
    return frozenset(ask for ask, scope in SCOPES.items() if scope in returned)


def _challenge(verifier: str) -> str:
    if not _VERIFIER.fullmatch(verifier):
        raise ValueError("A PKCE verifier has 43 to 128 letters, digits or _ . - ~.")
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _credentials(options: SpotifyOptions) -> str:
    return base64.b64encode(f"{options.client_id}:{options.client_secret}".encode()).decode()

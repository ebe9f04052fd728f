"""Consent on Spotify's own page: authorization code with PKCE, from a confidential client."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import quote, urlencode

from countin.providers.contract import Access, Ask, Grant
from countin.providers.http import Answer, Http
from countin.providers.oauth import access_from, basic_credentials, challenge_of
from countin.providers.reading import (
    JsonObject,
    read_object,
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
        "code_challenge": challenge_of(verifier),
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
    return grant, access_from(told, now=now, secret=grant.secret)


async def refresh_grant(
    grant: Grant, *, now: datetime, options: SpotifyOptions, http: Http
) -> Access:
    """A new access. Spotify may or may not hand out a new secret with it."""
    form = {"grant_type": "refresh_token", "refresh_token": grant.secret}
    told = await ask_for_token(form, options=options, http=http)
    return access_from(told, now=now, secret=grant.secret)


async def ask_for_token(
    form: Mapping[str, str], *, options: SpotifyOptions, http: Http
) -> JsonObject:
    """What the token endpoint answered to this app. Raises what its refusal means."""
    answer: Answer = await http.request(
        "POST",
        f"{options.accounts_url}/api/token",
        headers={
            "Authorization": basic_credentials(
                options.client_id, client_secret=options.client_secret
            )
        },
        form=form,
    )
    if answer.status != 200:
        raise token_error(answer, http=http)
    return read_object(answer)


def _allowed(scopes: str) -> frozenset[Ask]:
    returned = scopes.split()
    return frozenset(ask for ask, scope in SCOPES.items() if scope in returned)

"""Consent on TIDAL's own page: authorization code with PKCE, from a confidential client."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import quote, urlencode

from countin.providers.contract import Access, Ask, Grant
from countin.providers.http import Http
from countin.providers.oauth import AppToken, access_from, challenge_of
from countin.providers.reading import JsonObject, read_object, secret_in, text_in
from countin.providers.tidal.answers import token_error
from countin.providers.tidal.options import TidalOptions

# TIDAL publishes no life of a refresh token; as with others, half a year is not exceeded.
GRANT_LIFE = timedelta(days=180)
# One scope writes albums, tracks and artists: the follow needs no other.
SCOPE = "collection.write"


def make_consent_address(
    options: TidalOptions, *, state: str, verifier: str, return_address: str
) -> str:
    """Where the fan agrees. Raises ValueError for a verifier that PKCE does not allow."""
    query = {
        "response_type": "code",
        "client_id": options.client_id,
        "redirect_uri": return_address,
        "scope": SCOPE,
        "code_challenge_method": "S256",
        "code_challenge": challenge_of(verifier),
        "state": state,
    }
    return f"{options.login_url}/authorize?{urlencode(query, quote_via=quote, safe='')}"


async def exchange_code(
    code: str,
    *,
    verifier: str,
    return_address: str,
    now: datetime,
    options: TidalOptions,
    http: Http,
) -> tuple[Grant, Access]:
    """Turn the code into a grant and a first access, which says whose it is."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": return_address,
        "code_verifier": verifier,
    }
    told = await ask_for_token(form, options=options, http=http)
    scopes = text_in(told, "scope") or SCOPE
    grant = Grant(
        secret=secret_in(told, "refresh_token"),
        allows=frozenset({Ask.SAVE, Ask.FOLLOW}) if SCOPE in scopes.split() else frozenset(),
        scopes=scopes,
        authorized_at=now,
        usable_until=now + GRANT_LIFE,
    )
    return grant, _access(told, now=now, secret=grant.secret)


async def refresh_grant(
    grant: Grant, *, now: datetime, options: TidalOptions, http: Http
) -> Access:
    """A new access. A new secret replaces the grant's where one comes."""
    form = {"grant_type": "refresh_token", "refresh_token": grant.secret}
    told = await ask_for_token(form, options=options, http=http)
    return _access(told, now=now, secret=grant.secret)


def make_app_token(options: TidalOptions, *, http: Http) -> AppToken:
    """The app's own, by client credentials."""

    async def fetch() -> JsonObject:
        form = {"grant_type": "client_credentials"}
        return await ask_for_token(form, options=options, http=http)

    return AppToken(fetch)


async def ask_for_token(
    form: Mapping[str, str], *, options: TidalOptions, http: Http
) -> JsonObject:
    """What the token endpoint answered to this app. Raises what its refusal means."""
    named = {"client_id": options.client_id, "client_secret": options.client_secret}
    answer = await http.request("POST", f"{options.auth_url}/oauth2/token", form={**form, **named})
    if answer.status != 200:
        raise token_error(answer, http=http)
    return read_object(answer)


def _access(told: JsonObject, *, now: datetime, secret: str) -> Access:
    # TIDAL's own SDK reads the number of the account here; asking for it would need a scope
    # that shows country and e-mail address as well.
    user = told.get("user_id")
    known = isinstance(user, int | str) and not isinstance(user, bool)
    return access_from(told, now=now, secret=secret, account_id=str(user) if known else None)

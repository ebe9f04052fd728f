"""Consent on SoundCloud's own page: OAuth 2.1, authorization code with PKCE."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import quote, urlencode

from countin.providers.contract import Access, Ask, Grant
from countin.providers.http import Http
from countin.providers.oauth import AppToken, access_from, basic_credentials, challenge_of
from countin.providers.reading import JsonObject, read_object, secret_in
from countin.providers.soundcloud.answers import token_error
from countin.providers.soundcloud.options import SoundCloudOptions

# SoundCloud publishes no life of a refresh token; as with others, half a year is not exceeded.
GRANT_LIFE = timedelta(days=180)


def make_consent_address(
    options: SoundCloudOptions, *, state: str, verifier: str, return_address: str
) -> str:
    """Where the fan agrees. There are no scopes. Raises ValueError for a verifier that PKCE does
    not allow."""
    query = {
        "client_id": options.client_id,
        "redirect_uri": return_address,
        "response_type": "code",
        "code_challenge": challenge_of(verifier),
        "code_challenge_method": "S256",
        "state": state,
    }
    return f"{options.login_url}/authorize?{urlencode(query, quote_via=quote, safe='')}"


async def exchange_code(
    code: str,
    *,
    verifier: str,
    return_address: str,
    now: datetime,
    options: SoundCloudOptions,
    http: Http,
) -> tuple[Grant, Access]:
    """Turn the code into a grant and a first access."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": return_address,
        "code_verifier": verifier,
        **_named(options),
    }
    told = await _ask_for_token(form, headers={}, options=options, http=http)
    grant = Grant(
        secret=secret_in(told, "refresh_token"),
        allows=frozenset({Ask.SAVE, Ask.FOLLOW}),
        scopes="",
        authorized_at=now,
        usable_until=now + GRANT_LIFE,
    )
    return grant, access_from(told, now=now, secret=grant.secret)


async def refresh_grant(
    grant: Grant, *, now: datetime, options: SoundCloudOptions, http: Http
) -> Access:
    """A new access, and a new secret: the old one is dead from now on, so where this answer is
    lost only the fan can help."""
    form = {
        "grant_type": "refresh_token",
        "refresh_token": grant.secret,
        **_named(options),
    }
    told = await _ask_for_token(form, headers={}, options=options, http=http)
    return access_from(told, now=now, secret=grant.secret)


def make_app_token(options: SoundCloudOptions, *, http: Http) -> AppToken:
    """The app's own, by client credentials. SoundCloud gives out few: 50 in twelve hours."""

    async def fetch() -> JsonObject:
        basic = basic_credentials(options.client_id, client_secret=options.client_secret)
        form = {"grant_type": "client_credentials"}
        headers = {"Authorization": basic}
        return await _ask_for_token(form, headers=headers, options=options, http=http)

    return AppToken(fetch)


async def _ask_for_token(
    form: Mapping[str, str], *, headers: Mapping[str, str], options: SoundCloudOptions, http: Http
) -> JsonObject:
    address = f"{options.login_url}/oauth/token"
    answer = await http.request("POST", address, headers=headers, form=form)
    if answer.status != 200:
        raise token_error(answer, http=http)
    return read_object(answer)


def _named(options: SoundCloudOptions) -> dict[str, str]:
    return {"client_id": options.client_id, "client_secret": options.client_secret}

"""`/api/token`: codes become grants, refresh tokens become access tokens."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import web

from simulator.answers import CutConnection, cut, json_answer
from simulator.calls import CUT
from simulator.fans import SPOTIFY
from simulator.keys import world_of
from simulator.ledger.apps import SpotifyApp
from simulator.ledger.grants import (
    ACCESS_LIFE,
    AccessToken,
    Code,
    Grant,
    RefreshToken,
    six_months_after,
)
from simulator.scenarios import Cut, OutageSaysRevoked, RotatingTokens
from simulator.storms import cut_after_write, linger, storm
from simulator.world import World, mint

Form = Mapping[str, str]


class BadToken(Exception):
    """The two words of an OAuth error."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(description)
        self.error = error
        self.description = description


@dataclass(frozen=True)
class Client:
    app: SpotifyApp
    has_secret: bool


async def answer_token(request: web.Request) -> web.Response:
    world = world_of(request)
    endpoint = "POST /api/token"
    try:
        form = {key: str(value) for key, value in (await request.post()).items()}
        endpoint = f"POST /api/token {form.get('grant_type', '')[:20]}".strip()
        await linger(world, service=SPOTIFY)
        answer = storm(world, service=SPOTIFY, endpoint=endpoint)
        if answer is None:
            answer = _granted(world, form=form, header=request.headers.get("Authorization", ""))
    except BadToken as bad:
        data = {"error": bad.error, "error_description": bad.description}
        answer = json_answer(data, status=400)
    except CutConnection:
        world.calls.count(SPOTIFY, endpoint=endpoint, status=CUT)
        return cut(request)
    world.calls.count(SPOTIFY, endpoint=endpoint, status=answer.status)
    return answer


def _granted(world: World, *, form: Form, header: str) -> web.Response:
    if "grant_type" not in form:
        _complain(world, "token_body_not_a_form")
        raise BadToken("unsupported_grant_type", "grant_type parameter is missing")
    client = _client(world, form=form, header=header)
    kind = form["grant_type"]
    if kind == "authorization_code":
        return _exchanged(world, form=form, client=client)
    if kind == "refresh_token":
        return _refreshed(world, form=form, client=client)
    if kind == "client_credentials" and client.has_secret:
        return _app_token(world, client=client)
    raise BadToken("unsupported_grant_type", "grant_type parameter is not supported")


def _client(world: World, *, form: Form, header: str) -> Client:
    client_id, secret = form.get("client_id", ""), form.get("client_secret", "")
    if header.startswith("Basic "):
        try:
            text = base64.b64decode(header[6:], validate=True).decode()
        except ValueError:
            text = ""
        client_id, _colon, secret = text.partition(":")
    app = world.apps.get(client_id)
    if app is None:
        raise BadToken("invalid_client", "Invalid client")
    if (header or secret) and secret != app.client_secret:
        raise BadToken("invalid_client", "Invalid client secret")
    return Client(app, has_secret=bool(secret))


def _exchanged(world: World, *, form: Form, client: Client) -> web.Response:
    code = world.spotify.codes.get(form.get("code", ""))
    if code is None or code.client_id != client.app.client_id:
        raise BadToken("invalid_grant", "Invalid authorization code")
    if code.is_used:
        _complain(world, "code_reused", fan=code.account.fan_id)
        raise BadToken("invalid_grant", "Invalid authorization code")
    if code.expires_at < world.clock.now():
        raise BadToken("invalid_grant", "Authorization code expired")
    if code.redirect_uri != form.get("redirect_uri"):
        raise BadToken("invalid_grant", "Invalid redirect URI")
    _check_verifier(code, verifier=form.get("code_verifier", ""), client=client)
    code.is_used = True
    grant = _new_grant(world, code=code, client=client)
    return _answer(world, grant=grant, refresh_token=_new_refresh_token(world, grant=grant))


def _check_verifier(code: Code, *, verifier: str, client: Client) -> None:
    if not code.challenge:
        if not client.has_secret:
            raise BadToken("invalid_client", "Invalid client secret")
        return
    digest = hashlib.sha256(verifier.encode()).digest()
    right = base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == code.challenge
    if not right or not 43 <= len(verifier) <= 128:
        raise BadToken("invalid_grant", "code_verifier was incorrect")


def _new_grant(world: World, *, code: Code, client: Client) -> Grant:
    now = world.clock.now()
    grant = Grant(
        client_id=code.client_id,
        account=code.account,
        scopes=code.scopes,
        authorized_at=now,
        ends_at=six_months_after(now),
        is_public_client=not client.has_secret,
    )
    world.spotify.grants.setdefault(code.account.fan_id, []).append(grant)
    return grant


def _refreshed(world: World, *, form: Form, client: Client) -> web.Response:
    text = form.get("refresh_token", "")
    token = world.spotify.refresh_tokens.get(text)
    if token is None or token.grant.client_id != client.app.client_id:
        raise BadToken("invalid_grant", "Invalid refresh token")
    grant = token.grant
    if not client.has_secret and not grant.is_public_client:
        raise BadToken("invalid_client", "Invalid client secret")
    if _outage_says_so(world):
        raise BadToken("invalid_grant", "Refresh token revoked")
    if token.is_dead:
        if not token.answer_was_lost:
            _complain(world, "dead_refresh_token", fan=grant.account.fan_id)
        raise BadToken("invalid_grant", "Refresh token revoked")
    if grant.is_revoked:
        raise BadToken("invalid_grant", "Refresh token revoked")
    if grant.ends_at <= world.clock.now():
        raise BadToken("invalid_grant", "Refresh token expired")
    return _new_tokens(world, token=token)


def _new_tokens(world: World, *, token: RefreshToken) -> web.Response:
    """A public client's refresh token is good once; a confidential one's, only under rotation."""
    grant = token.grant
    rotates = world.scenarios.get(RotatingTokens, service=SPOTIFY) is not None
    successor = ""
    if rotates or grant.is_public_client:
        token.is_dead = True
        successor = _new_refresh_token(world, grant=grant)
    fan_id = grant.account.fan_id
    cuts = world.scenarios.get(Cut, service=SPOTIFY)
    if cuts and cuts.refresh:
        try:
            cut_after_write(world, service=SPOTIFY, fan_id=fan_id, endpoint="refresh")
        except CutConnection:
            token.answer_was_lost = True
            raise
    return _answer(world, grant=grant, refresh_token=successor)


def _outage_says_so(world: World) -> bool:
    outage = world.scenarios.get(OutageSaysRevoked, service=SPOTIFY)
    if outage is None or (outage.until and world.clock.now() >= outage.until):
        return False
    return world.chance(outage.share)


def _app_token(world: World, *, client: Client) -> web.Response:
    access = _new_access_token(world, client_id=client.app.client_id, grant=None)
    return json_answer({"access_token": access, "token_type": "Bearer", "expires_in": 3600})


def _new_access_token(world: World, *, client_id: str, grant: Grant | None) -> str:
    text, now = mint("BQ"), world.clock.now()
    token = AccessToken(client_id, grant, expires_at=now + ACCESS_LIFE)
    world.spotify.give_access(text, token=token, now=now)
    return text


def _new_refresh_token(world: World, *, grant: Grant) -> str:
    text = mint("AQ")
    world.spotify.refresh_tokens[text] = RefreshToken(grant)
    return text


def _answer(world: World, *, grant: Grant, refresh_token: str) -> web.Response:
    access = _new_access_token(world, client_id=grant.client_id, grant=grant)
    data: dict[str, object] = {
        "access_token": access,
        "token_type": "Bearer",
        "expires_in": int(ACCESS_LIFE),
        "scope": " ".join(sorted(grant.scopes)),
    }
    if refresh_token:
        data["refresh_token"] = refresh_token
    return json_answer(data)


def _complain(world: World, kind: str, *, fan: str = "") -> None:
    world.complain(kind, service=SPOTIFY, endpoint="POST /api/token", fan=fan)

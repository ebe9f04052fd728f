"""The token endpoint of a stand-in."""

import base64
import hashlib
from collections.abc import Mapping

from aiohttp import web

from simulator.answers import CutConnection, cut, json_answer
from simulator.calls import CUT
from simulator.keys import world_of
from simulator.ledger.twins import AccessToken, Code, Grant, Ledger, RefreshToken
from simulator.scenarios import Cut, OutageSaysRevoked
from simulator.storms import cut_after_write, linger, storm
from simulator.twins.declared import Twin
from simulator.world import World, mint

Form = Mapping[str, str]


class BadToken(Exception):
    """The two words of an OAuth error, and its status."""

    def __init__(self, error: str, description: str, status: int = 400) -> None:
        super().__init__(description)
        self.error, self.description, self.status = error, description, status


def add_tokens(app: web.Application, *, twin: Twin) -> None:
    """POST, form-encoded."""

    async def answer(request: web.Request) -> web.Response:
        world = world_of(request)
        form = {key: str(value) for key, value in (await request.post()).items()}
        endpoint = f"POST {twin.tokens_at} {form.get('grant_type', '')[:20]}".strip()
        await linger(world, service=twin.name)
        try:
            found = storm(world, service=twin.name, endpoint=endpoint)
            found = found or _granted(world, twin=twin, form=form, request=request)
        except BadToken as bad:
            words = {"error": bad.error, "error_description": bad.description}
            found = json_answer(words, status=bad.status)
        except CutConnection:
            world.calls.count(twin.name, endpoint=endpoint, status=CUT)
            return cut(request)
        world.calls.count(twin.name, endpoint=endpoint, status=found.status)
        return found

    app.router.add_post(twin.tokens_at, answer)


def _granted(world: World, *, twin: Twin, form: Form, request: web.Request) -> web.Response:
    ledger = world.ledgers[twin.name]
    _check_client(ledger, form=form, header=request.headers.get("Authorization", ""))
    match form.get("grant_type"):
        case "authorization_code":
            return _exchanged(world, twin=twin, form=form)
        case "refresh_token":
            return _refreshed(world, twin=twin, form=form)
        case "client_credentials":
            return json_answer(_tokens(world, twin=twin, grant=None))
    raise BadToken("unsupported_grant_type", "unsupported grant type")


def _check_client(ledger: Ledger, *, form: Form, header: str) -> None:
    given = (form.get("client_id", ""), form.get("client_secret", ""))
    if header.startswith("Basic "):
        name, _, secret = base64.b64decode(header[6:]).decode().partition(":")
        given = (name, secret)
    if given != (ledger.client_id, ledger.client_secret):
        raise BadToken("invalid_client", "Client authentication failed", 401)


def _exchanged(world: World, *, twin: Twin, form: Form) -> web.Response:
    ledger = world.ledgers[twin.name]
    code = ledger.codes.get(form.get("code", ""))
    if code is None or code.is_used or code.expires_at < world.clock.now():
        raise BadToken("invalid_grant", "Authorization code is invalid or expired")
    if code.redirect_uri != form.get("redirect_uri") or not _proves(code, form=form):
        raise BadToken("invalid_grant", "redirect_uri or code_verifier does not match")
    code.is_used = True
    grant = Grant(code.account, code.scopes)
    ledger.grants.setdefault(code.account.fan_id, []).append(grant)
    return json_answer(_tokens(world, twin=twin, grant=grant, is_new=True))


def _proves(code: Code, *, form: Form) -> bool:
    digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == code.challenge


def _refreshed(world: World, *, twin: Twin, form: Form) -> web.Response:
    token = world.ledgers[twin.name].refresh_tokens.get(form.get("refresh_token", ""))
    outage = world.scenarios.get(OutageSaysRevoked, service=twin.name)
    if token is None or token.grant.is_revoked or (outage and world.chance(outage.share)):
        raise BadToken("invalid_grant", "Token could not be verified")
    fan_id = token.grant.account.fan_id
    if token.is_dead:
        if not token.answer_was_lost:
            world.complain(
                "dead_refresh_token", service=twin.name, endpoint=twin.tokens_at, fan=fan_id
            )
        raise BadToken("invalid_grant", "Token could not be verified")
    token.is_dead = twin.is_single_use
    answer = _tokens(world, twin=twin, grant=token.grant, is_new=twin.is_single_use)
    cuts = world.scenarios.get(Cut, service=twin.name)
    if cuts and cuts.refresh:
        try:
            cut_after_write(world, service=twin.name, fan_id=fan_id, endpoint="refresh")
        except CutConnection:
            token.answer_was_lost = True
            raise
    return json_answer(answer)


def _tokens(
    world: World, *, twin: Twin, grant: Grant | None, is_new: bool = False
) -> dict[str, object]:
    ledger, access = world.ledgers[twin.name], mint("access-")
    ledger.access_tokens[access] = AccessToken(grant, world.clock.now() + twin.access_life)
    told: dict[str, object] = {
        "access_token": access,
        "expires_in": int(twin.access_life),
        "token_type": "Bearer",
        "scope": " ".join(sorted(grant.scopes)) if grant else "",
    }
    if is_new and grant:
        told["refresh_token"] = mint("refresh-")
        ledger.refresh_tokens[str(told["refresh_token"])] = RefreshToken(grant)
    if twin.names_user and grant:
        told["user_id"] = int(grant.account.account_id)
    return told

"""The consent page of a stand-in, and the way back to the app."""

import re
from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode

from aiohttp import web

from simulator.accounts import TwinAccount
from simulator.answers import page
from simulator.fans import NoSuchFan
from simulator.keys import world_of
from simulator.ledger.twins import Code
from simulator.twins.accounts import account_at
from simulator.twins.declared import Twin
from simulator.world import VISITOR, World, mint

CODE_LIFE = 60.0
CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}\Z")
FORM = """
<p>Count-In would like to:</p><ul>{scopes}</ul>
<form method="post" action="?{query}">
<p><label for="fan">Account</label> <input id="fan" name="fan" value="{fan}" required></p>
<button type="submit" name="decision" value="agree">Agree</button>
<button type="submit" name="decision" value="cancel" formnovalidate>Cancel</button>
</form>"""


class BadAsking(Exception):
    """Nobody is sent anywhere; the page says why."""


def add_consent(app: web.Application, *, twin: Twin) -> None:
    """GET shows the page, POST decides."""

    async def show(request: web.Request) -> web.Response:
        try:
            scopes = _read(request, twin=twin)
        except BadAsking as wrong:
            return _refusal(str(wrong))
        words = [twin.scopes[scope] for scope in scopes] or ["Act in your name."]
        body = FORM.format(
            scopes="".join(f"<li>{escape(line)}</li>" for line in words),
            query=escape(request.rel_url.raw_query_string),
            fan=escape(request.query.get("fan") or VISITOR),
        )
        return page(f"Log in to {twin.title} (simulated)", body=body)

    async def decide(request: web.Request) -> web.Response:
        world, form = world_of(request), await request.post()
        try:
            scopes = _read(request, twin=twin)
            if form.get("decision") != "agree":
                return _sent_back(request.query, error="access_denied")
            account = account_at(world, service=twin.name, fan_id=str(form.get("fan", "")))
        except (BadAsking, NoSuchFan) as wrong:
            return _refusal(str(wrong))
        code = _new_code(world, twin=twin, request=request, account=account, scopes=scopes)
        return _sent_back(request.query, code=code)

    app.router.add_get(twin.consent_at, show)
    app.router.add_post(twin.consent_at, decide)


def _read(request: web.Request, *, twin: Twin) -> tuple[str, ...]:
    query, world = request.query, world_of(request)
    ledger = world.ledgers[twin.name]
    scopes = tuple(query.get("scope", "").split())
    if query.get("client_id") != ledger.client_id:
        raise BadAsking("Unknown client")
    if not ledger.accepts_redirect(query.get("redirect_uri", "")):
        raise BadAsking("Redirect address is not registered")
    if query.get("response_type") != "code" or any(scope not in twin.scopes for scope in scopes):
        raise BadAsking("Unsupported response type or scope")
    challenge = query.get("code_challenge", "")
    if query.get("code_challenge_method") != "S256" or not CHALLENGE.match(challenge):
        raise BadAsking("PKCE with S256 is required")
    _complain_of(world, twin=twin, request=request, scopes=scopes)
    return scopes


def _complain_of(
    world: World, *, twin: Twin, request: web.Request, scopes: tuple[str, ...]
) -> None:
    endpoint = f"GET {twin.consent_at}"
    if not request.query.get("state"):
        world.complain("no_state", service=twin.name, endpoint=endpoint)
    if any("read" in scope for scope in scopes):
        world.complain("scope_too_wide", service=twin.name, endpoint=endpoint)


def _new_code(
    world: World,
    *,
    twin: Twin,
    request: web.Request,
    account: TwinAccount,
    scopes: tuple[str, ...],
) -> str:
    text = mint("code-")
    world.ledgers[twin.name].codes[text] = Code(
        account=account,
        redirect_uri=request.query["redirect_uri"],
        scopes=frozenset(scopes),
        challenge=request.query["code_challenge"],
        expires_at=world.clock.now() + CODE_LIFE,
    )
    return text


def _sent_back(query: Mapping[str, str], **result: str) -> web.Response:
    if state := query.get("state"):
        result["state"] = state
    target = f"{query['redirect_uri']}?{urlencode(result)}"
    return web.Response(status=302, headers={"Location": target})


def _refusal(reason: str) -> web.Response:
    return page("Something went wrong", body=f"<p>{escape(reason)}</p>", status=400)

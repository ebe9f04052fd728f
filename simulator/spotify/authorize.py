"""`/authorize`: the consent page, and the way back to the app."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode, urlsplit

from aiohttp import web

from simulator.answers import page
from simulator.fans import NoSuchFan, SpotifyAccount
from simulator.keys import world_of
from simulator.ledger.apps import SpotifyApp
from simulator.ledger.grants import CODE_LIFE, Code
from simulator.spotify.consent_page import consent_page
from simulator.spotify.scopes import LEAST_SCOPES, SCOPES
from simulator.world import VISITOR, World, mint

ENDPOINT = "GET /authorize"
COOKIE = "simulated_spotify_fan"
CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}\Z")


@dataclass(frozen=True)
class Asked:
    """What the app asks of the fan, as read from the address."""

    app: SpotifyApp
    redirect_uri: str
    scopes: tuple[str, ...]
    state: str
    challenge: str
    must_show: bool


class BadAddress(Exception):
    """The app or its redirect address is not known: nobody may be sent back there."""


class BadAsking(Exception):
    """The app is known; the error goes back to it."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


async def show_consent(request: web.Request) -> web.Response:
    """GET: the page; or at once the way back, where the signed-in fan already agreed."""
    world = world_of(request)
    try:
        asked = _read(request)
    except BadAddress as wrong:
        return _refusal(str(wrong))
    except BadAsking as wrong:
        return _sent_back(request.query, error=wrong.error)
    _complain_of(asked, world=world)
    fan_id = request.query.get("fan") or request.cookies.get(COOKIE) or ""
    if fan_id and not asked.must_show and _has_agreed(asked, fan_id=fan_id, world=world):
        account = _account(fan_id, world=world)
        return _sent_back(request.query, code=_new_code(asked, account=account, world=world))
    return consent_page(
        app_name=asked.app.name,
        scopes=asked.scopes,
        fan_id=fan_id or VISITOR,
        action=f"?{request.rel_url.raw_query_string}",
    )


async def decide(request: web.Request) -> web.Response:
    """POST: Agree or Cancel, as the account chosen on the page."""
    world = world_of(request)
    try:
        asked = _read(request)
    except (BadAddress, BadAsking) as wrong:
        return _refusal(str(wrong))
    form = await request.post()
    if form.get("decision") != "agree":
        return _sent_back(request.query, error="access_denied")
    fan_id = str(form.get("fan") or request.query.get("fan") or request.cookies.get(COOKIE) or "")
    try:
        account = _account(fan_id, world=world)
    except NoSuchFan as nobody:
        return page("No such account", body=f"<p>{escape(str(nobody))}</p>", status=400)
    answer = _sent_back(request.query, code=_new_code(asked, account=account, world=world))
    answer.set_cookie(COOKIE, fan_id, path="/spotify/accounts", httponly=True, samesite="Lax")
    return answer


def _read(request: web.Request) -> Asked:
    query = request.query
    app = world_of(request).apps.get(query.get("client_id", ""))
    if app is None:
        raise BadAddress("INVALID_CLIENT: Invalid client")
    if not app.accepts_redirect(query.get("redirect_uri", "")):
        raise BadAddress("INVALID_CLIENT: Invalid redirect URI")
    scopes = tuple(query.get("scope", "").split())
    if query.get("response_type") != "code":
        raise BadAsking("unsupported_response_type")
    if any(scope not in SCOPES for scope in scopes):
        raise BadAsking("invalid_scope")
    challenge = query.get("code_challenge", "")
    if challenge and query.get("code_challenge_method") != "S256":
        raise BadAsking("invalid_request")
    if challenge and not CHALLENGE.match(challenge):
        raise BadAsking("invalid_request")
    must_show = query.get("show_dialog", "").lower() == "true"
    return Asked(app, query["redirect_uri"], scopes, query.get("state", ""), challenge, must_show)


def _complain_of(asked: Asked, *, world: World) -> None:
    def complain(kind: str, detail: str) -> None:
        world.complain(kind, service="spotify", endpoint=ENDPOINT, detail=detail)

    if not asked.challenge:
        complain("no_pkce", "no code_challenge was sent")
    if not asked.state:
        complain("no_state", "no state was sent")
    if wide := sorted(set(asked.scopes) - LEAST_SCOPES):
        complain("scope_too_wide", " ".join(wide))


def _has_agreed(asked: Asked, *, fan_id: str, world: World) -> bool:
    return any(
        grant.client_id == asked.app.client_id and grant.scopes >= set(asked.scopes)
        for grant in world.spotify.live_grants(fan_id, now=world.clock.now())
    )


def _account(fan_id: str, *, world: World) -> SpotifyAccount:
    account = world.fans.get(fan_id).spotify
    if account is None:
        raise NoSuchFan("this fan has no Spotify account")
    return account


def _new_code(asked: Asked, *, account: SpotifyAccount, world: World) -> str:
    code = mint("AQ")
    world.spotify.codes[code] = Code(
        client_id=asked.app.client_id,
        account=account,
        redirect_uri=asked.redirect_uri,
        scopes=frozenset(asked.scopes),
        challenge=asked.challenge,
        expires_at=world.clock.now() + CODE_LIFE,
    )
    return code


def _sent_back(query: Mapping[str, str], **result: str) -> web.Response:
    """A redirect to the app with the result and, where one was sent, the state."""
    if state := query.get("state"):
        result["state"] = state
    target = query["redirect_uri"]
    joint = "&" if urlsplit(target).query else "?"
    return web.Response(status=302, headers={"Location": f"{target}{joint}{urlencode(result)}"})


def _refusal(reason: str) -> web.Response:
    return page("Something went wrong", body=f"<p>{reason}</p>", status=400)

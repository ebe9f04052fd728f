"""What every call of the Web API passes before it is answered.

Order: token, app-wide limits, the app's standing, the account's standing, storms, the call itself.
"""

from collections.abc import Awaitable, Callable
from zlib import crc32

from aiohttp import web

from simulator.answers import CutConnection, cut
from simulator.calls import CUT
from simulator.fans import SPOTIFY, SpotifyAccount
from simulator.keys import world_of
from simulator.ledger.grants import AccessToken
from simulator.scenarios import DevelopmentMode, NotLetIn, OwnerPremiumLapsed
from simulator.spotify.calls import Call, Refusal, is_extended
from simulator.spotify.cooldown import refuse_while_cooling
from simulator.spotify.shapes import wrapped_error
from simulator.storms import cut_after_write, linger, storm
from simulator.world import World

Answerer = Callable[[Call], web.Response]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
UNREGISTERED = "User not registered in the Developer Dashboard"
PREMIUM = "Active premium subscription required for the owner of the app"


def guarded(endpoint: str, *, answerer: Answerer, writes: bool = False) -> Handler:
    """The aiohttp handler that lets a call through the gate to its answerer."""

    async def handle(request: web.Request) -> web.StreamResponse:
        world = world_of(request)
        body = await request.text() if request.can_read_body else ""
        await linger(world, service=SPOTIFY)
        try:
            answer = _answer(world, request=request, endpoint=endpoint, body=body,
                             answerer=answerer, writes=writes)  # fmt: skip
        except Refusal as refusal:
            answer = refusal.answer
        except CutConnection:
            world.calls.count(SPOTIFY, endpoint=endpoint, status=CUT)
            return cut(request)
        world.calls.count(SPOTIFY, endpoint=endpoint, status=answer.status)
        return answer

    return handle


def _answer(
    world: World,
    *,
    request: web.Request,
    endpoint: str,
    body: str,
    answerer: Answerer,
    writes: bool,
) -> web.Response:
    token = _token(world, header=request.headers.get("Authorization", ""))
    call = Call(world, request, endpoint, world.apps[token.client_id], token.grant, body)
    refuse_while_cooling(call)
    if world.scenarios.get(OwnerPremiumLapsed, service=SPOTIFY):
        raise Refusal(wrapped_error(403, message=PREMIUM))
    _refuse_unregistered(call)
    if (failure := storm(world, service=SPOTIFY, endpoint=endpoint)) is not None:
        return failure
    answer = answerer(call)
    if writes and answer.status < 300 and token.grant:
        fan_id = token.grant.account.fan_id
        cut_after_write(world, service=SPOTIFY, fan_id=fan_id, endpoint=endpoint)
    return answer


def _token(world: World, *, header: str) -> AccessToken:
    if not header.startswith("Bearer "):
        raise Refusal(wrapped_error(401, message="No token provided"))
    token = world.spotify.access_tokens.get(header[7:])
    if token is None or (token.grant and token.grant.is_revoked):
        raise Refusal(wrapped_error(401, message="Invalid access token"))
    if token.expires_at <= world.clock.now():
        raise Refusal(wrapped_error(401, message="The access token expired"))
    return token


def _refuse_unregistered(call: Call) -> None:
    if call.grant is None or call.grant.account.is_allow_listed:
        return
    if is_extended(call.app, world=call.world) and not _is_odd(
        call.grant.account, world=call.world
    ):
        return
    scenario = call.world.scenarios.get(DevelopmentMode, service=SPOTIFY)
    form = scenario.answer if scenario else call.world.settings.unregistered_answer
    if form == "bare":
        raise Refusal(web.Response(text=UNREGISTERED, status=403))
    raise Refusal(wrapped_error(403, message=UNREGISTERED))


def _is_odd(account: SpotifyAccount, *, world: World) -> bool:
    odd = world.scenarios.get(NotLetIn, service=SPOTIFY)
    if odd is None:
        return False
    return account.fan_id in odd.fans or crc32(account.fan_id.encode()) % 1000 < odd.share * 1000

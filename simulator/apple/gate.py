"""What every call of the Apple Music API passes before it is answered."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from simulator.answers import CutConnection, cut
from simulator.apple.developer_tokens import check_developer_token
from simulator.apple.shapes import Refusal, refused
from simulator.calls import CUT
from simulator.fans import APPLE, AppleAccount
from simulator.keys import world_of
from simulator.ledger.users import UserToken
from simulator.markets import storefronts
from simulator.scenarios import RateLimited
from simulator.storms import cut_after_write, linger, storm
from simulator.world import World

ALLOWED_HEADERS = "Authorization, Music-User-Token, Content-Type"


@dataclass(slots=True)
class Call:
    world: World
    request: web.Request
    endpoint: str
    body: str

    @property
    def storefront(self) -> str:
        """The storefront in the address. Raises Refusal."""
        name = self.request.match_info["storefront"]
        if name not in storefronts():
            raise refused(400, code="40005", title="Invalid Parameter Value",
                          detail="storefront")  # fmt: skip
        return name

    def account(self) -> AppleAccount:
        """Whose music user token this is. Raises Refusal."""
        text = self.request.headers.get("Music-User-Token", "")
        token = self.world.apple.user_tokens.get(text)
        if token is None or token.is_ended or _is_refused(token, world=self.world):
            raise refused(403, code="40300", title="Forbidden", detail="Invalid authentication")
        return token.account

    def subscriber(self) -> AppleAccount:
        """Like `account`; refuses those without a subscription."""
        account = self.account()
        if not account.has_subscription:
            raise refused(403, code="40015", title="Insufficient Privileges",
                          detail="Insufficient privileges for the subscription tier")  # fmt: skip
        return account

    def complain(self, kind: str, *, fan: str = "", detail: str = "") -> None:
        self.world.complain(kind, service=APPLE, endpoint=self.endpoint, fan=fan, detail=detail)


Answerer = Callable[[Call], web.Response]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def guarded(endpoint: str, *, answerer: Answerer, writes: bool = False) -> Handler:
    """The aiohttp handler that lets a call through the gate to its answerer."""

    async def handle(request: web.Request) -> web.StreamResponse:
        world = world_of(request)
        body = await request.text() if request.can_read_body else ""
        await linger(world, service=APPLE)
        call = Call(world, request, endpoint, body)
        try:
            answer = _answer(call, answerer=answerer, writes=writes)
        except Refusal as refusal:
            answer = refusal.answer
        except CutConnection:
            world.calls.count(APPLE, endpoint=endpoint, status=CUT)
            return cut(request)
        world.calls.count(APPLE, endpoint=endpoint, status=answer.status)
        allow_origin(request, answer=answer)
        return answer

    return handle


def allow_origin(request: web.Request, *, answer: web.Response) -> None:
    """Pages call this API from the browser."""
    if origin := request.headers.get("Origin"):
        answer.headers["Access-Control-Allow-Origin"] = origin
        answer.headers["Access-Control-Allow-Headers"] = ALLOWED_HEADERS
        answer.headers["Access-Control-Allow-Methods"] = "GET, POST, PUT, DELETE"
        answer.headers["Vary"] = "Origin"


async def answer_preflight(request: web.Request) -> web.Response:
    answer = web.Response(status=204)
    allow_origin(request, answer=answer)
    return answer


def _answer(call: Call, *, answerer: Answerer, writes: bool) -> web.Response:
    world = call.world
    if "[" in call.request.raw_path or "]" in call.request.raw_path:
        call.complain("unencoded_brackets")
    claims = check_developer_token(call.request, world=world, endpoint=call.endpoint)
    _refuse_too_many(call, key_id=claims.key_id)
    if (failure := storm(world, service=APPLE, endpoint=call.endpoint)) is not None:
        return failure
    answer = answerer(call)
    if writes and answer.status < 300:
        fan_id = call.account().fan_id
        cut_after_write(world, service=APPLE, fan_id=fan_id, endpoint=call.endpoint)
    return answer


def _refuse_too_many(call: Call, *, key_id: str) -> None:
    """Apple sends no Retry-After: it clears soon after the rate drops (facts B1)."""
    scenario = call.world.scenarios.get(RateLimited, service=APPLE)
    if scenario is None:
        return
    window = scenario.windows[key_id]
    now = call.world.clock.now()
    if window.take(now, limit=scenario.limit, seconds=scenario.window_seconds) is not None:
        raise refused(429, code="42900", title="Too Many Requests")


def _is_refused(token: UserToken, *, world: World) -> bool:
    return world.clock.now() < token.account.refused_until

"""What every call of a stand-in's API passes before it is answered."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from simulator.accounts import TwinAccount
from simulator.answers import CutConnection, cut
from simulator.calls import CUT
from simulator.keys import world_of
from simulator.ledger.twins import Grant, Ledger
from simulator.scenarios import RateLimited
from simulator.storms import cut_after_write, linger, storm
from simulator.twins.declared import Twin
from simulator.world import World


class Refusal(Exception):
    """The answer is an error, made already."""

    def __init__(self, answer: web.Response) -> None:
        super().__init__(answer.status)
        self.answer = answer


@dataclass(slots=True)
class Call:
    """One call. `grant` is None where the app calls for itself."""

    world: World
    request: web.Request
    twin: Twin
    endpoint: str
    grant: Grant | None
    body: str

    @property
    def ledger(self) -> Ledger:
        return self.world.ledgers[self.twin.name]

    @property
    def account(self) -> TwinAccount:
        """Raises Refusal for the app's own token."""
        if self.grant is None:
            raise Refusal(self.twin.error(401, "unauthorized", "User authentication required"))
        return self.grant.account

    def refuse(self, status: int, *, code: str = "", words: str = "") -> Refusal:
        return Refusal(self.twin.error(status, code, words))

    def complain(self, kind: str, *, detail: str = "") -> None:
        fan = self.grant.account.fan_id if self.grant else ""
        self.world.complain(
            kind, service=self.twin.name, endpoint=self.endpoint, fan=fan, detail=detail
        )


Answerer = Callable[[Call], web.Response]


def guarded(
    twin: Twin, *, endpoint: str, answerer: Answerer, writes: bool = False
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """The aiohttp handler that lets a call through to its answerer."""

    async def handle(request: web.Request) -> web.StreamResponse:
        world = world_of(request)
        body = await request.text() if request.can_read_body else ""
        await linger(world, service=twin.name)
        try:
            call = Call(world, request, twin, endpoint, _grant(request, twin=twin), body)
            answer = _answer(call, answerer=answerer, writes=writes)
        except Refusal as refusal:
            answer = refusal.answer
        except CutConnection:
            world.calls.count(twin.name, endpoint=endpoint, status=CUT)
            return cut(request)
        world.calls.count(twin.name, endpoint=endpoint, status=answer.status)
        return answer

    return handle


def _answer(call: Call, *, answerer: Answerer, writes: bool) -> web.Response:
    _spend_window(call)
    failure = storm(call.world, service=call.twin.name, endpoint=call.endpoint)
    if failure is not None:
        return failure
    answer = answerer(call)
    if writes and answer.status < 300 and call.grant:
        fan_id = call.grant.account.fan_id
        cut_after_write(call.world, service=call.twin.name, fan_id=fan_id, endpoint=call.endpoint)
    return answer


def _grant(request: web.Request, *, twin: Twin) -> Grant | None:
    world = world_of(request)
    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    token = world.ledgers[twin.name].access_tokens.get(text) if scheme == twin.scheme else None
    if token is None or (token.grant and token.grant.is_revoked):
        raise Refusal(twin.error(401, "unauthorized", "Token is invalid"))
    if token.expires_at <= world.clock.now():
        raise Refusal(twin.error(401, "unauthorized", "Token has expired"))
    return token.grant


def _spend_window(call: Call) -> None:
    limit = call.world.scenarios.get(RateLimited, service=call.twin.name)
    if limit is None:
        return
    now = time.time() if limit.clock == "real" else call.world.clock.now()
    window = limit.windows[call.ledger.client_id]
    if window.is_cooling(now) and time.monotonic() - window.refused_at > limit.grace_seconds:
        call.complain("call_while_cooling_down")
    if not window.is_cooling(now):
        free_at = window.take(now, limit=limit.limit, seconds=limit.window_seconds)
        if free_at is None:
            return
        window.cool(until=free_at, real=time.monotonic())
    refused = call.twin.error(429, "too_many_requests", "Rate limit exceeded")
    refused.headers["Retry-After"] = str(window.wait_left(now))
    raise Refusal(refused)

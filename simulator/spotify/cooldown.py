"""429: the rolling window of an app, its spent budget, a ban, and calls made in spite of it."""

import time

from aiohttp import web

from simulator.answers import json_answer
from simulator.fans import SPOTIFY
from simulator.limits import Window
from simulator.scenarios import Banned, QuotaExhausted, RateLimited
from simulator.spotify.calls import Call, Refusal


def refuse_while_cooling(call: Call) -> None:
    """Raises Refusal with 429 where the app has to wait."""
    if quota := call.world.scenarios.get(QuotaExhausted, service=SPOTIFY):
        _shut_for_long(call, scenario=quota, reason="QUOTA_EXCEEDED")
    if ban := call.world.scenarios.get(Banned, service=SPOTIFY):
        _shut_for_long(call, scenario=ban, reason="")
    if limit := call.world.scenarios.get(RateLimited, service=SPOTIFY):
        _spend_window(call, scenario=limit)


def _spend_window(call: Call, *, scenario: RateLimited) -> None:
    now = time.time() if scenario.clock == "real" else call.world.clock.now()
    window = scenario.windows[call.app.client_id]
    _refuse_cooling(call, window=window, now=now, grace=scenario.grace_seconds, reason="")
    free_at = window.take(now, limit=scenario.limit, seconds=scenario.window_seconds)
    if free_at is not None:
        window.cool(until=free_at, real=time.monotonic())
        raise Refusal(_too_many(window.wait_left(now), reason=""))


def _shut_for_long(call: Call, *, scenario: QuotaExhausted | Banned, reason: str) -> None:
    now = call.world.clock.now()
    window = scenario.windows[call.app.client_id]
    if window.is_renewed:
        return
    _refuse_cooling(call, window=window, now=now, grace=scenario.grace_seconds, reason=reason)
    if window.cooling_until:
        window.is_renewed = True
        return
    window.total += 1
    if window.total > scenario.after:
        window.cool(until=now + scenario.retry_after, real=time.monotonic())
        raise Refusal(_too_many(window.wait_left(now), reason=reason))


def _refuse_cooling(call: Call, *, window: Window, now: float, grace: float, reason: str) -> None:
    if not window.is_cooling(now):
        return
    if time.monotonic() - window.refused_at > grace:
        fan = call.grant.account.fan_id if call.grant else ""
        call.complain("call_while_cooling_down", fan=fan)
    raise Refusal(_too_many(window.wait_left(now), reason=reason))


def _too_many(seconds: int, *, reason: str) -> web.Response:
    error: dict[str, object] = {"status": 429, "message": "Too many requests"}
    if reason:
        error["reason"] = reason
    return json_answer({"error": error}, status=429, headers={"Retry-After": str(seconds)})

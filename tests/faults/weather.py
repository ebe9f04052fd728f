"""A whole night in foul weather, under load: what came of every promise, judged by the truth at
the service. Two workers where the database lets them."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.journeys.apple import pre_add
from tests.journeys.seeding import (
    count_states,
    moves_to_saved,
    next_moments,
    saved_numbers,
    seed_crowd,
    silent_until,
)
from tests.journeys.stage import ALBUM, SLUG, Stage, sleep_until

Scenarios = Sequence[dict[str, object]]
RELEASE = "midnight-windows"
# A dead token's complaint is the service's word for a secret whose answer was lost.
_FORGIVEN = {"dead_refresh_token"}
_SHORTEST_LEAP, _LONGEST_LEAP = 30.0, 6 * 3600.0
# Seconds.
_NAP, _A_ROUND, _SHORT_SILENCE, _SHORTLY = 0.3, 2.5, 10.0, 5.0


@dataclass(frozen=True)
class Weather:
    """Scenarios all at once; `then` comes once nobody asks any more, as when it was mended."""

    name: str
    scenarios: Scenarios
    then: Scenarios = ()
    is_apple: bool = False


@dataclass(frozen=True)
class Found:
    """What came of a night. `excused`: fans whose grant died at the service, by its own books."""

    promises: int
    states: dict[str, int]
    in_libraries: int
    excused: int
    contradicted: int
    moves: tuple[int, int]
    complaints: dict[str, int]
    calls: int
    refused: int
    writes_again: int
    cuts: int
    seconds: float

    def judge(self) -> None:
        """Nothing is on its way or lost, nothing said that is not so, nothing moved twice or
        asked again without need. Raises AssertionError with all of it."""
        saved = self.states.get("saved", 0)
        assert sum(self.states.values()) == self.promises, self
        assert self.states.get("promised", 0) == 0, self
        assert self.promises - saved <= self.excused, self
        assert (self.contradicted, self.moves) == (0, (saved, saved)), self
        assert saved <= self.in_libraries, self
        assert not set(self.complaints) - _FORGIVEN, self
        assert self.writes_again <= self.cuts, self


def play_weather(
    stage: Stage, *, weather: Weather, fans: int, within: float, at_least: float = 0
) -> Found:
    """From before the release, which comes `at_least` seconds later, until no promise is on its
    way. Raises AssertionError when that takes longer than `within`."""
    began = time.monotonic()
    stage.open_campaign()
    _come(stage, weather=weather, fans=fans)
    if stage.product.environment["DATABASE_URL"]:
        stage.product.begin("worker")
    stage.sim.tell("scenario", list(weather.scenarios))
    _leap_to(stage.release_soon(at_least=at_least), stage=stage)
    _play_out(stage, weather=weather, within=within)
    return _find(stage, is_apple=weather.is_apple, fans=fans, seconds=time.monotonic() - began)


def _leap_to(release: float, *, stage: Stage) -> None:
    """Where it is long ahead the clocks leap until shortly before."""
    stage.leap(max(0.0, release - time.time() - _SHORTLY))
    sleep_until(min(release, time.time() + _SHORTLY))


def _come(stage: Stage, *, weather: Weather, fans: int) -> None:
    if not weather.is_apple:
        seed_crowd(SLUG, stage=stage, start=0, size=fans)
        return
    names = [f"fan-{number}" for number in range(fans)]
    stage.sim.tell("fans", [{"id": name, "country": "DE"} for name in names])
    for name in names:
        pre_add(stage, name)


def _play_out(stage: Stage, *, weather: Weather, within: float) -> None:
    """Where everybody waits the clocks leap to what comes next. Where something is due and nobody
    asks, for a pause that has no end, they leap further each time."""
    ends, leap, then = time.monotonic() + within, _SHORTEST_LEAP, list(weather.then)
    while (states := count_states(stage)).get("promised", 0):
        told = (states, stage.complaints(), stage.product.log[-3000:])
        assert time.monotonic() < ends, f"not within {within} s: {told}"
        before = _calls(stage)
        if _is_told_to_wait(stage):
            time.sleep(_NAP)
            continue
        if (wait := _wait_for_all(stage)) > 0 and not then:
            stage.leap(wait)
            time.sleep(_NAP)
            continue
        if _is_anybody_asking(stage, before=before):
            leap = _SHORTEST_LEAP
            continue
        if then and leap > _SHORTEST_LEAP:
            stage.sim.tell("scenario", then)
            then = []
        stage.leap(leap)
        leap = min(_LONGEST_LEAP, leap * 2)


def _is_told_to_wait(stage: Stage) -> bool:
    """For a moment: how such a silence is kept is judged. One for a day is leapt over."""
    until = silent_until(stage)
    return until is not None and 0 < (until - stage.now()).total_seconds() < _SHORT_SILENCE


def _wait_for_all(stage: Stage) -> float:
    """Seconds until anything is due; 0 where something is, or nobody knows."""
    now = stage.now()
    waits = [(one - now).total_seconds() if one else 0.0 for one in next_moments(stage)]
    until = silent_until(stage)
    silence = (until - now).total_seconds() if until else 0.0
    return max(0.0, silence, min(waits, default=0.0))


def _is_anybody_asking(stage: Stage, *, before: int) -> bool:
    """Within a while in which the worker looks at everything, and more."""
    ends = time.monotonic() + _A_ROUND
    while time.monotonic() < ends:
        time.sleep(_NAP)
        if _calls(stage) != before:
            return True
    return False


def _find(stage: Stage, *, is_apple: bool, fans: int, seconds: float) -> Found:
    service = "apple_music" if is_apple else "spotify"
    held = stage.sim.look(f"libraries?holding={RELEASE if is_apple else ALBUM}")["fans"][service]
    holders = {int(name.removeprefix("fan-")) for name in held}
    saved = saved_numbers(stage)
    calls = _answers(stage, service=service)
    writes = _writes(stage, service=service, fans=fans)
    return Found(
        promises=fans,
        states=count_states(stage),
        in_libraries=len(holders),
        excused=fans - len(holders) if is_apple else len(_excused(stage)),
        contradicted=len(saved - holders),
        moves=moves_to_saved(stage),
        complaints=stage.complaints(),
        calls=sum(n for _where, _status, n in calls),
        refused=sum(n for _where, status, n in calls if status == "429"),
        writes_again=sum(max(0, each - 1) for each in writes),
        cuts=sum(n for _where, status, n in calls if status == "cut"),
        seconds=seconds,
    )


def _excused(stage: Stage) -> set[str]:
    """Revoked by the fan, or its new secret never reached us."""
    service = stage.sim.world.spotify
    revoked = {fan for fan, grants in service.grants.items() if any(g.is_revoked for g in grants)}
    tokens = service.refresh_tokens.values()
    return revoked | {one.grant.account.fan_id for one in tokens if one.answer_was_lost}


def _writes(stage: Stage, *, service: str, fans: int) -> list[int]:
    told = stage.sim.look("libraries")["fans"]
    kept = [told[f"fan-{number}"][service]["writes"] for number in range(fans)]
    return [sum(each["count"] for each in one.values()) for one in kept]


def _calls(stage: Stage) -> int:
    return int(stage.sim.look("calls")["total"])


def _answers(stage: Stage, *, service: str) -> list[tuple[str, str, int]]:
    counted: dict[str, Any] = stage.sim.look("calls")["services"].get(service, {})
    return [(where, status, n) for where, told in counted.items() for status, n in told.items()]

"""Every scenario of the simulator, and mixtures of them, under load: `make bench ARGS=weather`.
Run as a program, one night: `python -m benchmarks.weather NUMBER FANS` prints one JSON object."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from benchmarks.nights import night_stage
from benchmarks.worker import Line, has_postgres
from tests.faults.weather import Weather, play_weather

_FANS, _FEW = 1_000, 30
_WITHIN = 1200.0
_LIMIT: dict[str, object] = {
    "name": "rate-limited",
    "limit": 100,
    "window_seconds": 5.0,
    "grace_seconds": 1.0,  # on a busy machine a worker hears of it late
}
_FLAKY: dict[str, object] = {"name": "flaky", "share": 0.1, "endpoints": ["PUT", "refresh"]}
_CUT: dict[str, object] = {"name": "cut", "share": 0.3}
_SLOW: dict[str, object] = {"name": "slow", "seconds": 0.2}

NIGHTS = (
    Weather(
        "limit, errors, lost answers, slow, late catalogue",
        [_LIMIT, _FLAKY, _CUT, _SLOW, {"name": "not-yet-in-catalogue", "minutes": 2.0}],
    ),
    Weather(
        "secrets that rotate, some lost; errors, limit",
        [{"name": "rotating-tokens"}, _FLAKY, _LIMIT, {**_CUT, "share": 0.05, "refresh": True}],
    ),
    Weather(
        "an outage that calls grants revoked; errors, slow",
        [{"name": "outage-says-revoked", "for_seconds": 600.0}, _FLAKY, _SLOW],
    ),
    Weather(
        "the day's quota is spent; lost answers, errors",
        [{"name": "quota-exhausted", "after": 700, "grace_seconds": 1.0}, _CUT, _FLAKY],
    ),
    Weather(
        "the owner's Premium lapsed, and was mended; errors",
        [{"name": "owner-premium-lapsed"}, _FLAKY],
        then=[_FLAKY, _CUT],
    ),
    Weather(
        "development mode, and was mended; slow",
        [{"name": "development-mode"}, _SLOW],
        then=[_SLOW, _CUT],
    ),
    Weather(
        "some not let in, and was mended; errors, limit",
        [{"name": "not-let-in", "share": 0.02}, _FLAKY, _LIMIT],
        then=[_FLAKY, _LIMIT],
    ),
    Weather(
        "shut out for hours; lost answers, slow",
        [{"name": "banned", "after": 700, "grace_seconds": 1.0}, _CUT, _SLOW],
    ),
    Weather(
        "answers have another shape, and were mended; errors",
        [{"name": "drifted", "field": "access_token"}, _FLAKY],
        then=[_FLAKY, _CUT],
    ),
    Weather(
        "late in one market, some revoked; errors, lost answers",
        [{"name": "late-in-one-market", "minutes": 5.0}, {"name": "revoked"}, _FLAKY, _CUT],
    ),
    Weather(
        "Apple: silent 202, late library, passwords changed",
        [
            {"name": "silent-202", "share": 0.2},
            {"name": "late-library", "minutes": 10.0},
            {"name": "password-changed"},
            {"name": "flaky", "share": 0.1, "endpoints": ["POST"]},
        ],
        is_apple=True,
    ),
)


def measure() -> Iterator[Line]:
    """Each night on each database; raises SystemExit where one is not survived."""
    databases: dict[str, tuple[list[str], dict[str, str]]] = {"SQLite": ([], {"DATABASE_URL": ""})}
    if has_postgres():
        databases["PostgreSQL"] = (["scripts/with_postgres.sh"], {})
    for database, (before, settings) in databases.items():
        for number, night in enumerate(NIGHTS):
            fans = _FEW if night.is_apple else _FANS
            yield Line(f"{database}: {night.name}", _told(_played(before, settings, number, fans)))


def _told(said: dict[str, Any]) -> str:
    states = ", ".join(f"{rows:,} {state}" for state, rows in sorted(said["states"].items()))
    return (
        f"{states}; {said['calls']:,} calls, {said['refused']:,} refused, "
        f"{said['writes_again']:,} saves again, {said['seconds']:.0f} s"
    )


def _played(
    before: Sequence[str], settings: dict[str, str], number: int, fans: int
) -> dict[str, Any]:
    done = subprocess.run(
        [*before, sys.executable, "-m", "benchmarks.weather", str(number), str(fans)],
        env=os.environ | settings,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"Not survived: {NIGHTS[number].name}. See above.")
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return said


def main(night: Weather, *, fans: int) -> None:
    with night_stage() as stage:
        found = play_weather(stage, weather=night, fans=fans, within=_WITHIN, at_least=90)
        print(json.dumps(asdict(found)))
        found.judge()


if __name__ == "__main__":
    main(NIGHTS[int(sys.argv[1])], fans=int(sys.argv[2]))

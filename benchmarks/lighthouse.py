"""Lighthouse on the landing page, as a phone on a slow network meets it: the median of five runs.

Lighthouse comes from npm, by npx, and stays in npm's own folder. A run weighs what it measured by
how fast this machine is at that moment: let nothing else run beside it.
"""

import json
import os
import shutil
import statistics
import subprocess
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, Final

from benchmarks.serving import SLUG, Served, serve

_VERSION: Final = "12"
_ROUNDS: Final = 5
_SPARE: Final = 3
_CHROMIUM: Final = ("chromium", "chromium-browser", "google-chrome")
_WANTED: Final = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
_SHOWN: Final = (
    "first-contentful-paint",
    "largest-contentful-paint",
    "total-blocking-time",
    "cumulative-layout-shift",
    "total-byte-weight",
)


def measure() -> Iterator[str]:
    npx = shutil.which("npx")
    chromium = next(filter(None, map(shutil.which, _CHROMIUM)), None)
    if npx is None or chromium is None:
        missing = "node with npx" if npx is None else "Chromium"
        yield f"lighthouse: not measured, since {missing} is missing here"
        return
    with serve() as served:
        served.load(f"/{SLUG}", seconds=1, at_once=1)
        tried = (_run(served, npx=npx, chromium=chromium) for _ in range(_ROUNDS + _SPARE))
        runs = list(islice(filter(None, tried), _ROUNDS))
    if len(runs) < _ROUNDS:
        yield "lighthouse: not measured; it says why on standard error"
        return
    yield from _scores(runs)
    yield from _figures(runs)


def _run(served: Served, *, npx: str, chromium: str) -> dict[str, Any] | None:
    """None where Lighthouse itself stumbled, which it does on busy machines."""
    command = [npx, "--yes", f"lighthouse@{_VERSION}", f"{served.base_url}/{SLUG}", "--quiet"]
    command += ["--output=json", "--output-path=stdout"]
    command += ["--chrome-flags=--headless --no-sandbox --disable-gpu"]
    environment = {**os.environ, "CHROME_PATH": chromium, "npm_config_loglevel": "error"}
    done = subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, text=True, timeout=300, check=False
    )
    if done.returncode:
        return None
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _scores(runs: Sequence[dict[str, Any]]) -> Iterator[str]:
    for name, wanted in _WANTED.items():
        scores = sorted(round(run["categories"][name]["score"] * 100) for run in runs)
        median = statistics.median(scores)
        verdict = "" if median >= wanted else f"   below {wanted}"
        yield f"lighthouse {name:<24} {median:>4.0f}   of {scores}{verdict}"


def _figures(runs: Sequence[dict[str, Any]]) -> Iterator[str]:
    for name in _SHOWN:
        values = [run["audits"][name]["numericValue"] for run in runs]
        yield f"lighthouse {name:<24} {statistics.median(values):>8,.2f}"

"""How well the audit tells farms from fans, on campaigns made from seeds. Prints a Markdown table.

Worlds of two ranges take turns: those that the audit was tuned on, and held-out ones that reach
further and whose farms may have single traits exactly as fans do.
"""

import json
import os
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from scipy import stats

from benchmarks.audit_farms import KINDS
from benchmarks.audit_logs import make_log
from benchmarks.audit_worlds import HELD_OUT, Ranges
from countin.authenticity.audit import Audit, Verdict, audit_log
from countin.authenticity.circumstances import read_circumstances
from countin.authenticity.event_log import read_log
from countin.authenticity.grading import Grade

_FIRST_SEED = 9_000  # none below was looked at while tuning
_PLAIN = 0.9
_STEALTHY = 0.1
_HEAD = (
    "| kind | campaigns | AUC | share: mean error | covered | width | unusual raised | purity "
    "| cannot tell |\n|---|---|---|---|---|---|---|---|---|"
)


@dataclass(frozen=True)
class Case:
    """One campaign to make: `farm` says how unlike fans its farm is."""

    kind: str
    seed: int
    held_out: bool
    farm: float


@dataclass(frozen=True)
class Outcome:
    """What the audit said, beside the truth. `auc` and `purity` are NaN where there is none."""

    auc: float
    truth: float
    estimate: float
    low: float
    high: float
    verdict: Verdict
    purity: float


def measure(*, quick: bool = False) -> Iterator[str]:
    """The table: 12 campaigns a kind and 60 clean ones; `quick`: 3 and 8."""
    many, clean = (3, 8) if quick else (12, 60)
    yield _HEAD
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for kind in KINDS:
            yield _row(kind, list(pool.map(_try, _cases(kind, many, farm=_PLAIN))))
        for kind in ("device", "drip"):
            stealthy = list(pool.map(_try, _cases(kind, many, farm=_STEALTHY)))
            yield _row(f"{kind}, stealthiest", stealthy)
        yield _row("clean", list(pool.map(_try, _cases("clean", clean, farm=_PLAIN))))
    yield _speed()


def _cases(kind: str, many: int, *, farm: float) -> list[Case]:
    return [Case(kind, _FIRST_SEED + turn, turn % 2 == 1, farm) for turn in range(many)]


def _try(case: Case) -> Outcome:
    ranges = replace(HELD_OUT if case.held_out else Ranges(), farm=case.farm)
    made = make_log(case.seed, kind=case.kind, ranges=ranges)
    log = read_log(json.dumps(event) for event in made.events)
    audit = audit_log(log, circumstances=read_circumstances(made.meta))
    return _compare(audit, made.artificial)


def _compare(audit: Audit, artificial: frozenset[str]) -> Outcome:
    truth = np.array([fan in artificial for fan in audit.scores])
    named = [fan for g in audit.groups if g.grade is Grade.UNUSUAL for fan in g.fans]
    return Outcome(
        auc=_auc(np.array(list(audit.scores.values())), truth),
        truth=float(truth.mean()),
        estimate=audit.estimate,
        low=audit.interval.low,
        high=audit.interval.high,
        verdict=audit.verdict,
        purity=float(np.mean([fan in artificial for fan in named])) if named else np.nan,
    )


def _auc(scores: np.ndarray, truth: np.ndarray) -> float:
    many = truth.sum()
    if not many:
        return np.nan
    ranks = stats.rankdata(scores)
    return float((ranks[truth].sum() - many * (many + 1) / 2) / (many * (len(truth) - many)))


def _row(name: str, outcomes: list[Outcome]) -> str:
    errors = [abs(one.estimate - one.truth) for one in outcomes]
    covered = [one.low <= one.truth <= one.high for one in outcomes]
    widths = [one.high - one.low for one in outcomes]
    purities = [one.purity for one in outcomes if not np.isnan(one.purity)]
    cells = [
        str(len(outcomes)),
        _figure(float(np.mean([one.auc for one in outcomes]))),
        _figure(float(np.mean(errors))),
        f"{np.mean(covered):.2f}",
        _figure(float(np.median(widths))),
        f"{np.mean([one.verdict is Verdict.UNUSUAL for one in outcomes]):.2f}",
        f"{np.mean(purities):.2f}" if purities else "–",
        f"{np.mean([one.verdict is Verdict.CANNOT_TELL for one in outcomes]):.2f}",
    ]
    return f"| {name} | {' | '.join(cells)} |"


def _figure(value: float) -> str:
    return "–" if np.isnan(value) else f"{value:.3f}"


def _speed() -> str:
    made = make_log(2, kind="mixed", size=16_000, ranges=Ranges())
    lines = [json.dumps(event) for event in made.events]
    begin, wall = time.process_time(), time.perf_counter()
    audit_log(read_log(lines), circumstances=read_circumstances(made.meta))
    spent, passed = time.process_time() - begin, time.perf_counter() - wall
    return (
        f"\n{len(lines):,} events, {made.fans:,} fans: {spent:.1f} seconds of the processor, "
        f"{passed:.1f} by the clock."
    )

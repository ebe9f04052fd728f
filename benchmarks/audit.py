"""How well the audit tells farms from fans, on campaigns made from seeds. Prints a Markdown table.

Worlds of two ranges take turns: those that the audit was tuned on, and held-out ones that reach
further and whose farms may have single traits exactly as fans do. Below the line, campaigns by
another hand: a generator that shares nothing with the first one.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy import stats

from benchmarks.audit_farms import KINDS
from benchmarks.audit_logs import MadeLog, make_log
from benchmarks.audit_plantings import keep_word, rows
from benchmarks.audit_strange_logs import make_strange_log
from benchmarks.audit_worlds import HELD_OUT, Ranges
from countin.authenticity.audit import Audit, Verdict, audit_log
from countin.authenticity.circumstances import read_circumstances
from countin.authenticity.event_log import read_log
from countin.authenticity.grading import Grade

_FIRST_SEED = 31_000  # none from here on was looked at while tuning
_PLAIN = 0.9
_STEALTHY = 0.1
_HEAD = (
    "| kind | campaigns | AUC | share: mean error | covered | width | unusual raised | purity "
    "| cannot tell |\n|---|---|---|---|---|---|---|---|---|"
)


@dataclass(frozen=True)
class Case:
    """One campaign to make: `farm` says how unlike fans its farm is; `hand`, whose it is."""

    kind: str
    seed: int
    hand: str
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
    """The table: of each hand 12 campaigns a kind and 200 clean ones, half of them with a video
    that went round and a third with a gig; `quick`: 2 and 15."""
    many, clean = (2, 15) if quick else (12, 200)
    yield _HEAD
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for hands, name in ((("tuned on", "further"), ""), (("another",), ", another hand")):
            plain = {
                kind: list(pool.map(_try, _cases(kind, many, hands, farm=_PLAIN))) for kind in KINDS
            }
            for kind, outcomes in plain.items():
                yield _row(f"{kind}{name}", outcomes)
            yield _row(f"all of these{name}", [one for each in plain.values() for one in each])
            for kind in ("device", "drip"):
                stealthy = list(pool.map(_try, _cases(kind, many, hands, farm=_STEALTHY)))
                yield _row(f"{kind}, stealthiest{name}", stealthy)
            fans = list(pool.map(_try, _cases("clean", clean, hands, farm=_PLAIN)))
            yield _row(f"clean{name}", fans)
        yield ""
        asked = _cases("clean", many, ("tuned on", "further", "another"), farm=_PLAIN)
        yield from rows(list(pool.map(keep_word, map(_make, asked))))
    yield _speed()


def _cases(kind: str, many: int, hands: tuple[str, ...], *, farm: float) -> list[Case]:
    return [Case(kind, _FIRST_SEED + turn, hands[turn % len(hands)], farm) for turn in range(many)]


def _make(case: Case) -> MadeLog:
    if case.hand == "another":
        return make_strange_log(case.seed, kind=case.kind, plain=case.farm)
    ranges = replace(HELD_OUT if case.hand == "further" else Ranges(), farm=case.farm)
    return make_log(case.seed, kind=case.kind, ranges=ranges)


def _try(case: Case) -> Outcome:
    made = _make(case)
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
    """The whole command on a log of 100,000 events, in a process of its own."""
    made = make_log(2, kind="mixed", size=16_000, ranges=Ranges())
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "events.jsonl"
        log.write_text("".join(json.dumps(event) + "\n" for event in made.events))
        command = [str(Path(sys.executable).with_name("countin")), "audit", str(log), "--json"]
        done = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _pid, code, used = os.wait4(done.pid, 0)
    if code:
        raise RuntimeError("`countin audit` did not end well: run it by hand to see why.")
    return (
        f"\nThe whole command, {len(made.events):,} events, {made.fans:,} fans: "
        f"{used.ru_utime + used.ru_stime:.1f} seconds of the processor (30 asked), "
        f"{used.ru_maxrss / 1024:.0f} MB (1,024 asked)."
    )

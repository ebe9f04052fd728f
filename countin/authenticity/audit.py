"""The audit of one event log: groups, their grades, and a share with its range."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from countin.authenticity.busy_hours import BusySpan, busy_spans
from countin.authenticity.circumstances import Circumstances
from countin.authenticity.coding import Coding
from countin.authenticity.crowds import Crowds, find_crowds
from countin.authenticity.event_log import EventLog
from countin.authenticity.evidence import profile_of
from countin.authenticity.explaining import describe_peak, explaining_peak
from countin.authenticity.fan_table import FanTable, Floats, first_moment, table_of
from countin.authenticity.grading import Grade, Judgement
from countin.authenticity.judging import (
    Bench,
    bench_of,
    conversions_of,
    facts_of,
    judge_crowds,
)
from countin.authenticity.missing import missing_from
from countin.authenticity.share import LEVEL, PRIOR, corroborated_fans, share_of, widen
from countin.authenticity.traits import traits_of, windows_of
from countin.authenticity.words import (
    Sketch,
    count_pairs,
    describe,
    innocent_explanations,
    median_seconds,
    reasons,
)
from countin.statistics.intervals import Interval

_MOST_CROWDS, _GAIN = 10, 40.0
SMALLEST_CAMPAIGN = 100
_SURE_MEMBER = 0.6
_TOO_WIDE = 0.1
# What a farm imitates whole shows nowhere. "Nothing unusual" is said only where four of five
# fans have answered a mail: a farm that answers nine mails of ten that fans answer is then rare.
_MOST_ANSWER = 0.8


class Verdict(StrEnum):
    UNUSUAL = "unusual"
    CANNOT_TELL = "cannot tell"
    NOTHING_UNUSUAL = "nothing unusual"


@dataclass(frozen=True)
class Group:
    """Pre-saves that are alike, and what is said of them. `begins_at`, `ends_at`: seconds, UTC."""

    grade: Grade
    description: str
    fans: tuple[str, ...]
    reasons: tuple[str, ...]
    innocent_explanations: tuple[str, ...]
    begins_at: float
    ends_at: float
    explained_by: str | None = None  # what a person said, where it explains the group


@dataclass(frozen=True)
class Audit:
    """What the audit came to. `scores` are for evaluation and export: no verdict on anybody."""

    verdict: Verdict
    judgeable: bool
    missing: tuple[str, ...]
    estimate: float
    interval: Interval
    groups: tuple[Group, ...]
    scores: dict[str, float]
    core: int
    peaks: tuple[str, ...]  # what a person said, whether or not it explains a group
    busy: tuple[BusySpan, ...]  # hours that nobody has named: questions, no evidence
    corroborated: int  # fans who confirmed a lasting address and stand in no unusual group


def audit_log(log: EventLog, *, circumstances: Circumstances) -> Audit:
    """Audit a log. The order of its lines, names and a shift in time change nothing."""
    table = table_of(log)
    facts = facts_of(log, table, release=circumstances.release)
    whole = len(table.fans) / len(log.visits) if log.visits else None
    bench = bench_of(facts, conversion=whole)
    missing = missing_from(log, table, circumstances=circumstances, core=bench.core)
    if len(table.fans) < SMALLEST_CAMPAIGN:
        return _unjudged(table.fans, missing, core=bench.core)
    crowds, conversions = _crowds(log, table, release=circumstances.release)
    judgements = judge_crowds(bench, crowds.belongs, conversions)
    if not _speaks(judgements):
        return _unjudged(table.fans, missing, core=bench.core)
    found = dict(_groups(log, table, circumstances, bench, crowds, judgements, conversions))
    groups = tuple(found.values())
    probabilities = _probabilities(judgements, found)
    scores = crowds.belongs @ probabilities
    estimate, interval = share_of(
        scores,
        sizes=crowds.sizes,
        probabilities=probabilities,
        has_unusual=_has_unusual(groups),
    )
    corroborated = corroborated_fans(facts, scores)
    answers = corroborated >= _MOST_ANSWER * len(table.fans)
    verdict = _verdict(groups, interval, answers=answers)
    if verdict is not Verdict.UNUSUAL:
        interval = widen(interval, corroborated=corroborated, fans=len(table.fans))
    named = dict(zip(table.fans, scores.tolist(), strict=True))
    return Audit(
        *(verdict, True, tuple(missing), estimate, interval, groups, named, bench.core),
        peaks=tuple(describe_peak(peak) for peak in circumstances.peaks),
        busy=_busy(log, circumstances),
        corroborated=corroborated,
    )


def _busy(log: EventLog, circumstances: Circumstances) -> tuple[BusySpan, ...]:
    moments = [promise.at for promise in log.promises.values()]
    return tuple(busy_spans(moments, named=circumstances.peaks))


def _unjudged(fans: list[str], missing: list[str], *, core: int) -> Audit:
    """Too little to judge: the share may be anything, and every score is the prior."""
    return Audit(
        verdict=Verdict.CANNOT_TELL,
        judgeable=False,
        missing=tuple(missing),
        estimate=PRIOR,
        interval=Interval(0.0, 1.0, LEVEL),
        groups=(),
        scores=dict.fromkeys(fans, PRIOR),
        core=core,
        peaks=(),
        busy=(),
        corroborated=core,
    )


def _crowds(
    log: EventLog, table: FanTable, *, release: float | None
) -> tuple[Crowds, list[float | None]]:
    edges = windows_of(table.at)
    traits = traits_of(table, edges=edges, release=release)
    coding = Coding(traits, fans=len(table.fans))
    crowds = find_crowds(coding, most=_MOST_CROWDS, gain=_GAIN)
    return crowds, conversions_of(log, table, coding, crowds, edges=edges)


def _speaks(judgements: list[Judgement]) -> bool:
    """At least two families had something to go by."""
    known = set().union(*(judgement.terms for judgement in judgements))
    families = [{"hosting", "sharing", "conversion"}, {"pace", "permit"}, {"confirmed", "revoked"}]
    return sum(bool(family & known) for family in families) >= 2


def _probabilities(judgements: list[Judgement], groups: dict[int, Group]) -> Floats:
    """The weight of each crowd in the share; an explained one has no more than any other."""
    explained = {k for k, group in groups.items() if group.grade is Grade.EXPLAINED}
    return np.array(
        [
            min(judgement.probability, PRIOR) if k in explained else judgement.probability
            for k, judgement in enumerate(judgements)
        ]
    )


def _has_unusual(groups: tuple[Group, ...]) -> bool:
    return any(group.grade is Grade.UNUSUAL for group in groups)


def _verdict(groups: tuple[Group, ...], interval: Interval, *, answers: bool) -> Verdict:
    if _has_unusual(groups):
        return Verdict.UNUSUAL
    open_question = any(group.grade is Grade.NOT_CORROBORATED for group in groups)
    if open_question or interval.high > _TOO_WIDE or not answers:
        return Verdict.CANNOT_TELL
    return Verdict.NOTHING_UNUSUAL


def _groups(
    log: EventLog,
    table: FanTable,
    circumstances: Circumstances,
    bench: Bench,
    crowds: Crowds,
    judgements: list[Judgement],
    conversions: list[float | None],
) -> Iterator[tuple[int, Group]]:
    """By the number of their crowd, what speaks most strongly first."""
    first = first_moment(log)
    order = sorted(range(crowds.many), key=lambda k: -judgements[k].total)
    for k in order:
        members = [int(i) for i in np.flatnonzero(crowds.belongs[:, k] >= _SURE_MEMBER)]
        grade = judgements[k].grade
        if grade is None or len(members) < 10:
            continue
        weights = crowds.belongs[:, k]
        begins, ends = (float(edge) + first for edge in np.quantile(table.at[members], [0, 1]))
        sources = [table.arrivals[index].source for index in members]
        sketch = _sketch(table, bench, weights, judgements[k], conversions[k], members)
        peak = explaining_peak(
            judgements[k], circumstances.peaks, begins=begins, ends=ends, sources=sources
        )
        yield (
            k,
            Group(
                grade=Grade.EXPLAINED if peak else grade,
                description=describe(table, members),
                fans=tuple(sorted(table.fans[index] for index in members)),
                reasons=tuple(reasons(sketch)),
                innocent_explanations=tuple(innocent_explanations(judgements[k])),
                begins_at=begins,
                ends_at=ends,
                explained_by=describe_peak(peak) if peak else None,
            ),
        )


def _sketch(
    table: FanTable,
    bench: Bench,
    weights: Floats,
    judgement: Judgement,
    conversion: float | None,
    members: list[int],
) -> Sketch:
    return Sketch(
        group=profile_of(bench.facts, weights, conversion=conversion),
        rest=profile_of(bench.facts, 1 - weights, conversion=bench.reference.conversion),
        judgement=judgement,
        pace=median_seconds(table.press, weights),
        usual_pace=median_seconds(table.press, 1 - weights),
        counted=count_pairs(bench.facts, members),
    )

"""The audit of one event log: groups, their grades, and a share with its range."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from countin.authenticity.busy_hours import BusySpan, busy_spans
from countin.authenticity.circumstances import Circumstances
from countin.authenticity.event_log import EventLog
from countin.authenticity.evidence import profile_of
from countin.authenticity.explaining import describe_peak, explaining_peak
from countin.authenticity.fan_table import Floats, first_moment
from countin.authenticity.grading import SMALLEST_GROUP, Grade
from countin.authenticity.hearing import Case, Hearing, hear, open_case
from countin.authenticity.missing import missing_from
from countin.authenticity.plantings import Planting, try_farms
from countin.authenticity.share import LEVEL, PRIOR, corroborated_fans, share_of, widen
from countin.authenticity.words import (
    Sketch,
    count_pairs,
    describe,
    innocent_explanations,
    median_seconds,
    reasons,
)
from countin.statistics.intervals import Interval

_TOO_WIDE = 0.1
# What a farm imitates whole shows nowhere. "Nothing unusual" is said only where nine of ten fans
# have answered a mail: of a farm of a fifth that answers as fans do, less is rarely left.
_MOST_ANSWER = 0.9


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
    plantings: tuple[Planting, ...] = ()  # what would have been seen, where nothing was

    @property
    def fans(self) -> int:
        """All that were read."""
        return len(self.scores)

    def graded(self, grade: Grade) -> list[Group]:
        """The groups of this grade."""
        return [group for group in self.groups if group.grade is grade]


def audit_log(log: EventLog, *, circumstances: Circumstances) -> Audit:
    """Audit a log. The order of its lines, names and a shift in time change nothing."""
    case = open_case(log, release=circumstances.release)
    table, bench = case.table, case.bench
    missing = missing_from(log, table, circumstances=circumstances, core=bench.core)
    hearing = hear(case, release=circumstances.release)
    if hearing is None:
        return _unjudged(table.fans, missing, core=bench.core)
    found = dict(_groups(case, hearing, circumstances))
    groups = tuple(found.values())
    probabilities = _probabilities(hearing, found)
    scores = hearing.crowds.belongs @ probabilities
    estimate, interval = share_of(
        scores,
        sizes=hearing.crowds.sizes,
        probabilities=probabilities,
        has_unusual=_has_unusual(groups),
    )
    corroborated = corroborated_fans(bench.facts, scores)
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


def with_plantings(audit: Audit, log: EventLog, *, circumstances: Circumstances) -> Audit:
    """The audit with what would have been seen here, where nothing unusual was: about twenty more
    audits' worth of time. `log` is the one audited."""
    if not audit.judgeable or audit.verdict is Verdict.UNUSUAL:
        return audit
    return replace(audit, plantings=try_farms(log, release=circumstances.release))


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


def _probabilities(hearing: Hearing, groups: dict[int, Group]) -> Floats:
    """The weight of each crowd in the share; an explained one has no more than any other."""
    explained = {k for k, group in groups.items() if group.grade is Grade.EXPLAINED}
    return np.array(
        [
            min(judgement.probability, PRIOR) if k in explained else judgement.probability
            for k, judgement in enumerate(hearing.judgements)
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
    case: Case, hearing: Hearing, circumstances: Circumstances
) -> Iterator[tuple[int, Group]]:
    """By the number of their crowd, what speaks most strongly first."""
    table, judgements = case.table, hearing.judgements
    first = first_moment(case.log)
    order = sorted(range(hearing.crowds.many), key=lambda k: -judgements[k].total)
    for k in order:
        members, grade = hearing.members(k), judgements[k].grade
        if grade is None or len(members) < SMALLEST_GROUP:
            continue
        begins, ends = (float(edge) + first for edge in np.quantile(table.at[members], [0, 1]))
        sources = [table.arrivals[index].source for index in members]
        peak = explaining_peak(
            judgements[k], circumstances.peaks, begins=begins, ends=ends, sources=sources
        )
        yield (
            k,
            Group(
                grade=Grade.EXPLAINED if peak else grade,
                description=describe(table, members),
                fans=tuple(sorted(table.fans[index] for index in members)),
                reasons=tuple(reasons(_sketch(case, hearing, k))),
                innocent_explanations=tuple(innocent_explanations(judgements[k])),
                begins_at=begins,
                ends_at=ends,
                explained_by=describe_peak(peak) if peak else None,
            ),
        )


def _sketch(case: Case, hearing: Hearing, crowd: int) -> Sketch:
    facts, weights = case.bench.facts, hearing.crowds.belongs[:, crowd]
    return Sketch(
        group=profile_of(facts, weights, conversion=hearing.conversions[crowd]),
        rest=profile_of(facts, 1 - weights, conversion=case.bench.reference.conversion),
        judgement=hearing.judgements[crowd],
        pace=median_seconds(case.table.press, weights),
        usual_pace=median_seconds(case.table.press, 1 - weights),
        counted=count_pairs(facts, hearing.members(crowd)),
    )

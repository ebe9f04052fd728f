"""The fans of a log in their crowds, each crowd judged: what an audit tells of, without words."""

from dataclasses import dataclass

import numpy as np

from countin.authenticity.coding import Coding
from countin.authenticity.crowds import Crowds, find_crowds
from countin.authenticity.event_log import EventLog
from countin.authenticity.fan_table import FanTable, table_of
from countin.authenticity.grading import SMALLEST_GROUP, Grade, Judgement
from countin.authenticity.judging import (
    Bench,
    bench_of,
    conversions_of,
    facts_of,
    judge_crowds,
)
from countin.authenticity.traits import traits_of, windows_of

_MOST_CROWDS, _GAIN = 10, 40.0
SMALLEST_CAMPAIGN = 100
_SURE_MEMBER = 0.6
_FAMILIES = ({"hosting", "sharing", "conversion"}, {"pace", "permit"}, {"confirmed", "revoked"})


@dataclass(frozen=True)
class Case:
    """A log as it is judged, before crowds are looked for."""

    log: EventLog
    table: FanTable
    bench: Bench


@dataclass(frozen=True)
class Hearing:
    """Crowds with what speaks for and against each."""

    crowds: Crowds
    conversions: list[float | None]
    judgements: list[Judgement]

    def members(self, crowd: int) -> list[int]:
        """Fans who probably belong to it, by their place in the table."""
        return [int(i) for i in np.flatnonzero(self.crowds.belongs[:, crowd] >= _SURE_MEMBER)]

    def unusual(self) -> list[list[int]]:
        """The members of each crowd that is unusual and no smaller than a group may be."""
        grades = [judgement.grade for judgement in self.judgements]
        groups = [self.members(k) for k, grade in enumerate(grades) if grade is Grade.UNUSUAL]
        return [group for group in groups if len(group) >= SMALLEST_GROUP]


def open_case(log: EventLog, *, release: float | None) -> Case:
    """Read the fans and what they are judged against."""
    table = table_of(log)
    facts = facts_of(log, table, release=release)
    whole = len(table.fans) / len(log.visits) if log.visits else None
    return Case(log, table, bench_of(facts, conversion=whole))


def hear(case: Case, *, release: float | None) -> Hearing | None:
    """None where there is too little to judge by: fans, or families of evidence."""
    if len(case.table.fans) < SMALLEST_CAMPAIGN:
        return None
    edges = windows_of(case.table.at)
    coding = Coding(traits_of(case.table, edges=edges, release=release), fans=len(case.table.fans))
    crowds = find_crowds(coding, most=_MOST_CROWDS, gain=_GAIN)
    conversions = conversions_of(case.log, case.table, coding, crowds, edges=edges)
    judgements = judge_crowds(case.bench, crowds.belongs, conversions)
    return Hearing(crowds, conversions, judgements) if _speaks(judgements) else None


def _speaks(judgements: list[Judgement]) -> bool:
    """At least two families had something to go by."""
    known = set().union(*(judgement.terms for judgement in judgements))
    return sum(bool(family & known) for family in _FAMILIES) >= 2

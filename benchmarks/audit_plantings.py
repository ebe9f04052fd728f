"""How far the audit's word on what it would have seen holds: on clean campaigns, farms of the sizes
that it named are planted anew, at other times and through other channels than those it tried."""

import json
import statistics
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from benchmarks.audit_logs import MadeLog
from countin.authenticity.circumstances import read_circumstances
from countin.authenticity.event_log import read_log
from countin.authenticity.fan_table import table_of
from countin.authenticity.plain_farms import KINDS
from countin.authenticity.plantings import stands_out, try_farms

_OTHER_TURNS = (0.0, 0.5)
HEAD = (
    "| plain kind, planted into clean campaigns | campaigns | would have shown | from, median "
    "| stood out when planted anew |\n|---|---|---|---|---|"
)


@dataclass(frozen=True)
class Kept:
    """One kind in one campaign: the size named, and how many of the farms planted anew showed."""

    kind: str
    fewest: int | None
    again: int
    seen: int


def keep_word(made: MadeLog) -> list[Kept]:
    """Ask the audit, then plant what it named."""
    log = read_log(json.dumps(event) for event in made.events)
    release = read_circumstances(made.meta).release
    table, found = table_of(log), []
    for kind, said in zip(KINDS, try_farms(log, release=release), strict=True):
        if said.fewest is None:
            found.append(Kept(kind.name, None, 0, 0))
            continue
        seen = [
            stands_out(log, table, kind=kind, many=said.fewest, turn=turn, release=release)
            for turn in _OTHER_TURNS
        ]
        found.append(Kept(kind.name, said.fewest, len(seen), sum(seen)))
    return found


def rows(campaigns: Iterable[list[Kept]]) -> Iterator[str]:
    """A line a kind."""
    yield HEAD
    every = [one for each in campaigns for one in each]
    for kind in KINDS:
        mine = [one for one in every if one.kind == kind.name]
        sizes = [one.fewest for one in mine if one.fewest is not None]
        middle = f"{statistics.median_low(sizes):,}" if sizes else "–"
        again, seen = sum(one.again for one in mine), sum(one.seen for one in mine)
        yield (
            f"| {kind.name} | {len(mine)} | {len(sizes)} | {middle} "
            f"| {f'{seen} of {again}' if again else '–'} |"
        )

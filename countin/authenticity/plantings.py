"""What would have been seen here: farms of plain kinds, each planted into a copy of the log, which
is judged as the log itself was. It makes "nothing unusual" a statement with a size."""

from dataclasses import dataclass, replace

import numpy as np

from countin.authenticity.event_log import EventLog
from countin.authenticity.fan_table import FanTable, bounced, table_of
from countin.authenticity.grading import SMALLEST_GROUP
from countin.authenticity.hearing import SMALLEST_CAMPAIGN, hear, open_case
from countin.authenticity.plain_farms import KINDS, Kind, is_planted, plant

# Of the campaign's pre-saves. A farm that is smaller than the first is small beside any audience.
SHARES = (0.02, 0.05, 0.1, 0.2)
TRIES = 4
# Half of a farm in groups that are half the farm's: nobody would overlook it.
_HALF = 0.5
# Larger campaigns are thinned: what shows among these shows among more of the same.
_MOST_FANS = 2_000


@dataclass(frozen=True)
class Planting:
    """One kind of farm. `fewest`: the smallest of the sizes tried at which every try stood out;
    None where not even the largest did."""

    kind: str
    fewest: int | None
    largest: int
    tries: int


def try_farms(log: EventLog, *, release: float | None) -> tuple[Planting, ...]:
    """One a kind; none where the log is too small to judge."""
    table = table_of(log)
    if len(table.fans) < SMALLEST_CAMPAIGN:
        return ()
    few = thin(log, table, most=_MOST_FANS)
    return tuple(_planting(few, kind=kind, fans=len(table.fans), release=release) for kind in KINDS)


def stands_out(
    log: EventLog, table: FanTable, *, kind: Kind, many: int, turn: float, release: float | None
) -> bool:
    """Plant one farm, and judge the copy."""
    planted = plant(log, table, kind=kind, many=many, turn=turn, release=release)
    case = open_case(planted, release=release)
    hearing = hear(case, release=release)
    if hearing is None:
        return False
    seen = 0
    for members in hearing.unusual():
        mine = sum(is_planted(case.table.fans[number]) for number in members)
        seen += mine if mine >= _HALF * len(members) else 0
    return seen >= _HALF * many


def _planting(log: EventLog, *, kind: Kind, fans: int, release: float | None) -> Planting:
    table = table_of(log)
    sizes = sorted({max(SMALLEST_GROUP, round(share * len(table.fans))) for share in SHARES})
    turns = [(turn + 0.5) / TRIES for turn in range(TRIES)]
    fewest = next(
        (
            many
            for many in sizes
            if all(
                stands_out(log, table, kind=kind, many=many, turn=turn, release=release)
                for turn in turns
            )
        ),
        None,
    )
    whole = fans / len(table.fans)
    return Planting(
        kind.name,
        None if fewest is None else round(fewest * whole),
        round(sizes[-1] * whole),
        TRIES,
    )


def thin(log: EventLog, table: FanTable, *, most: int) -> EventLog:
    """Of a larger log every so many-th fan and passer-by, in the order of their coming."""
    many = len(table.fans)
    if many <= most:
        return log
    fans = [table.promises[number] for number in np.linspace(0, many - 1, most).astype(int)]
    kept = {promise.visit for promise in fans}
    lost = bounced(log)
    rest = np.linspace(0, len(lost) - 1, round(len(lost) * most / many)).astype(int)
    passing = {id(lost[number]) for number in rest}
    visits = {
        name: visit for name, visit in log.visits.items() if name in kept or id(visit) in passing
    }
    return replace(log, visits=visits, promises={promise.fan: promise for promise in fans})

"""What single distributors ask for. Only what one of them said itself is a rule; where nothing
is known, the plan says so instead of guessing."""

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from countin.planning.tasks import Task, Weight

_ALBUMS: Final = frozenset({"album"})


@dataclass(frozen=True)
class Distributor:
    """One that we know something about."""

    name: str  # as `--distributor` takes it
    title: str
    rows: tuple[Task, ...]


def _deliver_by(
    name: str, *, title: str, days: int, weight: Weight, source: str, why: str
) -> Distributor:
    what = f"Last day to deliver to {title}" if weight is Weight.RULE else f"Deliver to {title}"
    late = f"{title} may not get it out in time everywhere: ask today, or move the release date."
    row = Task(
        name=f"{name}-delivery",
        weight=weight,
        opens=-56,
        due=-days,
        title=what,
        why=why,
        late=late,
        sources=(source,),
        distributor=name,
    )
    return Distributor(name, title, (row,))


_CDBABY: Final = (
    Task(
        name="cdbaby-preorder",
        weight=Weight.ADVICE,
        opens=-56,
        due=-30,
        title="Pre-order through CD Baby: deliver it",
        why="CD Baby advises 30 days; it may run from seven days to six months, and needs "
        "five working days to show up at Apple.",
        late="It is still taken until ten days before release. Deliver it today.",
        sources=("cdbaby-says",),
        kinds=_ALBUMS,
        distributor="cdbaby",
    ),
    Task(
        name="cdbaby-last",
        weight=Weight.RULE,
        opens=-56,
        due=-10,
        title="Last day that CD Baby takes a pre-order",
        why="Delivered later than ten days ahead, a pre-order is not processed. Albums only.",
        late="There is no pre-order for this date: go on without one, or move the release date.",
        sources=("cdbaby-says",),
        kinds=_ALBUMS,
        distributor="cdbaby",
    ),
)

_FANGTASIA: Final = (
    Task(
        name="fangtasia-features",
        weight=Weight.RULE,
        opens=-84,
        due=-42,
        title="Last day to give Fangtasia the material for features at the stores",
        why="It asks for six weeks to pitch a release to the stores.",
        late="The stores are not asked for this date: go on without, or move the release date.",
        sources=("fangtasia-says",),
        distributor="fangtasia",
    ),
)

_AWAL: Final = (
    Task(
        name="awal-move",
        weight=Weight.RULE,
        opens=-56,
        due=-14,
        title="Last sure day to have AWAL move the release date",
        why="It needs five to ten working days until every service has the new one; ten are "
        "two weeks.",
        late="The date stands, unless AWAL helps by hand: write to it before you announce "
        "another one.",
        sources=("awal-says",),
        distributor="awal",
    ),
)

_ALL: Final = (
    Distributor("cdbaby", "CD Baby", _CDBABY),
    Distributor("fangtasia", "Fangtasia Music", _FANGTASIA),
    Distributor("awal", "AWAL", _AWAL),
    _deliver_by(
        "labelcaster",
        title="Labelcaster",
        days=7,
        weight=Weight.RULE,
        source="labelcaster-says",
        why="It asks for seven days at least, and calls three weeks best.",
    ),
    _deliver_by(
        "beatchain",
        title="Beatchain",
        days=14,
        weight=Weight.RULE,
        source="beatchain-says",
        why="It asks for fourteen days at least, 21 to be safe, and two weeks on top in "
        "November and December.",
    ),
    _deliver_by(
        "labelgrid",
        title="LabelGrid",
        days=7,
        weight=Weight.RULE,
        source="labelgrid-says",
        why="It asks for seven to ten days at least, and advises three to four weeks.",
    ),
    _deliver_by(
        "kudos",
        title="Kudos",
        days=28,
        weight=Weight.ADVICE,
        source="kudos-says",
        why="It advises four weeks.",
    ),
    _deliver_by(
        "reverbnation",
        title="ReverbNation",
        days=42,
        weight=Weight.ADVICE,
        source="reverbnation-says",
        why="It advises six to eight weeks, and calls less than two unlikely to suffice.",
    ),
    _deliver_by(
        "distrokid",
        title="DistroKid",
        days=28,
        weight=Weight.ADVICE,
        source="distrokid-told",
        why="A label that works with it tells of four weeks where every service has to have "
        "it on the day.",
    ),
)

DISTRIBUTORS: Final = MappingProxyType({one.name: one for one in _ALL})


def find_distributor(text: str) -> Distributor | None:
    """The one that is meant, however it is written ("CD Baby"); None for one unknown to us."""
    return DISTRIBUTORS.get(re.sub(r"[^a-z0-9]", "", text.casefold()))

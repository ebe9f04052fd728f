"""An artist's own way of planning: rows moved, left out, added. Kept, it is where the next plan
begins. Deadlines of others are not an artist's to move; they may be left out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Final

from countin.planning.distributors import DISTRIBUTORS
from countin.planning.rows_after import AFTER
from countin.planning.rows_before import EARLY, LAST_WEEK, PAGE
from countin.planning.tasks import Task, Weight

FARTHEST: Final = 365  # days from the release date, either way
LONGEST_TITLE: Final = 120
MOST_OWN: Final = 50
ROWS: Final = (*EARLY, *PAGE, *LAST_WEEK, *AFTER)
_BY_NAME: Final = MappingProxyType(
    {row.name: row for row in (*ROWS, *(row for one in DISTRIBUTORS.values() for row in one.rows))}
)
_OWN: Final = re.compile(r"own-([1-9][0-9]{0,3})")


class BadChange(ValueError):
    """A change that a plan can't take; the message ends with the next step."""


@dataclass(frozen=True)
class OwnTask:
    """A row that the artist added; `days` from the release date, negative before it."""

    name: str
    days: int
    title: str


@dataclass(frozen=True)
class Template:
    """What an artist does otherwise. The empty one changes nothing."""

    moved: Mapping[str, int] = field(default_factory=dict)  # days from the release date
    dropped: frozenset[str] = frozenset()
    own: tuple[OwnTask, ...] = ()

    def as_document(self) -> dict[str, Any]:
        """What is stored, and what `read_template` reads."""
        own = [{"name": row.name, "days": row.days, "title": row.title} for row in self.own]
        return {"moved": dict(self.moved), "dropped": sorted(self.dropped), "own": own}


def read_template(document: Mapping[str, Any]) -> Template:
    """From what was stored. Rows that this version no longer knows are left aside."""
    own = tuple(
        OwnTask(str(row["name"]), int(row["days"]), str(row["title"]))
        for row in document.get("own", ())
    )
    known = {*_BY_NAME, *(row.name for row in own)}
    moved = {name: int(days) for name, days in document.get("moved", {}).items() if name in known}
    dropped = frozenset(name for name in document.get("dropped", ()) if name in known)
    return Template(moved=moved, dropped=dropped, own=own)


def is_row(name: str, *, template: Template) -> bool:
    """Is there a row of this name, in any plan or in this one?"""
    return name in _BY_NAME or any(row.name == name for row in template.own)


def move_row(template: Template, *, name: str, days: int) -> Template:
    """The same with this row due that many days from the release date, negative before it.
    Raises BadChange for a row that is unknown or not the artist's to move, or too far."""
    _check(name, template=template)
    _check_days(days)
    row = _BY_NAME.get(name)
    if row is not None and row.weight is Weight.RULE:
        raise BadChange(
            f"{name} is a deadline that somebody else set, so it can't be moved. Add a row of "
            "your own on an earlier day instead."
        )
    if row is None:
        own = tuple(replace(one, days=days) if one.name == name else one for one in template.own)
        return replace(template, own=own)
    if (days < 0) != (row.due < 0):
        side = "before" if row.due < 0 else "on or after"
        raise BadChange(f"{name} belongs {side} the release date: give days on that side.")
    return replace(template, moved={**template.moved, name: days})


def drop_row(template: Template, *, name: str) -> Template:
    """The same without this row. Raises BadChange for one that is unknown."""
    _check(name, template=template)
    return replace(template, dropped=template.dropped | {name})


def restore_row(template: Template, *, name: str) -> Template:
    """The row as it was: neither moved nor dropped. Raises BadChange for one that is unknown."""
    _check(name, template=template)
    moved = {one: days for one, days in template.moved.items() if one != name}
    return replace(template, moved=moved, dropped=template.dropped - {name})


def add_row(template: Template, *, days: int, title: str) -> Template:
    """The same with a row of the artist's own. Raises BadChange for a day too far, a title that
    is empty or too long, or too many rows."""
    _check_days(days)
    title = " ".join(title.split())
    if not title or len(title) > LONGEST_TITLE:
        raise BadChange(f"A row of your own has a title of at most {LONGEST_TITLE} characters.")
    if len(template.own) >= MOST_OWN:
        raise BadChange(f"A plan takes {MOST_OWN} rows of your own. Drop one that you don't need.")
    row = OwnTask(f"own-{_highest(template) + 1}", days, title)
    return replace(template, own=(*template.own, row))


def rows_of(template: Template, *, kind: str, distributor: str) -> tuple[tuple[Task, bool], ...]:
    """Every row for this kind of release and this distributor (by its short name, "" for any
    other), moved as the template says; with each, whether it was left out."""
    special = DISTRIBUTORS[distributor].rows if distributor in DISTRIBUTORS else ()
    rows = [row for row in (*ROWS, *special) if kind in row.kinds]
    moved = [_moved(row, days=template.moved.get(row.name, row.due)) for row in rows]
    own = [_as_task(row) for row in template.own]
    return tuple((row, row.name in template.dropped) for row in (*moved, *own))


def _moved(row: Task, *, days: int) -> Task:
    return replace(row, due=days, opens=row.opens + days - row.due) if days != row.due else row


def _as_task(row: OwnTask) -> Task:
    return Task(
        name=row.name,
        weight=Weight.ADVICE,
        opens=row.days,
        due=row.days,
        title=row.title,
        why="Your own.",
        late="Its day is over. Do it now, or drop it.",
        sources=(),
    )


def _highest(template: Template) -> int:
    # A dropped row keeps its name: a calendar may still hold it.
    numbers = (_OWN.fullmatch(row.name) for row in template.own)
    return max((int(found[1]) for found in numbers if found), default=0)


def _check(name: str, *, template: Template) -> None:
    if not is_row(name, template=template):
        raise BadChange(f"The plan has no row {name!r}. Its rows stand first in each line of it.")


def _check_days(days: int) -> None:
    if abs(days) > FARTHEST:
        raise BadChange(f"{days} days is too far: a plan reaches {FARTHEST} days either way.")

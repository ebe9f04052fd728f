"""docs/planning.md says of every row where it is from, and names no row that is gone."""

from pathlib import Path

from countin.planning.distributors import DISTRIBUTORS
from countin.planning.sources import SOURCES
from countin.planning.tasks import Task
from countin.planning.templates import ROWS

PAGE = Path("docs/planning.md").read_text(encoding="utf-8")
EVERY_ROW = (*ROWS, *(row for one in DISTRIBUTORS.values() for row in one.rows))


def cells_by_name() -> dict[str, list[str]]:
    """The cells of each table line that begins with a name in backticks."""
    lines = [line.strip("| ").split(" | ") for line in PAGE.splitlines() if line.startswith("| `")]
    return {cells[0].strip("`"): cells[1:] for cells in lines}


def days(row: Task) -> str:
    due, opens = (
        "T" if day == 0 else f"T{'+' if day > 0 else '−'}{abs(day)}" for day in (row.due, row.opens)
    )
    return due if due == opens else f"{opens} … {due}"


def test_every_row_stands_there_with_its_days_its_title_and_its_sources():
    cells = cells_by_name()

    said = {
        row.name: (cells[row.name][0], cells[row.name][2], cells[row.name][4]) for row in EVERY_ROW
    }

    assert said == {row.name: (days(row), row.title, ", ".join(row.sources)) for row in EVERY_ROW}


def test_only_deadlines_are_called_so():
    cells = cells_by_name()

    called = {row.name for row in EVERY_ROW if cells[row.name][1] == "**deadline**"}

    assert called == {row.name for row in EVERY_ROW if row.is_hard}


def test_every_source_stands_there_with_its_address_and_how_far_to_trust_it():
    cells = cells_by_name()

    missing = [
        source.name
        for source in SOURCES.values()
        if source.address.removeprefix("docs/") not in cells[source.name][0]
        or cells[source.name][1] != source.trust
    ]

    assert missing == []


def test_the_page_names_nothing_that_is_gone():
    assert set(cells_by_name()) == {row.name for row in EVERY_ROW} | set(SOURCES)

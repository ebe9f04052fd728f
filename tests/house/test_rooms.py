import ast
import re
from pathlib import Path

import pytest

from tests.house import tree

_SAYS_NOTHING = {
    "utils", "util", "helpers", "helper", "common", "core", "services", "service", "managers",
    "manager", "misc", "shared", "lib",
}  # fmt: skip


@pytest.mark.parametrize("room", tree.rooms())
def test_every_room_says_what_it_owns(room):
    """A room's docstring tells a newcomer in two sentences what belongs there."""
    source = tree.read_source(Path("countin", room, "__init__.py"))

    assert ast.get_docstring(source.module), f"{source.path} needs a docstring"


def test_every_room_has_its_line_in_the_architecture_page():
    """The map shows every room."""
    page = tree.text_of(Path("ARCHITECTURE.md"))

    missing = [room for room in tree.rooms() if not re.search(rf"`(countin/)?{room}/?`", page)]

    assert missing == []


@pytest.mark.parametrize("room", tree.rooms())
def test_every_room_has_its_floor(room):
    """A new room chooses its floor in pyproject.toml before anything imports it."""
    assert tree.floor_of(room) >= 0


def test_nothing_has_a_name_that_says_nothing():
    """Utils, helpers, common, core, services and managers collect whatever nobody placed."""
    paths = tree.files_below(*tree.PROGRAMS, suffixes=(".py",))

    nameless = [
        str(path)
        for path in paths
        if _SAYS_NOTHING & {part.removesuffix(".py").strip("_") for part in path.parts}
    ]

    assert nameless == []


def test_imports_are_by_full_path_and_at_the_top():
    """`from countin.fans import models` is found by grep; a relative import is not."""
    relative = [
        source.at(node)
        for source in tree.sources(*tree.PROGRAMS)
        for node in ast.walk(source.module)
        if isinstance(node, ast.ImportFrom) and node.level
    ]

    assert relative == []

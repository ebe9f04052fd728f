"""Clock, chance and environment are read at the doors and passed down as values."""

import ast
from collections.abc import Iterator

import pytest

from tests.house import tree

_DOORS = {"pages", "studio", "api", "config"}
_CLOCK = {
    "time.time", "time.time_ns", "time.localtime", "time.gmtime",
    "datetime.datetime.now", "datetime.datetime.utcnow", "datetime.datetime.today",
    "datetime.date.today", "django.utils.timezone.now", "django.utils.timezone.localdate",
    "django.utils.timezone.localtime", "django.db.models.functions.Now",
    "countin.clock.now", "countin.clock.wait_until",
}  # fmt: skip
_WAITING = {"time.sleep", "asyncio.sleep"}
_ENVIRONMENT = {"os.environ", "os.getenv", "os.environb"}
_CLOCK_KEYWORDS = {"auto_now", "auto_now_add"}


def is_door(source: tree.Source) -> bool:
    """Doors are pages, studio, api, config, and the commands of every room."""
    is_command = "commands" in source.path.parts or source.path.name == "commands.py"
    return source.room in _DOORS or is_command or source.path.name == "__main__.py"


def names_used(source: tree.Source) -> Iterator[tuple[str, ast.AST, bool]]:
    """Each imported name as it is used: in full, where, and whether it is called there."""
    known = dict(_known_names(source.module))
    called = {id(node.func) for node in ast.walk(source.module) if isinstance(node, ast.Call)}
    for node in ast.walk(source.module):
        if isinstance(node, ast.Attribute | ast.Name):
            name = _full_name(node, known=known)
            if name:
                yield name, node, id(node) in called


def _known_names(module: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            for alias in node.names:
                # `import a.b` makes `a` known, `import a.b as c` makes `c` stand for `a.b`.
                top = alias.name.split(".")[0]
                yield (alias.asname, alias.name) if alias.asname else (top, top)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield alias.asname or alias.name, f"{node.module}.{alias.name}"


def _full_name(node: ast.expr, *, known: dict[str, str]) -> str:
    if isinstance(node, ast.Name):
        return known.get(node.id, "")
    if isinstance(node, ast.Attribute):
        start = _full_name(node.value, known=known)
        return f"{start}.{node.attr}" if start else ""
    return ""


def taken_not_given(source: tree.Source) -> list[str]:
    """Places in a source that read clock, chance or environment for themselves."""
    found = [
        f"{source.at(node)} {name}"
        for name, node, is_called in names_used(source)
        if name in _CLOCK | _WAITING | _ENVIRONMENT or _is_chance(name, is_called=is_called)
    ]
    return found + [
        f"{source.at(node.value)} {node.arg}"
        for node in ast.walk(source.module)
        if isinstance(node, ast.keyword) and node.arg in _CLOCK_KEYWORDS
    ]


def _is_chance(name: str, *, is_called: bool) -> bool:
    # random.Random as a type is how chance is passed down.
    return name.startswith("random.") and (is_called or name != "random.Random")


def test_clock_chance_and_environment_are_given_from_above():
    """Below the doors `now` is an argument, so that every decision can be tested at any moment."""
    below = [
        source
        for source in tree.sources("countin")
        if not is_door(source) and source.room != "clock"
    ]

    assert [place for source in below for place in taken_not_given(source)] == []


@pytest.mark.parametrize(
    "text",
    [
        "from datetime import datetime\ndatetime.now()",
        "import datetime as d\nd.datetime.now(d.UTC)",
        "from django.utils import timezone\nfield(default=timezone.now)",
        "from time import sleep\nsleep(1)",
        "import random\nrandom.random()",
        "import random\nrandom.Random()",
        "import os\nos.environ['HOME']",
        "from countin import clock\nclock.now()",
        "DateTimeField(auto_now_add=True)",
    ],
)
def test_the_rule_sees_every_way_of_taking(text, tmp_path):
    """A rule that sees nothing would be kept by everybody."""
    source = tree.Source(tmp_path / "x.py", text.splitlines(), ast.parse(text))

    assert len(taken_not_given(source)) == 1

"""Every number that decides something in the audit stands in the docs, with its reason."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house import tree

_PAGE = Path("docs/authenticity-thresholds.md")
_ROW = re.compile(r"\| `(\w+\.\w+)` \| ([^|]+) \| (.+) \|")
# Units and layout: they decide nothing.
_UNITS = {"_HOUR", "_DAY", "_DAY_HOURS", "DAY", "_WIDTH"}


def test_the_page_has_every_threshold_with_its_value_and_a_reason():
    rows = [match for line in tree.text_of(_PAGE).splitlines() if (match := _ROW.fullmatch(line))]
    told = {row[1]: _told(row[2]) for row in rows}
    decided = {f"{path.stem}.{name}": value for path, name, value in _constants()}

    assert len(decided) > 60
    assert told == decided
    assert [row[1] for row in rows if len(row[3].split()) < 2] == []


def test_no_number_that_decides_hides_in_a_line_of_evidence_or_grading():
    """But for halves, and for the shape of a blur."""
    spare = {0, 1, 0.5, 2}
    hidden = []
    for name in ("evidence", "grading", "explaining"):
        text = tree.text_of(Path(f"countin/authenticity/{name}.py"))
        for function in ast.walk(ast.parse(text)):
            if not isinstance(function, ast.FunctionDef) or function.name == "_smooth":
                continue
            hidden += [
                f"{name}.{function.name}: {node.value}"
                for node in ast.walk(function)
                if isinstance(node, ast.Constant)
                and isinstance(node.value, int | float)
                and node.value not in spare
            ]

    assert hidden == []


def _told(text: str) -> tuple[float, ...]:
    return tuple(float(part) for part in text.split(", "))


def _constants() -> Iterator[tuple[Path, str, tuple[float, ...]]]:
    for path in tree.files_below("countin", suffixes=(".py",)):
        for node in ast.parse(tree.text_of(path)).body:
            if path.parts[1] != "authenticity" or not isinstance(node, ast.Assign):
                continue
            for name, value in _named(node):
                if name not in _UNITS and value:
                    yield path, name, value


def _named(node: ast.Assign) -> Iterator[tuple[str, tuple[float, ...]]]:
    (target,) = node.targets
    if isinstance(target, ast.Name):
        yield target.id, _numbers(node.value)
    elif isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
        for one, value in zip(target.elts, node.value.elts, strict=True):
            assert isinstance(one, ast.Name)
            yield one.id, _numbers(value)


def _numbers(node: ast.expr) -> tuple[float, ...]:
    """The numbers that a constant holds; empty where it holds anything else."""
    try:
        value = ast.literal_eval(node)
    except ValueError:
        return ()
    values = value if isinstance(value, tuple) else (value,)
    is_numeric = all(isinstance(one, int | float) for one in values)
    return tuple(float(one) for one in values) if is_numeric else ()

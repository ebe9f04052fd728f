"""Every number is computed once, below the doors: a door takes it and shows it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import tree

_DOORS = ("studio", "api", "pages")
_COUNTING = {"sum", "count", "aggregate", "annotate", "Count", "Sum", "Avg", "mean", "median"}
# How long a list of campaigns or artists is, is no number of anybody's audience.
_LISTS = {"countin/studio/campaign/listing.py", "countin/studio/artists/listing.py"}
# Sizes of pictures, letters and kept pages: they measure no fan.
_MEASURES = {
    "countin/pages/made_once/shelf.py",
    "countin/pages/outside/cards.py",
    "countin/pages/outside/card_drawing.py",
    "countin/pages/outside/typesetting.py",
    "countin/pages/outside/typefaces.py",
    "countin/pages/logos.py",
}
_FORMS = re.compile(r"\.\d*[%f]$")


def sums_in(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Each place that counts rows, adds counts, divides, or makes a percentage."""
    for node in ast.walk(module):
        if _counts(node) or _adds_counts(node) or _makes_a_share(node):
            yield getattr(node, "lineno", 0), ast.unparse(node)


def _counts(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    called = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
    # `"text".count(x)` takes what it looks for; a QuerySet's takes nothing.
    return called in _COUNTING and not (called == "count" and node.args)


def _adds_counts(node: ast.AST) -> bool:
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Add | ast.Sub):
        return False
    return _is_a_count(node.left) and _is_a_count(node.right)


def _is_a_count(node: ast.expr) -> bool:
    """`counts["saved"]`, `states.get("saved", 0)`."""
    if isinstance(node, ast.Subscript):
        return isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str)
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    return node.func.attr == "get" and len(node.args) == 2


def _makes_a_share(node: ast.AST) -> bool:
    if isinstance(node, ast.FormattedValue) and isinstance(node.format_spec, ast.JoinedStr):
        parts = [p.value for p in node.format_spec.values if isinstance(p, ast.Constant)]
        return bool(_FORMS.search("".join(map(str, parts))))
    if not isinstance(node, ast.BinOp):
        return False
    sides = (node.left, node.right)
    if isinstance(node.op, ast.Mult):
        return any(isinstance(side, ast.Constant) and side.value in (100, 1000) for side in sides)
    # The stroke joins paths as well.
    return isinstance(node.op, ast.Div) and any(
        _is_a_count(side) or "len(" in ast.unparse(side) for side in sides
    )


def test_no_door_counts_adds_or_divides():
    """What a door works out itself is a second definition that nobody checks."""
    found = {
        f"{source.path}:{line}: {text}"
        for source in tree.sources("countin")
        if source.room in _DOORS and str(source.path) not in _LISTS | _MEASURES
        for line, text in sums_in(source.module)
    }

    assert found == set()


@pytest.mark.parametrize(
    "line",
    [
        'made = counts["saved"] + counts["promised"]',
        'made = states.get("saved", 0) + states.get("promised", 0)',
        "many = PreSave.objects.filter(campaign=campaign).count()",
        "many = rows.aggregate(total=1)",
        "many = sum(one.people for one in visits)",
        'share = 100 * share["low"]',
        'share = counts["saved"] / counts["all"]',
        'words = f"{share:.1%}"',
        'words = f"{share:.0f} %"',
    ],
)
def test_a_sum_is_found(line):
    """A rule that finds nothing would hold by itself."""
    assert list(sums_in(ast.parse(line)))


@pytest.mark.parametrize(
    "line", ['at = folder / "cover.jpg"', 'dots = name.count(".")', "end = day + timedelta(days=1)"]
)
def test_what_is_no_sum_is_left_alone(line):
    assert not list(sums_in(ast.parse(line)))


def test_no_template_works_anything_out():
    """`widthratio` divides; `add` is for joining words, never two numbers."""
    templates = tree.files_below("countin", suffixes=(".html", ".txt"))
    found = {
        f"{path}: {match.group()}"
        for path in templates
        for match in re.finditer(
            r"widthratio|\|add:-?\d|\|add:\w+\.(?:presaves|saved|visits)", path.read_text()
        )
    }

    assert len(templates) > 50
    assert found == set()


def test_what_measures_no_fan_is_there():
    """An exception for a file that is gone is a hole."""
    assert {path for path in _LISTS | _MEASURES if not Path(path).is_file()} == set()

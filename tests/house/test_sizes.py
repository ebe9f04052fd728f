import ast
from pathlib import Path

from tests.house import tree

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
_OURS = (".py", ".html", ".txt", ".css", ".js", ".sh")
_NOT_OURS = {"migrations", "vendored", "locale"}


def test_no_file_is_longer_than_300_lines():
    """A file that has grown beyond 300 lines holds more than one thing: split it by meaning."""
    paths = [
        path
        for path in tree.files_below(*tree.PROGRAMS, suffixes=_OURS)
        if not _NOT_OURS & set(path.parts)
    ]

    lengths = {str(path): len(tree.text_of(path).splitlines()) for path in paths}

    assert {path: n for path, n in lengths.items() if n > LONGEST_FILE} == {}


def test_no_function_is_longer_than_40_lines():
    """A function beyond 40 lines does more than one thing."""
    functions = [
        (source.at(node), node)
        for source in tree.sources(*tree.PROGRAMS)
        for node in ast.walk(source.module)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]

    long = {at: _length(node) for at, node in functions if _length(node) > LONGEST_FUNCTION}

    assert long == {}


def test_the_architecture_page_stays_within_150_lines():
    """Nobody reads a longer one."""
    lines = tree.text_of(Path("ARCHITECTURE.md")).splitlines()

    assert lines[150:] == []


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1

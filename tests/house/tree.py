"""The tree as the house tests see it: files of the repository, rooms, floors, Python sources."""

import ast
import subprocess
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = ("countin", "simulator", "tests", "benchmarks", "scripts")


@cache
def files() -> tuple[Path, ...]:
    """Every file that git tracks or would track, relative to the root."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return tuple(sorted(Path(name) for name in set(names.split("\0")) if (ROOT / name).is_file()))


def files_below(*folders: str, suffixes: tuple[str, ...]) -> list[Path]:
    """The files of these top folders with one of these suffixes; never none for one that exists."""
    found = [path for path in files() if path.parts[0] in folders and path.suffix in suffixes]
    for folder in folders:
        is_there = any(path.parts[0] == folder for path in files())
        assert not is_there or ".py" not in suffixes or any(p.parts[0] == folder for p in found)
    return found


def text_of(path: Path) -> str:
    assert (ROOT / path).is_file(), f"{path} is missing: write it"
    return (ROOT / path).read_text(encoding="utf-8")


@dataclass(frozen=True)
class Source:
    """One Python file, read and parsed."""

    path: Path
    lines: list[str]
    module: ast.Module

    @property
    def room(self) -> str:
        """`fans` for countin/fans/models.py, `clock` for countin/clock.py."""
        return self.path.parts[1].removesuffix(".py")

    def at(self, node: ast.AST) -> str:
        return f"{self.path}:{getattr(node, 'lineno', 1)}"


@cache
def read_source(path: Path) -> Source:
    text = text_of(path)
    return Source(path, text.splitlines(), ast.parse(text, filename=str(path)))


def sources(*folders: str) -> Iterator[Source]:
    """The Python files below these top folders, without migrations."""
    found = [p for p in files_below(*folders, suffixes=(".py",)) if "migrations" not in p.parts]
    assert found, f"no Python file below {folders}"
    return map(read_source, found)


def imports_of(source: Source) -> Iterator[tuple[str, ast.stmt]]:
    """Each imported name in full, with its statement."""
    for node in ast.walk(source.module):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((f"{node.module}.{alias.name}", node) for alias in node.names)


def rooms() -> list[str]:
    """The packages of countin/."""
    found = sorted(path.parts[1] for path in files() if _is_room(path))
    assert found, "countin/ has no rooms"
    return found


def _is_room(path: Path) -> bool:
    return len(path.parts) == 3 and path.parts[0] == "countin" and path.name == "__init__.py"


@cache
def contracts() -> dict[str, dict[str, object]]:
    """import-linter's contracts by id."""
    tools = tomllib.loads(text_of(Path("pyproject.toml")))["tool"]
    return {contract["id"]: contract for contract in tools["importlinter"]["contracts"]}


def floor_of(room: str) -> int:
    """0 for the engines' ground; read from the contract that import-linter keeps."""
    layers = contracts()["floors"]["layers"]
    assert isinstance(layers, list)
    for floor, layer in enumerate(reversed(layers)):
        if room in [name.strip(" ()") for name in layer.split("|")]:
            return floor
    raise AssertionError(f"{room} has no floor: give it one in pyproject.toml")


def documented_names(path: Path) -> set[str]:
    """What a document names in backticks."""
    text = text_of(path)
    return set(text.split("`")[1::2])

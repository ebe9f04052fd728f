"""What the demo says while it runs: a progress bar on a terminal, plain lines elsewhere.

Everything here goes to standard error; standard output is for the report.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

# Plain lines come this often at most, and at every fourth part of the way.
_SECONDS_BETWEEN_LINES = 5.0


class Bar(Protocol):
    """Something that shows how far it is."""

    def show(self, done: int, *, of: int, words: str = "") -> None:
        """So many of so many, and what is happening."""


class Teller:
    """Speaks to standard error."""

    def __init__(self) -> None:
        self.console = Console(stderr=True, highlight=False)

    def say(self, words: str) -> None:
        """One line, or a block."""
        self.console.print(words, soft_wrap=True)

    @contextmanager
    def bar(self, name: str) -> Iterator[Bar]:
        """A bar on a terminal, else lines now and then."""
        if not self.console.is_terminal:
            yield _Lines(name, teller=self)
            return
        progress = Progress(
            TextColumn(f"{name:<12}"),
            BarColumn(bar_width=28),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.description}"),
            console=self.console,
        )
        with progress:
            yield _RichBar(progress)


class _RichBar:
    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task = progress.add_task("", total=None)

    def show(self, done: int, *, of: int, words: str = "") -> None:
        self._progress.update(self._task, completed=done, total=of, description=words)


class _Lines:
    def __init__(self, name: str, *, teller: Teller) -> None:
        self._name, self._teller = name, teller
        self._said_at = time.monotonic()
        self._said = ""

    def show(self, done: int, *, of: int, words: str = "") -> None:
        now = time.monotonic()
        line = f"{self._name}: {done} of {of}  {words}".rstrip()
        is_end = done == of and not self._said.startswith(f"{self._name}: {done} of")
        if is_end or (line != self._said and now - self._said_at >= _SECONDS_BETWEEN_LINES):
            self._said_at, self._said = now, line
            self._teller.say(line)

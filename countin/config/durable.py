"""Files that are whole after a power cut: written anew at once, or by appended lines."""

import fcntl
import json
import os
import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Entry = Mapping[str, Any]


@contextmanager
def holding(place: Path) -> Iterator[None]:
    """One at a time works with what this lock file stands for; the kernel lets go of whoever
    dies."""
    with place.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def write_anew(path: Path, text: str) -> None:
    """The old text or the new one, never half of one. Keeps the file's mode; a new one is 0600."""
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o600
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as writer:
        os.fchmod(writer.fileno(), mode)
        writer.write(text)
        writer.flush()
        os.fsync(writer.fileno())
    aside.replace(path)
    sync_folder(path.parent)


def overwrite_and_unlink(path: Path) -> None:
    """What stood in it is gone from the file's own blocks before its name goes."""
    with path.open("r+b") as file:
        file.write(b"\0" * path.stat().st_size)
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
    sync_folder(path.parent)


def append_entries(path: Path, entries: Iterable[Entry]) -> None:
    """One JSON line each, on the disk when this returns. A line that a power cut left half
    written ends where the next begins, and is skipped by `read_entries`."""
    text = _as_lines(entries)
    is_new = not path.exists()
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "r+b") as file:
        if file.seek(0, os.SEEK_END) and not _ends_a_line(file.fileno()):
            text = f"\n{text}"
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())
    if is_new:
        sync_folder(path.parent)


def write_entries(path: Path, entries: Iterable[Entry]) -> None:
    """These in place of all that were there."""
    write_anew(path, _as_lines(entries))


def read_entries(path: Path) -> Iterator[dict[str, Any]]:
    """In the order in which they were written; nothing where there is no file."""
    if not path.exists():
        return
    with path.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            try:
                entry = json.loads(line)
            except ValueError:
                continue
            if isinstance(entry, dict):
                yield entry


def sync_folder(folder: Path) -> None:
    """That a name is there, or gone, survives a power cut, too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _ends_a_line(handle: int) -> bool:
    return os.pread(handle, 1, os.fstat(handle).st_size - 1) == b"\n"


def _as_lines(entries: Iterable[Entry]) -> str:
    return "".join(f"{json.dumps(entry, separators=(',', ':'))}\n" for entry in entries)

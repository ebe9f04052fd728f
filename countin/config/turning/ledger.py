"""The life of each vault key, in an append-only file beside the keys: made, retired, destroyed,
and how many rows were sealed anew that were under it. Moments are UTC."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from countin.config.durable import append_entries, read_entries
from countin.config.keys import PRIVATE, RETIRED
from countin.vault.keys import KeyRing

_NAME = "vault_ledger.jsonl"


@dataclass
class Life:
    """What is known of one key."""

    key: str
    made: datetime | None = None
    retired: datetime | None = None
    destroyed: datetime | None = None
    resealed: int = 0


def read_ledger(folder: Path) -> dict[str, Life]:
    """Every key that was ever written down, by its id."""
    lives: dict[str, Life] = {}
    for entry in read_entries(folder / _NAME):
        life = lives.setdefault(str(entry["key"]), Life(str(entry["key"])))
        if entry["what"] == "resealed":
            life.resealed += int(entry["rows"])
        else:
            setattr(life, entry["what"], datetime.fromisoformat(entry["at"]))
    return lives


def life_in_use(folder: Path) -> Life:
    """Of the key that seals now."""
    current = KeyRing.from_text((folder / PRIVATE).read_text()).current.id
    return read_ledger(folder).get(current, Life(current))


def when_destroyed(life: Life | None) -> str:
    """In words, to be put behind the key's id; empty where it was not."""
    if life is None or life.destroyed is None:
        return ""
    return f" (it was destroyed on {life.destroyed:%Y-%m-%d %H:%M} UTC)"


def record_made(folder: Path, *, key: str, now: datetime) -> None:
    """By our own clock; where this is missed, `catch_up` goes by the file's."""
    append_entries(folder / _NAME, [_entry(key, "made", now)])


def record_resealed(folder: Path, rows: Mapping[str, int], *, now: datetime) -> None:
    """So many rows were taken from under these keys."""
    entries = [_entry(key, "resealed", now, rows=n) for key, n in rows.items() if n]
    if entries:
        append_entries(folder / _NAME, entries)


def catch_up(folder: Path, *, now: datetime) -> None:
    """Write down every key file that came or went and is not yet, as after a turn or a
    destruction that was cut short."""
    known = read_ledger(folder)
    there = {KeyRing.from_text(path.read_text()).current.id: path for path in _files(folder)}
    current = next(iter(there))
    entries = [
        _entry(life.key, "destroyed", now)
        for life in known.values()
        if life.retired and not life.destroyed and life.key not in there
    ]
    for key, path in there.items():
        life = known.get(key, Life(key))
        if life.made is None:
            made = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            entries.append(_entry(key, "made", made))
        if key != current and life.retired is None:
            entries.append(_entry(key, "retired", now))
    if entries:
        append_entries(folder / _NAME, entries)


def _files(folder: Path) -> list[Path]:
    """The current one first. It is among the retired, too, where a turn was cut short."""
    return [folder / PRIVATE, *sorted((folder / RETIRED).glob("[0-9a-f]*"))]


def _entry(key: str, what: str, at: datetime, **more: int) -> dict[str, str | int]:
    return {"key": key, "what": what, "at": f"{at:%Y-%m-%dT%H:%M:%S+00:00}", **more}

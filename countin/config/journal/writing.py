"""Notes into the journal, on the disk before they are deleted; and out of it after 90 days."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from countin.config.durable import Entry, append_entries, holding, read_entries, write_entries
from countin.workspaces.models import JournalNote

# No backup may be kept longer: docs/running/keys-and-backups.md.
KEPT_FOR = timedelta(days=90)
_NAME, _LOCK = "journal.jsonl", "journal.lock"
_BATCH = 1000


def write_notes(folder: Path) -> int:
    """Killed in between, a line stands there twice, which changes nothing. Returns how many."""
    notes = list(JournalNote.objects.order_by("pk")[:_BATCH])
    if notes:
        append(folder, [_entry(note) for note in notes])
        JournalNote.objects.filter(pk__in=[note.pk for note in notes]).delete()
    return len(notes)


def append(folder: Path, entries: list[Entry]) -> None:
    """On the disk when this returns."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with holding(folder / _LOCK):
        append_entries(folder / _NAME, entries)


def read_journal(folder: Path) -> Iterator[Entry]:
    """Every line of this machine's journal, and of those that were put beside it."""
    for path in sorted(folder.glob("journal*.jsonl")):
        yield from read_entries(path)


def forget_old_lines(folder: Path, *, now: datetime) -> int:
    """Returns how many lines went."""
    path = folder / _NAME
    if not path.exists():
        return 0
    with holding(folder / _LOCK):
        entries = list(read_entries(path))
        kept = [e for e in entries if datetime.fromisoformat(e["at"]) > now - KEPT_FOR]
        if len(kept) < len(entries):
            write_entries(path, kept)
    return len(entries) - len(kept)


def _entry(note: JournalNote) -> Entry:
    return {
        "what": note.what,
        "row": note.row,
        "made": note.row_made_at.isoformat(),
        "at": note.happened_at.isoformat(),
    }

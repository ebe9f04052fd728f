"""A folder for the clear database while it is packed or put back; what a kill leaves goes."""

import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from countin.config.durable import append_entries, holding, read_entries, write_entries

_MARK = ".countin-backup-"
_IN_USE = "in-use"
# In the data directory: where such folders were made, and may still be.
_PLACES, _LOCK = "workplaces.jsonl", "workplaces.lock"


@contextmanager
def workplace(parent: Path, *, data_dir: Path) -> Iterator[Path]:
    """Gone at the end. Killed before, it goes at the next backup or restore of this installation,
    at the start of its worker, or when its doctor is asked."""
    clear_leftovers(data_dir)
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    with holding(data_dir / _LOCK):
        append_entries(data_dir / _PLACES, [{"place": str(parent.resolve())}])
        folder = Path(tempfile.mkdtemp(prefix=_MARK, dir=parent))
        place = (folder / _IN_USE).open("w")
        fcntl.flock(place, fcntl.LOCK_EX)  # the kernel lets go of whoever dies
    try:
        yield folder
    finally:
        place.close()
        shutil.rmtree(folder)
        clear_leftovers(data_dir)


def clear_leftovers(data_dir: Path) -> int:
    """Delete the folders of the dead, wherever this installation made them. Those whose owner
    lives stay, and so do those that this user may not delete. Returns how many went."""
    if not (data_dir / _PLACES).exists() and not _in(str(data_dir)):
        return 0
    with holding(data_dir / _LOCK):
        places = {str(entry["place"]) for entry in read_entries(data_dir / _PLACES)}
        found = [folder for place in sorted({*places, str(data_dir)}) for folder in _in(place)]
        left = [folder for folder in found if _is_left(folder / _IN_USE)]
        for folder in left:
            shutil.rmtree(folder, ignore_errors=True)
        stay = sorted({str(folder.parent) for folder in found if folder.exists()})
        if places != set(stay):
            write_entries(data_dir / _PLACES, [{"place": place} for place in stay])
    return sum(not folder.exists() for folder in left)


def _in(place: str) -> list[Path]:
    return list(Path(place).glob(f"{_MARK}*"))


def _is_left(mark: Path) -> bool:
    if not mark.exists():
        return False  # begun in this moment: empty still
    with mark.open() as place:
        try:
            fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
    return True

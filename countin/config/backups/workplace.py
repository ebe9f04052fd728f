"""A folder for the clear database while it is packed or put back; what a kill leaves goes."""

import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_MARK = ".countin-backup-"
_IN_USE = "in-use"


@contextmanager
def workplace(parent: Path) -> Iterator[Path]:
    """Gone at the end. Killed before, it goes at the next start of a backup or of a restore
    into this folder; of a worker, where it is the data directory."""
    clear_leftovers(parent)
    with tempfile.TemporaryDirectory(prefix=_MARK, dir=parent) as name:
        folder = Path(name)
        with (folder / _IN_USE).open("w") as place:
            fcntl.flock(place, fcntl.LOCK_EX)  # the kernel lets go of whoever dies
            yield folder


def clear_leftovers(parent: Path) -> None:
    """Those whose owner lives stay."""
    for folder in parent.glob(f"{_MARK}*"):
        if _is_left(folder / _IN_USE):
            shutil.rmtree(folder)


def _is_left(mark: Path) -> bool:
    if not mark.exists():
        return False  # begun in this moment: empty still
    with mark.open() as place:
        try:
            fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
    return True

"""The clear database of a backup that was killed stays nowhere."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from countin.config.backups.workplace import clear_leftovers, workplace
from countin.config.doctor.ground import look_at_ground

_KILLED = """
import os, signal, sys
from pathlib import Path
from countin.config.backups.workplace import workplace
with workplace(Path(sys.argv[1]), data_dir=Path(sys.argv[2])) as folder:
    (folder / "database").write_text("fans")
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """Of an installation whose backup to another disk was killed."""
    data_dir, backups = tmp_path / "data", tmp_path / "backups"
    backups.mkdir()
    killed = [sys.executable, "-c", _KILLED, str(backups), str(data_dir)]
    assert subprocess.run(killed, check=False).returncode == -9
    assert (len(left_in(backups)), left_in(data_dir)) == (1, [])
    return data_dir


def left_in(place: Path) -> list[Path]:
    return list(place.rglob("database"))


def test_what_a_kill_left_elsewhere_goes_at_the_next_start(data_dir: Path):
    assert clear_leftovers(data_dir) == 1

    assert list((data_dir.parent / "backups").iterdir()) == []
    assert clear_leftovers(data_dir) == 0


def test_what_is_in_use_stays_and_is_found_again_when_it_was_killed_later(data_dir: Path):
    parent = data_dir.parent / "backups"

    with workplace(parent, data_dir=data_dir) as folder:
        (folder / "database").write_text("fans")
        cleared = clear_leftovers(data_dir)
        held = left_in(parent)

    assert (cleared, held) == (0, [folder / "database"])
    assert list(parent.iterdir()) == []


@pytest.mark.django_db
def test_the_doctor_deletes_it_and_says_so(data_dir: Path, settings: Any):
    settings.DATA_DIR = data_dir

    found = [one for one in look_at_ground() if one.about == "backups"]

    assert [one.grade for one in found] == ["note"]
    assert "killed backup" in found[0].words
    assert left_in(data_dir.parent) == []

"""The clear database of a backup that was killed stays nowhere."""

import subprocess
import sys
from pathlib import Path

from countin.config.backups.workplace import clear_leftovers, workplace

_KILLED = """
import os, signal, sys
from pathlib import Path
from countin.config.backups.workplace import workplace
with workplace(Path(sys.argv[1])) as folder:
    (folder / "database").write_text("fans")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_kill_left_goes_at_the_next_start_and_what_is_in_use_stays(tmp_path: Path):
    subprocess.run([sys.executable, "-c", _KILLED, str(tmp_path)], check=False)
    left = [path.name for path in tmp_path.rglob("database")]

    with workplace(tmp_path) as folder:
        (folder / "database").write_text("fans")
        clear_leftovers(tmp_path)
        held = list(tmp_path.rglob("database"))

    assert left == ["database"]
    assert held == [folder / "database"]
    assert list(tmp_path.iterdir()) == []

"""Whether this machine has room to write down what becomes of a night."""

import shutil
import socket
from datetime import timedelta
from pathlib import Path
from typing import Final

from django.conf import settings

from countin.workspaces.alarms import clear_alarm, raise_alarm
from countin.workspaces.jobs import Bench, Job

LEAST_SPACE: Final = 500 * 1024 * 1024
DISK_LOW: Final = "disk_low"


def free_space(folder: Path) -> int:
    """Bytes that are free where this folder is."""
    return shutil.disk_usage(folder).free


def watch_disk(bench: Bench) -> int:
    """Call somebody while there is room still: on a full disk nothing can be written down, so
    nothing is saved. Each machine with a worker has an alarm of its own."""
    name = socket.gethostname()
    free = free_space(settings.DATA_DIR)
    if free >= LEAST_SPACE:
        clear_alarm(DISK_LOW, subject=name, now=bench.now())
        return 0
    raise_alarm(
        DISK_LOW,
        subject=name,
        words=(
            f"The disk of {name} has less than {LEAST_SPACE // 2**20} MB left. Make room where "
            f"{settings.DATA_DIR} is: once it is full, promises are kept and not saved, and it "
            "goes on by itself when there is room again."
        ),
        now=bench.now(),
    )
    return 0


JOBS = (Job("disk.watch", timedelta(minutes=1), watch_disk, alone=False),)

"""What the worker looks after for the journal."""

from datetime import timedelta

from django.conf import settings

from countin.config.journal.writing import forget_old_lines, write_notes
from countin.config.keys import keys_dir
from countin.workspaces.jobs import Bench, Job


def _write(_bench: Bench) -> int:
    return write_notes(keys_dir(settings.DATA_DIR))


def _forget(bench: Bench) -> int:
    return forget_old_lines(keys_dir(settings.DATA_DIR), now=bench.now())


JOBS: tuple[Job, ...] = (
    Job("journal.write", timedelta(seconds=0.5), _write),
    Job("journal.forget", timedelta(days=1), _forget),
)

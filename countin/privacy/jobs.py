"""What the worker looks after for this room."""

from datetime import timedelta

from countin.privacy.erasing import finish_erasures
from countin.privacy.retention import enforce_retention
from countin.workspaces.jobs import Bench, Job


def _finish_erasures(bench: Bench) -> int:
    return finish_erasures(now=bench.now())


def _enforce_retention(bench: Bench) -> int:
    return enforce_retention(now=bench.now())


JOBS: tuple[Job, ...] = (
    Job("privacy.erase", timedelta(seconds=30), _finish_erasures),
    Job("privacy.forget", timedelta(days=1), _enforce_retention),
)

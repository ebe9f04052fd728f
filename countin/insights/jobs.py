"""What the worker looks after for this room."""

from datetime import timedelta

from countin.insights.expecting.keeping import keep_expectations
from countin.workspaces.jobs import Bench, Job


def _keep_expectations(bench: Bench) -> int:
    return keep_expectations(bench.now())


JOBS: tuple[Job, ...] = (Job("insights.expect", timedelta(minutes=5), _keep_expectations),)

"""What the worker looks after for this room."""

from datetime import timedelta

from countin.insights.auditing.readings import read_asked
from countin.insights.expecting.keeping import keep_expectations
from countin.insights.rolling.rebuilding import fold_tallies
from countin.insights.written import write_asked
from countin.workspaces.jobs import Bench, Job


def _keep_expectations(bench: Bench) -> int:
    return keep_expectations(bench.now())


def _read_asked(bench: Bench) -> int:
    return read_asked(now=bench.now())


def _write_reports(bench: Bench) -> int:
    return write_asked(providers=bench.providers, base_url=bench.base_url, now=bench.now())


def _fold(_bench: Bench) -> int:
    return fold_tallies()


JOBS: tuple[Job, ...] = (
    Job("insights.expect", timedelta(minutes=5), _keep_expectations),
    Job("insights.audit", timedelta(seconds=3), _read_asked),
    Job("insights.report", timedelta(seconds=3), _write_reports),
    Job("insights.fold", timedelta(seconds=5), _fold),
)

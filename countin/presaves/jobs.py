"""What the worker looks after for this room."""

from datetime import timedelta

from countin.presaves.enrolling import enroll_standing
from countin.presaves.standing import end_spent_standings
from countin.workspaces.jobs import Bench, Job


def _enroll(bench: Bench) -> int:
    now = bench.now()
    # First: nothing is promised on a permission that has ended.
    ended = end_spent_standings(now=now)
    return ended + enroll_standing(providers=bench.providers, now=now)


JOBS: tuple[Job, ...] = (Job("presaves.enroll", timedelta(seconds=5), _enroll),)

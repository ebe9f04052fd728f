"""What the worker runs for this room."""

from datetime import timedelta

from countin.campaigns.sightings import look_for_releases
from countin.workspaces.jobs import Bench, Job


def _look(bench: Bench) -> int:
    return look_for_releases(providers=bench.providers, now=bench.now(), chance=bench.chance)


JOBS = (Job("look_for_releases", every=timedelta(seconds=1), verb=_look),)

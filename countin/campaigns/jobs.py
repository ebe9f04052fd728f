"""What the worker runs for this room."""

from datetime import timedelta

from django.conf import settings

from countin.campaigns.sightings import look_for_releases
from countin.campaigns.targets.checking import check_due_links
from countin.campaigns.targets.manners import manners_here
from countin.workspaces.jobs import Bench, Job


def _look(bench: Bench) -> int:
    return look_for_releases(providers=bench.providers, now=bench.now(), chance=bench.chance)


def _check_links(bench: Bench) -> int:
    if not settings.CHECKS_LINKS:
        return 0
    return check_due_links(
        providers=bench.providers,
        manners=manners_here(),
        now=bench.now(),
    )


JOBS = (
    Job("look_for_releases", every=timedelta(seconds=1), verb=_look),
    Job("campaigns.links", every=timedelta(minutes=1), verb=_check_links),
)

"""What the worker looks after for this room."""

from datetime import timedelta

from django.conf import settings

from countin.webhooks.delivering import Carrier, Courier
from countin.webhooks.gathering import forget_events, gather_events
from countin.workspaces.jobs import Bench, Job

# What is under way belongs to the process that asked.
_COURIER = Courier()


def _gather(bench: Bench) -> int:
    return gather_events(base_url=bench.base_url, now=bench.now())


def _deliver(bench: Bench) -> int:
    carrier = Carrier(opener=bench.opener, lets_loopback=settings.IS_LOOPBACK)
    return _COURIER.deliver_due(carrier, now=bench.now())


def _forget(bench: Bench) -> int:
    return forget_events(now=bench.now())


JOBS: tuple[Job, ...] = (
    Job("webhooks.gather", timedelta(seconds=5), _gather),
    Job("webhooks.deliver", timedelta(seconds=2), _deliver),
    Job("webhooks.forget", timedelta(days=1), _forget),
)

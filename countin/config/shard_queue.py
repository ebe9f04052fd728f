"""The queue on PostgreSQL: shards for whichever worker is free, kept by Procrastinate.

The truth is our own rows. A shard that is lost here costs a delay and nobody's promise: the
next sweep cuts it anew.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models.functions import Now
from procrastinate import exceptions
from procrastinate.contrib.django import app

TASK = "countin.keep_shard"
QUEUE = "shards"
# Seconds. A worker that gave no sign for so long is dead, and its shards are handed on.
HEARTBEAT_EVERY = 2
DEAD_AFTER = 6
# While a worker is busy with one, these wait for it: no gap, and no long line either.
_FOR_EACH_WORKER = 4
# A claim on a grant ends after two minutes: whoever holds a shard for longer hangs.
_A_SHARD_TAKES = timedelta(minutes=3)


class ShardQueue:
    """What `workspaces.jobs.Queue` promises. Sync, on Django's own connection."""

    def room(self) -> int:
        """As many as the living workers can use until the next sweep."""
        waiting = _rows("ProcrastinateJob").filter(queue_name=QUEUE, status="todo").count()
        return max(0, _FOR_EACH_WORKER * self.workers() - int(waiting))

    def workers(self) -> int:
        """Those that gave a sign of life just now."""
        alive = Now() - timedelta(seconds=DEAD_AFTER)
        return int(_rows("ProcrastinateWorker").filter(last_heartbeat__gt=alive).count())

    def handed(self, now: datetime) -> list[dict[str, Any]]:
        """Those that wait or are under way, without any that have taken too long."""
        rows = _rows("ProcrastinateJob").filter(queue_name=QUEUE, status__in=["todo", "doing"])
        return [
            args["shard"]
            for args in rows.values_list("args", flat=True)
            if abs(now - datetime.fromisoformat(args["cut_at"])) < _A_SHARD_TAKES
        ]

    def hand(self, name: str, plain: Mapping[str, Any], *, now: datetime) -> int:
        """1; 0 where one of that name waits already."""
        task = app.configure_task(TASK, queue=QUEUE, queueing_lock=name)
        try:
            with transaction.atomic():  # a lock that is taken ends the transaction around it
                task.defer(shard=dict(plain), cut_at=now.isoformat())
        except exceptions.AlreadyEnqueued:
            return 0
        return 1


def _rows(model: str) -> Any:
    # By name: on SQLite Procrastinate is not installed, and its models can't be imported.
    return apps.get_model("procrastinate", model).objects

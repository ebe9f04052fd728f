"""The hands of a worker on PostgreSQL: a thread that takes shards from the queue."""

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import psycopg
import structlog
from django import db
from procrastinate import App, PsycopgConnector
from procrastinate.contrib.django import connector_params
from procrastinate.exceptions import ConnectorException

from countin.config.shard_queue import DEAD_AFTER, HEARTBEAT_EVERY, QUEUE, TASK
from countin.release_day.keeping import keep_shard
from countin.release_day.shards import Shard
from countin.workspaces.jobs import Bench
from countin.workspaces.standstill import stands_still_since

_log = structlog.get_logger("countin.shards")
# Seconds. A batch of a hundred, each answered as late as we wait for, is done before.
_GRACE = 25
_LOOK_AGAIN = 1.0
_NAP = 0.2


class ShardWorker:
    """Works through one shard after another until it is told to stop; what is under way then
    is finished. Begins anew when the database went away and came back."""

    def __init__(self, bench: Bench, *, stopped: threading.Event) -> None:
        self._bench, self._stopped = bench, stopped
        self._hand = ThreadPoolExecutor(1, thread_name_prefix="shard")
        self._thread = threading.Thread(target=self._work, name="shards", daemon=True)
        self._seen_at = time.monotonic()  # the thread that takes shards was last at work
        self._began_at: float | None = None  # the shard under way

    def start(self) -> None:
        """Begin, in a thread of its own."""
        self._thread.start()

    def silent_for(self) -> float:
        """Seconds since either thread was last known to be well: the one that takes shards, the
        one that sees one through and may be at it for minutes."""
        oldest = self._seen_at if self._began_at is None else min(self._seen_at, self._began_at)
        return time.monotonic() - oldest

    def join(self) -> None:
        """Wait until what was under way is finished."""
        self._thread.join(timeout=_GRACE + 5)
        self._hand.shutdown(wait=False)

    def _work(self) -> None:
        while not self._stopped.is_set():
            self._seen_at = time.monotonic()
            try:
                _look_for_database()
                asyncio.run(self._take_shards())
            except (OSError, ConnectorException, db.Error, psycopg.Error) as error:
                _log.warning("database unavailable", job="shards", error=type(error).__name__)
            except Exception:  # noqa: BLE001 - the hands of a worker must not fall off on the day
                _log.exception("taking shards failed")
            self._stopped.wait(_LOOK_AGAIN)

    async def _take_shards(self) -> None:
        # Two connections: one listens, one fetches and gives signs of life.
        connector = PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=3, timeout=3)
        app = App(connector=connector)
        app.task(name=TASK, queue=QUEUE)(self._keep)
        async with app.open_async():
            taking = asyncio.create_task(_run(app))
            rescuing = asyncio.create_task(_rescue(app))
            while not self._stopped.is_set() and not taking.done():
                self._seen_at = time.monotonic()
                await asyncio.sleep(_NAP)
            rescuing.cancel()
            taking.cancel()
            with suppress(asyncio.CancelledError):
                await taking

    async def _keep(self, *, shard: dict[str, Any], cut_at: str) -> None:
        """In a thread, so that signs of life are given meanwhile."""
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._hand, self._keep_in_thread, Shard.from_plain(shard))

    def _keep_in_thread(self, shard: Shard) -> None:
        self._began_at = time.monotonic()
        try:
            if stands_still_since() is None:
                keep_shard(shard, bench=self._bench)
        except db.OperationalError as error:
            why = type(error.__cause__ or error).__name__
            _log.warning("database unavailable", job="shard", error=why)
            db.connections.close_all()
        except Exception:  # noqa: BLE001 - one broken shard must not stop the others on the day
            _log.exception("shard failed", shard=shard.name)
            db.connections.close_all()
        finally:
            self._began_at = None


def _look_for_database() -> None:
    """Raises django.db.Error where it is away. The engine's pool would look for it later each
    time, and so find it a quarter of a minute after it came back."""
    try:
        db.connection.ensure_connection()
    finally:
        db.connection.close()


async def _run(app: App) -> None:
    await app.run_worker_async(
        queues=[QUEUE],
        concurrency=1,
        install_signal_handlers=False,
        # Whatever came of it: what is left to do stands in our own rows.
        delete_jobs="always",
        fetch_job_polling_interval=2,
        update_heartbeat_interval=HEARTBEAT_EVERY,
        stalled_worker_timeout=DEAD_AFTER,
        shutdown_graceful_timeout=_GRACE,
    )


async def _rescue(app: App) -> None:
    """Hand on the shards of dead workers: the engine does not do it by itself."""
    manager = app.job_manager
    while True:
        await asyncio.sleep(DEAD_AFTER / 2)
        with suppress(ConnectorException):
            for job in await manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER):
                # Another worker was quicker, or the sweep has cut the same shard anew.
                with suppress(ConnectorException):
                    await manager.retry_job(job)

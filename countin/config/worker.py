"""The worker: looks after every job in turn, until it is told to stop."""

import fcntl
import gc
import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import IO

import structlog
from django import db

from countin import clock
from countin.config.turns import Turns
from countin.fans.models import Grant
from countin.messaging.models import AlarmCall, AnnouncementMail, AnnouncementPush, Mail, Push
from countin.pacing.crashes import keep_silence_after_crash, tell_of_silence
from countin.webhooks.models import Delivery
from countin.workspaces.alarms import clear_alarm
from countin.workspaces.jobs import Bench, Job
from countin.workspaces.standstill import stands_still_since

_log = structlog.get_logger("countin.worker")
_NAP = 0.1
# Seconds; while everything stands still, or the database does not answer.
_LOOK_AGAIN = 1.0
# Between two looks of Python's collector at the newest; a batch makes some thousands.
_NEW_OBJECTS = 20_000


class WorkerAlreadyRuns(Exception):
    """Another worker holds this data directory."""


def lock_data_dir(data_dir: Path) -> IO[str]:
    """Hold the one worker's place on an SQLite installation for as long as this process lives.

    Raises WorkerAlreadyRuns. The kernel lets go when the process dies, however it dies.
    """
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    place = (data_dir / "worker.lock").open("w")
    try:
        fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        place.close()
        raise WorkerAlreadyRuns(
            "A worker already runs on this SQLite database. Stop it first, "
            "or set DATABASE_URL to PostgreSQL, where any number may run."
        ) from None
    return place


def forget_claims_of_the_dead() -> None:
    """On SQLite the lock proves that no other worker lives: its claims need not run out."""
    if db.connection.vendor == "sqlite":
        forget_claims()


def forget_claims() -> None:
    """Where no worker can live, as in a database that was just restored."""
    for table in (Grant, Mail, AnnouncementMail, Push, AnnouncementPush, AlarmCall, Delivery):
        table._default_manager.filter(claimed_until__isnull=False).update(claimed_until=None)


def forget_old_alarms() -> None:
    """A restart may have brought the right keys; what still can't be opened calls again."""
    clear_alarm("cannot_open", subject="vault", now=clock.now())


def settle_memory() -> None:
    """What was loaded stays to the end. Python's collector need not look through it again and
    again, nor through what a batch of promises holds for a moment (docs/decisions/0035)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, 10, 10)


def keep_silence(bench: Bench) -> None:
    """Where the last worker was killed while asking, ask nothing until it may be asked again."""
    silent = keep_silence_after_crash(bench.savers, now=bench.now())
    for provider in silent:
        _log.warning("killed while asking: silent for up to 30 seconds", provider=provider.name)
    if db.connection.vendor == "sqlite":
        tell_of_silence(silent)


def work(
    jobs: Sequence[Job],
    *,
    bench: Bench,
    stopped: threading.Event,
    turns: Turns | None = None,
    beat: Callable[[], None] = lambda: None,
) -> None:
    """Run every job when its time has come. A job that fails is logged and comes again.

    `turns`, where several workers share. `beat` is called before each job: a sign of life for
    whoever looks after this process.
    """
    last_run: dict[str, datetime] = {}
    while not stopped.is_set():
        beat()
        if _stands_still():
            stopped.wait(_LOOK_AGAIN)
            continue
        did = 0
        for job in jobs:
            beat()
            if not stopped.is_set():
                did += _run_if_due(job, bench=bench, turns=turns, last_run=last_run)
        if not did:
            stopped.wait(_NAP)


def _stands_still() -> bool:
    """A database that does not answer lets nobody begin either."""
    try:
        return stands_still_since() is not None
    except db.Error as error:
        _log.warning("database unavailable", job="standstill", error=type(error).__name__)
        db.connections.close_all()
        return True


def _its_turn(job: Job, turns: Turns | None) -> AbstractContextManager[bool]:
    """Of several workers one at a time runs a job; where rows are claimed one by one, all do."""
    return turns.take(job.name) if turns is not None and job.alone else nullcontext(True)


def _run_if_due(
    job: Job, *, bench: Bench, turns: Turns | None, last_run: dict[str, datetime]
) -> int:
    now = clock.now()
    last = last_run.get(job.name)
    # A clock that was set back must not keep a job waiting.
    if last is not None and last <= now < last + job.every:
        return 0
    last_run[job.name] = now
    try:
        with _its_turn(job, turns) as is_ours:
            return job.verb(bench) if is_ours else 0
    except db.OperationalError as error:
        # Away, out of room, or somebody holds the rows: the driver's own error says which.
        why = type(error.__cause__ or error).__name__
        _log.warning("database unavailable", job=job.name, error=why)
        db.connections.close_all()
    except Exception:  # noqa: BLE001 - one broken job must not stop the others on the day
        _log.exception("job failed", job=job.name)
        db.connections.close_all()
    return 0

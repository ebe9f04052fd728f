"""Waiting for the worker: nothing is leapt over while it has something to do."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from countin.config.demo.stage import Stage

# Jobs come at intervals of the demo's clock: moved on a little, they come at once.
_NUDGE = timedelta(seconds=5)
_PAUSE = 0.08
_PATIENCE = 60.0


class WorkerStuck(Exception):
    """Something is due, and nothing happens."""


@dataclass(frozen=True)
class Outlook:
    """What the worker has to do, as the back office tells."""

    total: int
    promised: int
    busy: int
    held: int
    next_at: datetime | None
    next_wave_at: datetime | None
    alarms: tuple[str, ...]

    @property
    def is_idle(self) -> bool:
        return not self.busy and not self.held


def look(stage: Stage) -> Outlook:
    """Ask the back office."""
    told: dict[str, Any] = stage.back_office.ask(do="look", slug=stage.example.slug)
    return Outlook(
        total=told["total"],
        promised=told["promised"],
        busy=told["busy"],
        held=told["held"],
        next_at=_moment(told["next_at"]),
        next_wave_at=_moment(told["next_wave_at"]),
        alarms=tuple(told["alarms"]),
    )


def let_worker_finish(
    stage: Stage, *, shown: Callable[[Outlook], None] = lambda _outlook: None
) -> Outlook:
    """Wait until nothing is due any more. Raises WorkerStuck, ProcessDied."""
    began = time.monotonic()
    may_nudge = True
    while not (outlook := look(stage)).is_idle:
        shown(outlook)
        if ended := stage.troupe.first_ended():
            raise ended.death()
        if time.monotonic() - began > _PATIENCE:
            raise WorkerStuck(
                f"For a minute {outlook.busy} things have been due and {outlook.held} under way. "
                f"Look at logs/serve.log. {' '.join(outlook.alarms)}"
            )
        if not outlook.held and may_nudge:
            stage.clock.leap(_NUDGE)
        may_nudge = not may_nudge
        time.sleep(_PAUSE)
    shown(outlook)
    return outlook


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None

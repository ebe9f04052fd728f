"""A plan as one JSON document."""

from datetime import UTC, datetime
from typing import Any

from countin.planning.abroad import in_order
from countin.planning.sources import SOURCES
from countin.planning.timeline import SAYS, Entry, Timeline, notes_on


def plan_as_json(timeline: Timeline) -> dict[str, Any]:
    """What `countin plan --json` prints. Dates are ISO 8601 days."""
    planned = timeline.planned
    return {
        "release_date": planned.release_date.isoformat(),
        "weekday": f"{planned.release_date:%A}",
        "today": timeline.today.isoformat(),
        "days": timeline.days,
        "kind": planned.kind,
        "distributor": planned.distributor or None,
        "deadlines": [entry.task.name for entry in timeline.deadlines],
        "too_late": [entry.task.name for entry in timeline.too_late],
        "tasks": [_task(entry, timeline=timeline) for entry in timeline.entries],
        "moments": [
            {"country": one.country, "at": _utc(one.midnight), "morning_at": _utc(one.morning)}
            for one in in_order(planned.abroad)
        ],
        "notes": list(notes_on(planned)),
        "says": list(SAYS),
    }


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def _task(entry: Entry, *, timeline: Timeline) -> dict[str, Any]:
    task = entry.task
    return {
        "task": task.name,
        "title": task.title,
        "weight": task.weight.value,
        "hard": task.is_hard,
        "opens": task.opens,
        "due": task.due,
        "from_date": entry.from_date.isoformat(),
        "due_date": entry.due_date.isoformat(),
        "days_left": (entry.due_date - timeline.today).days,
        "standing": entry.standing.value,
        "why": task.why,
        "cost": entry.cost or None,
        "owner": entry.progress.owner or None,
        "note": entry.progress.note or None,
        "sources": [_source(name) for name in task.sources],
    }


def _source(name: str) -> dict[str, str]:
    source = SOURCES[name]
    return {
        "source": source.name,
        "title": source.title,
        "address": source.address,
        "trust": source.trust.value,
    }

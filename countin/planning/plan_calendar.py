"""A plan as a calendar (RFC 5545): one whole day a task, on which it is due.

An entry is the same one for ever, by its uid, so a calendar that reads it again moves what it
holds. Calendars are shared: nobody's name and no note stands in it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from icalendar import Alarm, Calendar, Event

from countin.planning.timeline import Entry, Standing, Timeline

# On the morning of the day before.
_AHEAD: Final = timedelta(hours=-15)
_REFRESH_EVERY: Final = timedelta(hours=12)


@dataclass(frozen=True)
class Stamp:
    """What tells calendars which entries these are, and which version.

    `uid_stem` and `host` name the plan and stay for ever; `sequence` never falls, and rises
    whenever a day may have moved.
    """

    uid_stem: str
    host: str
    sequence: int
    made_at: datetime  # UTC


def plan_calendar(timeline: Timeline, *, title: str, stamp: Stamp, address: str = "") -> bytes:
    """The whole plan, done tasks too. What was left out is cancelled, so that a calendar that
    holds it takes it away. `title` names the release."""
    named = " ".join(title.split())
    calendar = Calendar()
    calendar.add("prodid", "-//Count-In//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"Release plan: {named}" if named else "Release plan")
    calendar.add("refresh-interval", _REFRESH_EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT12H")
    for entry in timeline.entries:
        calendar.add_component(_event(entry, named=named, stamp=stamp, address=address))
    return bytes(calendar.to_ical())


def _event(entry: Entry, *, named: str, stamp: Stamp, address: str) -> Event:
    event = Event()
    event.add("uid", f"{stamp.uid_stem}-{entry.task.name}@{stamp.host}")
    event.add("sequence", stamp.sequence)
    event.add("dtstamp", stamp.made_at)
    event.add("dtstart", entry.due_date)
    # The end of a whole day is the next one, which is not part of it.
    event.add("dtend", entry.due_date + timedelta(days=1))
    event.add("summary", _summary(entry, named=named))
    event.add("description", _description(entry))
    event.add("status", "CANCELLED" if entry.standing is Standing.DROPPED else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("categories", ["Deadline" if entry.task.is_hard else "Release plan"])
    if address:
        event.add("url", address)
    if entry.task.is_hard and entry.standing in (Standing.NOW, Standing.AHEAD):
        event.add_component(_alarm(entry))
    return event


def _summary(entry: Entry, *, named: str) -> str:
    mark = "✓ " if entry.standing is Standing.DONE else ""
    about = f" ({named})" if named else ""
    return f"{mark}{' '.join(entry.task.title.split())}{about}"


def _description(entry: Entry) -> str:
    kind = "A deadline that somebody else set. " if entry.task.is_hard else ""
    late = f" If it is late: {entry.task.late}" if entry.task.sources else ""
    return f"{kind}{entry.task.why}{late}"


def _alarm(entry: Entry) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", entry.task.title)
    alarm.add("trigger", _AHEAD)
    return alarm

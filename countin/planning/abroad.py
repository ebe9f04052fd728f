"""What the countries that matter add to a plan: its hours. Pure.

They move no day: a plan is one of days where the organizer is, and whose fans live where changes
every day, under calendars that are subscribed to.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from countin.planning.tasks import Task

_ONE_MOMENT: Final = (
    "It comes out everywhere at one moment, and has been rehearsed for it. A change on the last "
    "day is one that nobody has tried."
)


@dataclass(frozen=True)
class Abroad:
    """The release day of one country on the organizer's clocks. Moments know their offset."""

    country: str  # two letters
    midnight: datetime  # when the day begins there, in the zone of the country that has it first
    morning: datetime  # nine o'clock there, likewise: until then mails wait
    has_zones: bool = False  # several: elsewhere in it both come later


def tell_hours(task: Task, *, abroad: tuple[Abroad, ...], is_at_once: bool = False) -> Task:
    """The same row; where its reason is about countries, it names theirs with their moments. The
    order of `abroad` does not matter. `is_at_once`: the release is out everywhere at one moment,
    so no country's midnight makes a difference."""
    if is_at_once and task.name == "freeze":
        return replace(task, why=_ONE_MOMENT)
    words = _WORDS.get(task.name)
    if words is None or not abroad:
        return task
    return replace(task, why=words(task.why, in_order(abroad)))


def in_order(abroad: tuple[Abroad, ...]) -> tuple[Abroad, ...]:
    """Whoever has midnight first comes first."""
    return tuple(sorted(abroad, key=lambda one: (one.midnight, one.country)))


def say_moment(moment: datetime) -> str:
    """A moment for people, with what its clock is ahead of UTC: such zones have no one name."""
    return f"{moment:%A}, {moment.day} {moment:%B} at {moment:%H:%M} ({_offset(moment)})"


def _freeze(_why: str, abroad: tuple[Abroad, ...]) -> str:
    first = abroad[0]
    return (
        f"{_named(first)} is the first of your countries to have midnight, by your clocks on "
        f"{say_moment(first.midnight)}. From then on a change would reach some fans and miss "
        "others."
    )


def _release(why: str, abroad: tuple[Abroad, ...]) -> str:
    out = "; ".join(f"{_named(one)} {say_moment(one.midnight)}" for one in abroad)
    mornings = "; ".join(f"{_named(one)} {say_moment(one.morning)}" for one in abroad)
    return (
        f"{why} By your clocks it is out: {out}. Nine in the morning there: {mornings}. Mails wait "
        "for each fan's morning, a post does not."
    )


def _named(one: Abroad) -> str:
    return f"{one.country} (its first zone)" if one.has_zones else one.country


def _offset(moment: datetime) -> str:
    minutes = int((moment.utcoffset() or moment - moment).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes >= 0 else "−"
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")


_WORDS: Final[Mapping[str, Callable[[str, tuple[Abroad, ...]], str]]] = {
    "freeze": _freeze,
    "release": _release,
}

"""What a page shows that is made of two counts. Doors do no arithmetic themselves. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from countin.insights.journeys import Visits
from countin.presaves.states import State


@dataclass(frozen=True)
class Lost:
    """What nothing comes of any more once a campaign is ended."""

    promises: int  # presaves.promised and presaves.needs_fan
    follows: int  # follows.waiting
    reminders: int  # reminders.confirmed less reminders.sent
    saved: int  # presaves.saved: these stay


def held_of(states: Mapping[str, int]) -> int:
    """presaves.promised and presaves.saved: on their way or kept."""
    return states.get(State.PROMISED.value, 0) + states.get(State.SAVED.value, 0)


def people_of(visits: Mapping[str, Visits]) -> int:
    """report.visits.people over all channels."""
    return sum(one.people for one in visits.values())


def lost_by_ending(counts: Mapping[str, Any]) -> Lost:
    """From `count_campaign`."""
    presaves, reminders = counts["presaves"], counts["reminders"]
    return Lost(
        promises=presaves["promised"] + presaves["needs_fan"],
        follows=counts["follows"]["waiting"],
        reminders=max(0, reminders["confirmed"] - reminders["sent"]),
        saved=presaves["saved"],
    )

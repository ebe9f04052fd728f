"""A few numbers of many campaigns at once, for lists: one query, however many there are."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from countin.campaigns.models import Campaign
from countin.insights.rolling.reading import sum_by_campaign
from countin.insights.rolling.sources import SEPARATOR
from countin.presaves.states import State


@dataclass(frozen=True)
class Overview:
    """Each under the name and with the meaning that docs/numbers.md gives it."""

    promised: int = 0  # presaves.promised
    saved: int = 0  # presaves.saved
    follows: int = 0  # follows.asked
    reminders: int = 0  # reminders.asked
    visits: int = 0  # report.visits.people


def overview_of(campaigns: Iterable[Campaign]) -> dict[int, Overview]:
    """By the campaign's primary key; zeros where there is nothing."""
    ids = [campaign.pk for campaign in campaigns]
    if not ids:
        return {}
    kept = sum_by_campaign(ids, kinds=["states", "follows", "reminders", "visits"])
    return {pk: _overview(kept.get(pk, {})) for pk in ids}


def _overview(cells: Mapping[tuple[str, str], int]) -> Overview:
    sums: Counter[str] = Counter()
    for (kind, _cell), many in cells.items():
        sums[kind] += many
    people = sum(
        many
        for (kind, cell), many in cells.items()
        if kind == "visits" and cell.endswith(SEPARATOR)  # no machine
    )
    return Overview(
        promised=cells.get(("states", State.PROMISED.value), 0),
        saved=cells.get(("states", State.SAVED.value), 0),
        follows=sums["follows"],
        reminders=sums["reminders"],
        visits=people,
    )

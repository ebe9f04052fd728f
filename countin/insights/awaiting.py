"""Where the release is not to be seen though its moment has come: the usual reason why nothing
happens at midnight, and what a wrong code looks like."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from countin.campaigns.models import Release, Sighting
from countin.insights.tallies import PreSaveCell
from countin.presaves.states import State


@dataclass(frozen=True)
class Awaited:
    """Markets of one service in which the last look found the same: those where somebody waits,
    or all where nobody does (reminders wait, too)."""

    provider: str
    markets: tuple[str, ...]
    waiting: int  # pre-saves still promised there
    since: datetime  # the first of their moments
    next_look_at: datetime | None
    note: str  # what the last look found; empty before the first


def awaited_by(
    release: Release,
    *,
    cells: Iterable[PreSaveCell],
    providers: Iterable[str],
    now: datetime,
) -> Iterator[Awaited]:
    """Whose moment has come, by service, of `providers`: those that are asked now. One query.
    What was given up after 72 hours is not among them: its pre-saves have failed, with a
    reason."""
    waiting = Counter[tuple[str, str]]()
    for cell in cells:
        if cell.state == State.PROMISED:
            waiting[cell.provider, cell.market] += cell.how_many
    unseen = Sighting.objects.filter(
        release=release,
        provider__in=list(providers),
        seen_at__isnull=True,
        given_up_at__isnull=True,
        watched_from__lte=now,
    )
    ordered = unseen.order_by("provider", "note", "market")
    for (provider, note), group in groupby(ordered, key=lambda one: (one.provider, one.note)):
        everywhere = list(group)
        rows = [row for row in everywhere if waiting[provider, row.market]] or everywhere
        looks = [row.next_look_at for row in rows if row.next_look_at]
        yield Awaited(
            provider=provider,
            markets=tuple(row.market for row in rows),
            waiting=sum(waiting[provider, row.market] for row in rows),
            since=min(row.watched_from for row in rows),
            next_look_at=min(looks, default=None),
            note=note,
        )

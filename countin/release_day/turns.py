"""Whose turn it is. Decides without touching anything but its own memory."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from countin.release_day.shards import Group


class Turns:
    """Between campaigns of the same minute everyone gets a shard in turn; an earlier territory
    goes before a later one; what is due at once (errands, follows) shares with the first."""

    def __init__(self) -> None:
        self._served: dict[tuple[str, str, int], int] = {}
        self._count = 0

    def take(self, moments: Mapping[Group, datetime | None]) -> Group:
        """The group whose turn it is, of these, each with its moment (None: none of its own)."""
        group = min(_foremost(moments), key=self._last_turn)
        self._count += 1
        self._served[_key(group)] = self._count
        return group

    def _last_turn(self, group: Group) -> int:
        return self._served.get(_key(group), 0)


def _foremost(moments: Mapping[Group, datetime | None]) -> Iterable[Group]:
    minutes = {
        group: moment.replace(second=0, microsecond=0) if moment else None
        for group, moment in moments.items()
    }
    first = min((minute for minute in minutes.values() if minute), default=None)
    return [group for group, minute in minutes.items() if minute in (None, first)]


def _key(group: Group) -> tuple[str, str, int]:
    return group.provider, group.kind, group.campaign_id

"""Whose turn it is. Decides without touching anything but its own memory."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TypeAlias

from countin.release_day.shards import Group

Key: TypeAlias = tuple[str, str, int]  # service, kind, campaign


class Turns:
    """Between campaigns of the same minute everyone gets a shard in turn; an earlier territory
    goes before a later one; what is due at once (errands, follows) shares with the first."""

    def __init__(self, taken: Mapping[Key, int] | None = None) -> None:
        """From where another left off: when each had its last turn, counted."""
        self._taken = dict(taken or {})
        self._count = max(self._taken.values(), default=0)
        self._news: set[Key] = set()

    def take(self, moments: Mapping[Group, datetime | None]) -> Group:
        """The group whose turn it is, of these, each with its moment (None: none of its own)."""
        group = min(_foremost(moments), key=self._last_turn)
        self._count += 1
        self._taken[_key(group)] = self._count
        return group

    def note_used(self, group: Group) -> None:
        """Something was due: the turn counts beyond this sweep."""
        self._news.add(_key(group))

    def _last_turn(self, group: Group) -> int:
        return self._taken.get(_key(group), 0)

    def news(self) -> dict[Key, int]:
        """Those that used a turn since the beginning."""
        return {key: self._taken[key] for key in self._news}


def _foremost(moments: Mapping[Group, datetime | None]) -> Iterable[Group]:
    minutes = {
        group: moment.replace(second=0, microsecond=0) if moment else None
        for group, moment in moments.items()
    }
    first = min((minute for minute in minutes.values() if minute), default=None)
    return [group for group, minute in minutes.items() if minute in (None, first)]


def _key(group: Group) -> Key:
    return group.provider, group.kind, group.campaign_id

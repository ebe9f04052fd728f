"""How far a wave is warmed, and how much further it may be. Decides without touching anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from countin.providers.contract import Access

# As many as nine minutes hold, a piece a second.
MOST_AHEAD = 50_000


@dataclass
class Warmth:
    """Of one wave. Stands in its row, so that whoever is next goes on from here."""

    reached: int = 0  # the last promise's id
    many: int = 0  # accesses kept
    life: float | None = None  # seconds that the shortest of them has left at the moment
    most: int = MOST_AHEAD
    is_over: bool = False

    def next_piece(self, size: int) -> int:
        """How many to ask for next; the first goes alone, and tells whether permissions are good
        for one use."""
        return max(0, min(size, self.most - self.many, size if self.many else 1))

    def add(self, access: Access, *, moment: datetime) -> None:
        """One more is kept. Where its secret was rotated, or it ends before the moment, no other
        is touched."""
        life = (access.usable_until - moment).total_seconds()
        self.many += 1
        self.life = life if self.life is None else min(self.life, life)
        self.is_over |= access.rotated is not None or life <= 0

    def learn_speed(self, *, many: int, seconds: float, calls_each: int) -> None:
        """From a piece of so many. A single call tells no speed."""
        if self.life is not None and many > 1:
            life = timedelta(seconds=self.life)
            self.most = room_left(many=many, seconds=seconds, calls_each=calls_each, life=life)

    def as_plain(self) -> dict[str, Any]:
        """For the wave's row."""
        return asdict(self)

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any] | None) -> Warmth:
        """As it was written down; None: nothing was yet."""
        return cls(**plain) if plain else cls()


def room_left(*, many: int, seconds: float, calls_each: int, life: timedelta) -> int:
    """Accesses that can be used while they work: at the speed at which `many` calls took
    `seconds`, with so many calls for each, and so much of their life left at the moment."""
    if life <= timedelta():
        return 0
    a_second = many / max(seconds, 0.001)
    return min(MOST_AHEAD, int(a_second * life.total_seconds() / calls_each))

"""What canaries show, and what follows for their wave. Decides without touching anything."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from countin.presaves.canaries import CanaryState
from countin.providers.contract import Abilities
from countin.release_day.models import LetIn

# One account may be odd in a way that no answer tells: that is worth an hour of somebody's being
# called. Two or more that miss it together are worth a night.
_HELD_FOR_ONE = timedelta(hours=1)
_HELD_FOR_SEVERAL = timedelta(hours=12)


@dataclass(frozen=True)
class Showed:
    """What the canaries of one wave showed so far, in numbers of accounts."""

    found: int
    missing: int
    broken: int
    pending: int

    @classmethod
    def by(cls, states: Iterable[str]) -> "Showed":
        """From the state of each."""
        told = list(states)
        found, missing, broken = (
            told.count(state)
            for state in (CanaryState.FOUND, CanaryState.MISSING, CanaryState.BROKEN)
        )
        return cls(found, missing, broken, len(told) - found - missing - broken)

    @property
    def counting(self) -> int:
        """Those that say something about the service: one whose own account broke says nothing."""
        return self.found + self.missing

    def as_plain(self) -> dict[str, int]:
        """For the wave's row."""
        return asdict(self)


def must_hold(showed: Showed, *, share: float) -> bool:
    """Too many of those that count are missing, and none is still looked for. `share` of them,
    0 to 1, has to be found."""
    return not showed.pending and showed.counting > 0 and not _is_enough(showed, share=share)


def rule(
    showed: Showed, *, abilities: Abilities, share: float, held_at: datetime | None, now: datetime
) -> LetIn | None:
    """How the fans come in; None: not yet."""
    if showed.pending:
        return None
    if not showed.counting:
        return LetIn.NONE_COUNTS
    if _is_enough(showed, share=share):
        return LetIn.FOUND
    if held_at is not None and now >= held_at + held_for(showed, abilities=abilities):
        return LetIn.UNPROVEN
    return None


def held_for(showed: Showed, *, abilities: Abilities) -> timedelta:
    """How long a wave is held where nobody comes. Shortly where each fan's save is read back in
    any case: nobody is told there that something was saved which was not."""
    if showed.missing <= 1 or not abilities.save_is_proof:
        return _HELD_FOR_ONE
    return _HELD_FOR_SEVERAL


def _is_enough(showed: Showed, *, share: float) -> bool:
    return showed.found >= share * showed.counting

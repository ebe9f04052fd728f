"""A step on a way, and what is lost on it. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Loss:
    """What did not come to the next step. `is_open`: it still may."""

    key: str
    words: str
    count: int
    is_open: bool = False

    @property
    def figure(self) -> str:
        """The count as it is shown."""
        return f"{self.count:,}"


@dataclass(frozen=True)
class Step:
    """How many came so far; less its losses, and with what joins there, that is the next
    step's count."""

    key: str
    words: str
    count: int
    losses: tuple[Loss, ...] = ()
    joined: tuple[Loss, ...] = ()  # counted here, though they were in no step before

    @property
    def figure(self) -> str:
        """The count as it is shown."""
        return f"{self.count:,}"


def named(*losses: Loss) -> tuple[Loss, ...]:
    """Those that happened; what did not needs no name."""
    return tuple(loss for loss in losses if loss.count)


def count_of(steps: tuple[Step, ...], key: str) -> int:
    """The count of the step with this key."""
    return next(step.count for step in steps if step.key == key)

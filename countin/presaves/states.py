"""The states of a promise, and the only moves between them.

```
promised  -> saved | needs_fan | failed | withdrawn
needs_fan -> promised | failed | withdrawn
failed    -> promised
withdrawn -> promised
```
`saved` is final: a fan who removes the save is never saved again.
"""

from django.db import models


class State(models.TextChoices):
    PROMISED = "promised"
    SAVED = "saved"
    NEEDS_FAN = "needs_fan"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


class Reason(models.TextChoices):
    """Why a pre-save is not, or no longer, on its way. Published in `show --json`."""

    NONE = ""
    HELD_BACK = "held_back"
    GRANT_REFUSED = "grant_refused"
    GRANT_DEAD = "grant_dead"
    GRANT_EXPIRED = "grant_expired"
    NO_SUBSCRIPTION = "no_subscription"
    NOT_RELEASED = "not_released"
    NOT_IN_LIBRARY = "not_in_library"
    SERVICE_ERROR = "service_error"
    REFUSED = "refused"
    NOT_LET_IN = "not_let_in"
    BY_FAN = "by_fan"
    ENDED = "ended"


class FollowState(models.TextChoices):
    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


class StandingEnd(models.TextChoices):
    """Why a standing consent ended."""

    BY_FAN = "by_fan"
    EXPIRED = "expired"  # the permission grew too old, and was not renewed
    PERMISSION_GONE = "permission_gone"  # ended at the service, or refused by it
    DISCONNECTED = "disconnected"  # the account was, or the fan erased everything


class Step(models.TextChoices):
    """What the worker does next with a promise."""

    EARLY_ADD = "early_add"  # before release, where the service's catalogue shows it already
    SAVE = "save"
    READ_BACK = "read_back"
    TAKE_BACK = "take_back"  # withdrawn while the call was under way
    LOOK = "look"  # is the grant that was refused still dead?


LEGAL_MOVES: dict[State, frozenset[State]] = {
    State.PROMISED: frozenset({State.SAVED, State.NEEDS_FAN, State.FAILED, State.WITHDRAWN}),
    State.NEEDS_FAN: frozenset({State.PROMISED, State.FAILED, State.WITHDRAWN}),
    State.FAILED: frozenset({State.PROMISED}),
    State.WITHDRAWN: frozenset({State.PROMISED}),
    State.SAVED: frozenset(),
}

# A grant is needed while one of these may still come of it.
OPEN_STATES = (State.PROMISED, State.NEEDS_FAN)


class IllegalMove(Exception):
    """A bug: somebody wanted a move that the table does not know."""


def check_move(before: State, *, after: State) -> None:
    """Raise IllegalMove unless the table allows it."""
    if after not in LEGAL_MOVES[before]:
        raise IllegalMove(f"{before} -> {after} is not in the table of moves")

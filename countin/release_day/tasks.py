"""What the worker holds between taking and recording: one task a grant, one step a thing to do."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from countin.providers import contract
from countin.release_day.models import AttemptKind


@dataclass(frozen=True)
class Step:
    """One thing to do for one promise (or its follow ask), as it stood when it was taken."""

    kind: AttemptKind
    presave_id: int
    follow_id: int | None
    market: str
    release_id: str  # the release's id in this market; empty where it must be looked up first
    artist_id: str  # whom to follow
    release: contract.Release
    attempts: int
    looks: int
    step_since: datetime | None

    @property
    def is_second_look(self) -> bool:
        """At a grant that was refused before. A rehearsal looks at those that nobody has tried."""
        return self.kind == AttemptKind.REFRESH and self.step_since is not None


@dataclass(frozen=True)
class Task:
    """A claimed grant, open in memory, and everything due on it."""

    grant_id: int
    fence: int
    connection_id: int
    grant: contract.Grant
    steps: tuple[Step, ...]
    access: contract.Access | None = None  # got ahead of the moment


class Result(StrEnum):
    """What an attempt proved."""

    DONE = "done"  # saved, followed, read back, taken back, or found alive
    ACCEPTED = "accepted"  # said yes, which proves nothing
    MISSING = "missing"  # not in the library, or not in the catalogue yet
    LATER = "later"  # time heals it, for this fan
    HUSH = "hush"  # nobody may ask now; nothing was learned about this fan
    GONE = "gone"  # the grant is refused
    REFUSED = "refused"  # never
    OPERATOR = "operator"  # our set-up
    NOT_LET_IN = "not_let_in"  # our set-up, or this fan's account: of one nobody knows


@dataclass(frozen=True)
class Outcome:
    """What came of one step."""

    step: Step
    result: Result
    started_at: datetime
    finished_at: datetime
    because: str = ""
    reason: str = ""  # with GONE, and some of REFUSED: presaves' reason
    was_sent: bool = True  # False: only the refresh was asked, no step was sent
    error: contract.OperatorNeeded | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Refreshed:
    """A task with access in hand, or the reason why there is none."""

    task: Task
    access: contract.Access | None
    trouble: Outcome | None
    started_at: datetime
    finished_at: datetime

"""The steps to a save, and a name for everything that is lost between two of them. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from countin.insights.journeys import Presses, Reminded
from countin.insights.tallies import PreSaveCell
from countin.presaves.states import FollowState, Reason, State


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


# Between the promise and the day: the permission did not live.
_PERMISSION = {
    Reason.GRANT_REFUSED: "whose permission was refused once and is looked at again",
    Reason.GRANT_DEAD: "whose permission ended at the service or by a new password",
    Reason.GRANT_EXPIRED: "whose permission had grown too old",
    Reason.NO_SUBSCRIPTION: "without a subscription at the service",
    Reason.HELD_BACK: "held back by a person until the fan confirms",
}
# On the day: the permission lived, the save did not come.
_DAY = {
    Reason.NOT_RELEASED: "whose market did not show the release within 72 hours",
    Reason.NOT_IN_LIBRARY: "accepted by the service, but not in the library after 72 hours",
    Reason.SERVICE_ERROR: "given up after repeated errors of the service",
    Reason.REFUSED: "refused by the service for another reason",
}
# Why a follow was not made.
_FOLLOW = {
    "grant_refused": "whose permission had ended",
    "service_error": "given up after repeated errors of the service",
    "refused": "refused by the service",
}


def presave_steps(presses: Presses, *, cells: Iterable[PreSaveCell]) -> tuple[Step, ...]:
    """From the press to the save: each step less its losses is the next."""
    given = list(cells)
    made = sum(cell.how_many for cell in given)
    unpressed = sum(cell.how_many for cell in given if cell.by_standing)
    pressed = _steps_to_promise(presses, made=made - unpressed)
    return (*pressed, *_steps_to_save(given, made=made, unpressed=unpressed))


def reminder_steps(reminded: Reminded) -> tuple[Step, ...]:
    """From asking to opening the release through the mail."""
    owed = reminded.waiting + reminded.unopened + reminded.opened
    sent = reminded.unopened + reminded.opened
    return (
        Step(
            "asked",
            "asked to be reminded",
            reminded.total,
            _named(
                Loss(
                    "unconfirmed",
                    "calendar alone, or address not confirmed",
                    reminded.unconfirmed,
                    is_open=True,
                ),
                Loss("withdrawn", "withdrawn or unsubscribed", reminded.withdrawn),
            ),
        ),
        Step(
            "owed",
            "address confirmed",
            owed,
            _named(Loss("waiting", "mail still to come", reminded.waiting, is_open=True)),
        ),
        Step(
            "sent",
            "release mail sent",
            sent,
            _named(Loss("unopened", "link in the mail not opened", reminded.unopened)),
        ),
        Step("opened", "opened the release through the mail", reminded.opened),
    )


def follow_steps(follows: Mapping[tuple[str, str], int]) -> tuple[Step, ...]:
    """From the ticked box to the follow; given by state and, where it failed, why."""
    of = {state: _follows_in(follows, state=state) for state in FollowState}
    failed = (
        Loss(because or "unexplained", _FOLLOW.get(because, because or "not made"), count)
        for (state, because), count in sorted(follows.items())
        if state == FollowState.FAILED
    )
    losses = (
        Loss("withdrawn", "withdrawn by the fan", of[FollowState.WITHDRAWN]),
        *failed,
        Loss("waiting", "still to be made", of[FollowState.WAITING], is_open=True),
    )
    return (
        Step("asked", "follows ticked", sum(follows.values()), _named(*losses)),
        Step("done", "followed", of[FollowState.DONE]),
    )


def _follows_in(follows: Mapping[tuple[str, str], int], *, state: FollowState) -> int:
    return sum(count for (found, _because), count in follows.items() if found == state)


def _steps_to_promise(presses: Presses, *, made: int) -> tuple[Step, ...]:
    returned = presses.total - presses.away - presses.lost
    again = max(0, presses.done - made)
    return (
        Step(
            "pressed",
            "pressed a pre-save button",
            presses.total,
            _named(
                Loss("lost", "never came back from the service", presses.lost),
                Loss("away", "at the service now", presses.away, is_open=True),
            ),
        ),
        Step(
            "returned",
            "came back from the service",
            returned,
            _named(
                Loss("denied", "cancelled at the service", presses.denied),
                Loss("refused", "turned away: the app may not serve this account", presses.refused),
                Loss("failed", "came back, but it could not be completed", presses.failed),
            ),
        ),
        Step(
            "authorized",
            "gave the permission",
            presses.done,
            _named(Loss("again", "had pre-saved before with this account", again)),
        ),
    )


def _steps_to_save(cells: list[PreSaveCell], *, made: int, unpressed: int) -> tuple[Step, ...]:
    withdrawn = _count(cells, states=(State.WITHDRAWN,))
    permission = _reasons(cells, words=_PERMISSION)
    on_the_day = (
        *_reasons(cells, words=_DAY),
        Loss("unexplained", "without a recorded reason", _count_unexplained(cells)),
        Loss("on_its_way", "still on its way", _count(cells, states=(State.PROMISED,)), True),
    )
    alive = made - withdrawn - sum(loss.count for loss in permission)
    saved = _count(cells, states=(State.SAVED,))
    withdrawal = Loss("withdrawn", "withdrawn by the fan", withdrawn)
    by_standing = Loss("standing", "by a standing consent, without a press", unpressed)
    losses = _named(withdrawal, *permission)
    return (
        Step("promised", "pre-saves made", made, losses, _named(by_standing)),
        Step("alive", "permission alive", alive, _named(*on_the_day)),
        Step("saved", "saved", saved),
    )


def _reasons(cells: list[PreSaveCell], *, words: dict[Reason, str]) -> tuple[Loss, ...]:
    return tuple(
        Loss(
            reason.value,
            text,
            _count(cells, states=(State.NEEDS_FAN, State.FAILED), reasons=(reason,)),
        )
        for reason, text in words.items()
    )


def _count_unexplained(cells: list[PreSaveCell]) -> int:
    lost = [cell for cell in cells if cell.state in (State.NEEDS_FAN, State.FAILED)]
    return sum(cell.how_many for cell in lost if cell.reason not in {*_PERMISSION, *_DAY})


def _count(
    cells: Iterable[PreSaveCell], *, states: tuple[State, ...], reasons: tuple[Reason, ...] = ()
) -> int:
    return sum(
        cell.how_many
        for cell in cells
        if cell.state in states and (not reasons or cell.reason in reasons)
    )


def _named(*losses: Loss) -> tuple[Loss, ...]:
    """Those that happened; what did not needs no name."""
    return tuple(loss for loss in losses if loss.count)

"""The steps to a save, and a name for everything that is lost between two of them. Pure."""

from collections.abc import Iterable, Mapping

from countin.insights.journeys import Presses, Reminded
from countin.insights.promise_steps import ALIVE_NOW, promise_steps
from countin.insights.steps import Loss, Step, named
from countin.insights.tallies import PreSaveCell
from countin.presaves.states import FollowState

# Why a follow was not made.
_FOLLOW = {
    "grant_refused": "whose permission had ended",
    "service_error": "given up after repeated errors of the service",
    "refused": "refused by the service",
    "not_let_in": "whom the service did not let our app serve",
}


def presave_steps(
    presses: Presses,
    *,
    cells: Iterable[PreSaveCell],
    reads_back: frozenset[str] = frozenset(),
    alive: str = ALIVE_NOW,
) -> tuple[Step, ...]:
    """From the press to the save: each step less its losses is the next. `reads_back`: services
    whose yes proves nothing, so that being accepted is a step of its own; `alive`: its words."""
    given = list(cells)
    made = sum(cell.how_many for cell in given)
    unpressed = sum(cell.how_many for cell in given if cell.by_standing)
    pressed = _steps_to_promise(presses, made=made - unpressed)
    return (
        *pressed,
        *promise_steps(given, unpressed=unpressed, reads_back=reads_back, alive=alive),
    )


def reminder_steps(reminded: Reminded) -> tuple[Step, ...]:
    """From asking to opening the release through the mail."""
    owed = reminded.waiting + reminded.unopened + reminded.opened
    sent = reminded.unopened + reminded.opened
    return (
        Step(
            "asked",
            "asked to be reminded",
            reminded.total,
            named(
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
            named(Loss("waiting", "mail still to come", reminded.waiting, is_open=True)),
        ),
        Step(
            "sent",
            "release mail sent",
            sent,
            named(Loss("unopened", "link in the mail not opened", reminded.unopened)),
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
        Step("asked", "follows ticked", sum(follows.values()), named(*losses)),
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
            named(
                Loss("lost", "never came back from the service", presses.lost),
                Loss("away", "at the service now", presses.away, is_open=True),
            ),
        ),
        Step(
            "returned",
            "came back from the service",
            returned,
            named(
                Loss("denied", "cancelled at the service", presses.denied),
                Loss("refused", "turned away: the app may not serve this account", presses.refused),
                Loss("failed", "came back, but it could not be completed", presses.failed),
            ),
        ),
        Step(
            "authorized",
            "gave the permission",
            presses.done,
            named(Loss("again", "had pre-saved before with this account", again)),
        ),
    )

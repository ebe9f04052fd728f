"""The second half of the way: from the promise to the save. Pure."""

from collections.abc import Iterable
from typing import Final

from countin.insights.steps import Loss, Step, named
from countin.insights.tallies import PreSaveCell
from countin.presaves.states import Reason, State

# Before the day it is known of now; afterwards, what was known the day before.
ALIVE_NOW: Final = "permission alive"
ALIVE_THEN: Final = "permission alive the day before"
# Between the promise and the day: the permission did not live.
_PERMISSION = {
    Reason.GRANT_REFUSED: "whose permission was refused once and is looked at again",
    Reason.GRANT_DEAD: "whose permission ended at the service or by a new password",
    Reason.GRANT_EXPIRED: "whose permission had grown too old",
    Reason.NO_SUBSCRIPTION: "without a subscription at the service",
    Reason.HELD_BACK: "held back by a person until the fan confirms",
    Reason.ENDED: "whose campaign was ended by its organizer",
}
# On the day: the permission lived, the save did not come.
_DAY = {
    Reason.NOT_RELEASED: "whose market did not show the release within 72 hours",
    Reason.SERVICE_ERROR: "given up after repeated errors of the service",
    Reason.REFUSED: "refused by the service for another reason",
    Reason.NOT_LET_IN: "whom the service did not let our app serve",
}
_MISSING = "accepted by the service, but not in the library after 72 hours"
_LOST = (State.NEEDS_FAN, State.FAILED)


def promise_steps(
    cells: list[PreSaveCell], *, unpressed: int, reads_back: frozenset[str], alive: str
) -> tuple[Step, ...]:
    """Made, alive, accepted where a service's yes proves nothing, saved."""
    made = sum(cell.how_many for cell in cells)
    lost_before = (
        Loss("withdrawn", "withdrawn by the fan", _count(cells, states=(State.WITHDRAWN,))),
        *_losses([cell for cell in cells if not cell.fell_late], words=_PERMISSION),
    )
    alive_many = made - sum(loss.count for loss in lost_before)
    by_standing = Loss("standing", "by a standing consent, without a press", unpressed)
    saved = _count(cells, states=(State.SAVED,))
    is_read_back = any(cell.provider in reads_back for cell in cells)
    return (
        Step("promised", "pre-saves made", made, named(*lost_before), named(by_standing)),
        *_steps_alive(cells, many=alive_many, words=alive, is_read_back=bool(reads_back)),
        Step("saved", _saved_words(cells, reads_back) if is_read_back else "saved", saved),
    )


def _steps_alive(
    cells: list[PreSaveCell], *, many: int, words: str, is_read_back: bool
) -> tuple[Step, ...]:
    late = [cell for cell in cells if cell.fell_late]
    coming = [cell for cell in cells if cell.state == State.PROMISED]
    unproven = sum(cell.how_many for cell in coming if cell.awaits_proof)
    missing = _losses(cells, words={Reason.NOT_IN_LIBRARY: _MISSING})
    on_the_day = (
        *_losses(late, words=_PERMISSION, found="late_"),
        *_losses(cells, words=_DAY),
        Loss("unexplained", "without a recorded reason", _count_unexplained(cells)),
    )
    on_its_way = sum(cell.how_many for cell in coming)
    if not is_read_back:
        open_ones = Loss("on_its_way", "still on its way", on_its_way, is_open=True)
        return (Step("alive", words, many, named(*on_the_day, *missing, open_ones)),)
    to_come = Loss("on_its_way", "still on its way", on_its_way - unproven, is_open=True)
    losses = named(*on_the_day, to_come)
    looked_for = Loss("unproven", "being looked for in the library", unproven, is_open=True)
    accepted = many - sum(loss.count for loss in losses)
    return (
        Step("alive", words, many, losses),
        Step("accepted", "accepted by the service", accepted, named(*missing, looked_for)),
    )


def _saved_words(cells: Iterable[PreSaveCell], reads_back: frozenset[str]) -> str:
    if all(cell.provider in reads_back for cell in cells):
        return "seen in the library"
    return "saved; seen in the library where that can be asked"


def _losses(
    cells: list[PreSaveCell], *, words: dict[Reason, str], found: str = ""
) -> tuple[Loss, ...]:
    """By reason; `found` marks those that were noticed on the day or later."""
    when = ", noticed on the day or later" if found else ""
    return tuple(
        Loss(found + reason.value, text + when, _count(cells, states=_LOST, reasons=(reason,)))
        for reason, text in words.items()
    )


def _count_unexplained(cells: list[PreSaveCell]) -> int:
    known = {*_PERMISSION, *_DAY, Reason.NOT_IN_LIBRARY}
    lost = [cell for cell in cells if cell.state in _LOST]
    return sum(cell.how_many for cell in lost if cell.reason not in known)


def _count(
    cells: Iterable[PreSaveCell], *, states: tuple[State, ...], reasons: tuple[Reason, ...] = ()
) -> int:
    return sum(
        cell.how_many
        for cell in cells
        if cell.state in states and (not reasons or cell.reason in reasons)
    )

"""The table of legal moves."""

import pytest

from countin.presaves import states
from countin.presaves.states import LEGAL_MOVES, IllegalMove, State, check_move


def _drawn() -> str:
    """The table as its module's own docstring draws it."""
    width = max(len(state) for state in State)
    order = [State.PROMISED, State.NEEDS_FAN, State.FAILED, State.WITHDRAWN]
    column = [State.PROMISED, State.SAVED, State.NEEDS_FAN, State.FAILED, State.WITHDRAWN]
    return "\n".join(
        f"{state:<{width}} -> "
        + " | ".join(target.value for target in column if target in LEGAL_MOVES[state])
        for state in order
    )


def test_the_drawing_shows_the_table():
    assert _drawn() in (states.__doc__ or "")


def test_saved_is_final():
    assert LEGAL_MOVES[State.SAVED] == frozenset()


def test_every_state_has_its_row():
    assert set(LEGAL_MOVES) == set(State)


@pytest.mark.parametrize("before", list(State))
@pytest.mark.parametrize("after", list(State))
def test_a_move_outside_the_table_is_refused(before: State, after: State):
    if after in LEGAL_MOVES[before]:
        check_move(before, after=after)
    else:
        with pytest.raises(IllegalMove):
            check_move(before, after=after)

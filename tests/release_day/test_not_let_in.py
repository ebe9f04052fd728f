"""What follows where a service says that our app may not serve a fan. Pure decisions."""

from dataclasses import replace
from datetime import timedelta

import pytest

from countin.presaves.states import FollowState, Reason, State
from countin.release_day.models import AttemptKind
from countin.release_day.tasks import Outcome, Result
from countin.release_day.verdicts import FollowVerdict, Verdict, decide_follow, decide_presave
from tests.release_day.outcomes import given, outcome


@pytest.mark.parametrize("kind", [AttemptKind.SAVE, AttemptKind.TAKE_BACK])
def test_a_fan_who_is_not_let_in_is_tried_for_a_day_and_a_pause_uses_none_of_it_up(
    kind: AttemptKind,
):
    def told(looks: int) -> Outcome:
        return outcome(Result.NOT_LET_IN, kind=kind, attempts=3, looks=looks)

    verdicts = [decide_presave(told(looks), given=given()) for looks in range(5)]
    paused = replace(given(), is_paused=True)
    in_a_pause = [decide_presave(told(looks), given=paused) for looks in range(5)]

    hours = [(one.wait or timedelta()) / timedelta(hours=1) for one in verdicts]
    assert hours == [0.25, 0.75, 5, 18, 0]
    assert [(one.attempts, one.looks) for one in verdicts[:4]] == [(3, n + 1) for n in range(4)]
    is_save = kind == AttemptKind.SAVE
    assert verdicts[4] == (
        Verdict(move_to=State.FAILED, reason=Reason.NOT_LET_IN)
        if is_save
        else Verdict(move_to=State.SAVED)  # it is in the library, and can't be taken back
    )
    assert [(one.attempts, one.looks) for one in in_a_pause] == [(3, n) for n in range(5)]
    assert {one.wait for one in in_a_pause} == {timedelta(hours=1)}


def test_withdrawn_before_it_was_let_in_nothing_was_saved():
    told = outcome(Result.NOT_LET_IN)

    assert decide_presave(told, given=given(wants_out=True)) == Verdict(is_withdrawn=True)


def test_a_guest_who_is_not_listed_is_told_so_and_may_be_mended():
    told = outcome(Result.REFUSED, reason="not_let_in")

    verdict = decide_presave(told, given=given())

    assert verdict == Verdict(move_to=State.FAILED, reason=Reason.NOT_LET_IN)


def test_a_follow_that_is_not_let_in_waits_as_its_promise_does():
    def follow(looks: int, *, is_paused: bool) -> FollowVerdict | None:
        told = outcome(Result.NOT_LET_IN, kind=AttemptKind.FOLLOW, looks=looks)
        return decide_follow(told, chance=0.5, is_outage=False, is_paused=is_paused)

    assert follow(0, is_paused=False) == FollowVerdict(wait=timedelta(minutes=15), looks=1)
    assert follow(4, is_paused=False) == FollowVerdict(FollowState.FAILED, because="not_let_in")
    assert follow(4, is_paused=True) == FollowVerdict(wait=timedelta(hours=1), looks=4)

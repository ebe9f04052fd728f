"""What follows from what a service answered. Pure decisions."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings

from countin.presaves.states import FollowState, Reason, State
from countin.presaves.states import Step as NextStep
from countin.providers.asking import ask
from countin.providers.contract import Access, Grant
from countin.release_day.attempting import work_through
from countin.release_day.models import AttemptKind
from countin.release_day.retries import wait_after_error, wait_after_outage
from countin.release_day.tasks import Result, Task
from countin.release_day.verdicts import (
    FollowVerdict,
    Verdict,
    decide_follow,
    decide_presave,
)
from tests.release_day.outcomes import ACCEPTS, NOW, given, outcome


def test_a_proven_save_is_saved():
    assert decide_presave(outcome(Result.DONE), given=given()) == Verdict(move_to=State.SAVED)


def test_a_202_is_read_back_after_a_minute():
    verdict = decide_presave(outcome(Result.ACCEPTED), given=given(abilities=ACCEPTS))

    assert verdict == Verdict(next_step=NextStep.READ_BACK, wait=timedelta(minutes=1))


@pytest.mark.parametrize(("looks", "minutes"), [(0, 4), (1, 10), (2, 60), (3, 60), (40, 60)])
def test_reading_back_goes_on_after_5_and_15_minutes_then_hourly(looks: int, minutes: int):
    missing = outcome(Result.MISSING, kind=AttemptKind.READ_BACK, attempts=looks, since=NOW)

    verdict = decide_presave(missing, given=given(abilities=ACCEPTS))

    assert verdict.wait == timedelta(minutes=minutes)
    assert verdict.next_step == NextStep.READ_BACK


def test_what_is_not_in_the_library_after_72_hours_has_failed():
    since = NOW - timedelta(hours=72)
    missing = outcome(Result.MISSING, kind=AttemptKind.READ_BACK, attempts=74, since=since)

    verdict = decide_presave(missing, given=given(abilities=ACCEPTS))

    assert verdict == Verdict(move_to=State.FAILED, reason=Reason.NOT_IN_LIBRARY)


def test_a_code_changed_while_the_library_is_looked_at_is_saved_again_and_fails_nobody():
    found = outcome(Result.MISSING, kind=AttemptKind.READ_BACK, attempts=1, since=NOW)
    step = replace(found.step, release_id="")

    # The provider is asked nothing: an empty id is no album of Apple's, which would be a refusal.
    apple = settings.PROVIDERS["apple_music"]
    access = Access("token", usable_until=NOW + timedelta(days=1))
    grant = Grant("secret", frozenset(), "", authorized_at=NOW, usable_until=access.usable_until)
    task = Task(grant_id=1, fence=1, connection_id=1, grant=grant, steps=(step,))
    _task, (tried,) = ask(work_through(apple, task=task, access=access, now=lambda: NOW))
    verdict = decide_presave(tried, given=given(abilities=ACCEPTS))

    assert tried.result == Result.MISSING
    assert verdict == Verdict(next_step=NextStep.SAVE)


def test_silence_teaches_nothing_about_the_fan():
    assert decide_presave(outcome(Result.HUSH), given=given()).is_nothing


def test_a_fault_is_tried_again_and_ends_as_a_service_error():
    verdict, tries = decide_presave(outcome(Result.LATER), given=given()), 1
    while verdict.move_to is None:
        verdict = decide_presave(outcome(Result.LATER, attempts=tries), given=given())
        tries += 1

    assert verdict == Verdict(move_to=State.FAILED, reason=Reason.SERVICE_ERROR)
    assert tries == 17


def test_the_first_refusal_keeps_the_grant_for_one_more_look_a_day_later():
    refused = outcome(Result.GONE, was_sent=False, reason="grant_refused")

    verdict = decide_presave(refused, given=given())

    assert (verdict.move_to, verdict.next_step) == (State.NEEDS_FAN, NextStep.LOOK)
    assert verdict.wait == timedelta(hours=24)
    assert verdict.is_refused
    assert not verdict.is_dead


def test_the_second_refusal_is_final():
    refused = outcome(Result.GONE, kind=AttemptKind.REFRESH, was_sent=False, reason="grant_refused")

    verdict = decide_presave(refused, given=given(state=State.NEEDS_FAN))

    assert verdict == Verdict(explain=Reason.GRANT_DEAD, is_dead=True)


def test_a_second_look_that_falls_into_an_outage_is_not_the_last():
    refused = outcome(Result.GONE, kind=AttemptKind.REFRESH, was_sent=False, reason="grant_refused")

    verdict = decide_presave(refused, given=given(state=State.NEEDS_FAN, is_outage=True))

    assert verdict == Verdict(next_step=NextStep.LOOK, wait=timedelta(hours=24))


def test_a_grant_found_alive_is_promised_again():
    alive = outcome(Result.DONE, kind=AttemptKind.REFRESH)

    verdict = decide_presave(alive, given=given(state=State.NEEDS_FAN))

    assert verdict == Verdict(move_to=State.PROMISED)


def test_in_an_outage_looks_come_15_minutes_1_6_and_24_hours_after_the_refusal():
    after, waited = [], timedelta()
    for looks in range(4):
        refused = outcome(Result.GONE, looks=looks, was_sent=False, reason="grant_refused")
        verdict = decide_presave(refused, given=given(is_outage=looks == 0))
        waited += verdict.wait or timedelta()
        after.append(waited)

    last = outcome(Result.GONE, looks=4, was_sent=False, reason="grant_refused")

    assert after == [timedelta(minutes=15), *(timedelta(hours=hours) for hours in (1, 6, 24))]
    assert decide_presave(last, given=given()).is_dead
    assert wait_after_outage(4) is None


def test_without_a_subscription_no_later_look_is_taken():
    lacking = outcome(Result.GONE, reason="no_subscription")

    verdict = decide_presave(lacking, given=given(abilities=ACCEPTS))

    assert verdict == Verdict(move_to=State.NEEDS_FAN, reason=Reason.NO_SUBSCRIPTION, is_dead=True)


def test_a_scope_that_lacks_is_no_outage():
    lacking = outcome(Result.GONE, was_sent=True, reason="grant_refused")

    assert decide_presave(lacking, given=given(is_outage=True)).move_to == State.NEEDS_FAN


@pytest.mark.parametrize("result", [Result.DONE, Result.ACCEPTED, Result.LATER])
def test_a_withdrawal_during_the_call_takes_the_save_back(result: Result):
    verdict = decide_presave(outcome(result), given=given(wants_out=True))

    assert verdict == Verdict(next_step=NextStep.TAKE_BACK, wait=timedelta())


def test_what_was_taken_back_is_withdrawn():
    done = outcome(Result.DONE, kind=AttemptKind.TAKE_BACK)

    assert decide_presave(done, given=given(wants_out=True)) == Verdict(is_withdrawn=True)


def test_what_can_not_be_taken_back_is_looked_for_and_told_as_saved():
    after_save = decide_presave(
        outcome(Result.ACCEPTED), given=given(abilities=ACCEPTS, wants_out=True)
    )
    found = outcome(Result.DONE, kind=AttemptKind.READ_BACK)

    assert after_save.next_step == NextStep.READ_BACK
    assert decide_presave(found, given=given(abilities=ACCEPTS, wants_out=True)) == Verdict(
        move_to=State.SAVED
    )


def test_a_withdrawal_wins_where_nothing_was_sent():
    hushed = outcome(Result.HUSH)

    assert decide_presave(hushed, given=given(wants_out=True)) == Verdict(is_withdrawn=True)


def test_before_release_nothing_is_proven_by_an_early_add():
    early = outcome(Result.ACCEPTED, kind=AttemptKind.EARLY_ADD)

    verdict = decide_presave(early, given=given(abilities=ACCEPTS))

    assert verdict == Verdict(next_step=NextStep.SAVE)


@pytest.mark.parametrize(
    ("result", "state", "because"),
    [
        (Result.DONE, FollowState.DONE, ""),
        (Result.REFUSED, FollowState.FAILED, "refused"),
        (Result.GONE, FollowState.FAILED, "grant_refused"),
    ],
)
def test_a_follow_is_decided_by_itself(result: Result, state: FollowState, because: str):
    verdict = decide_follow(outcome(result, kind=AttemptKind.FOLLOW), chance=0.5, is_outage=False)

    assert verdict is not None
    assert (verdict.move_to, verdict.because) == (state, because)


def test_a_follow_refused_in_an_outage_has_as_many_looks_as_a_promise():
    refused = [
        outcome(Result.GONE, kind=AttemptKind.FOLLOW, was_sent=False, looks=looks)
        for looks in range(5)
    ]

    found = [decide_follow(one, chance=0.5, is_outage=one.step.looks == 0) for one in refused]

    waits = [one.wait for one in found if one and one.wait]
    assert sum(waits, timedelta()) == timedelta(hours=24)
    assert len(waits) == 4
    assert found[-1] == FollowVerdict(FollowState.FAILED, because="grant_refused")


@pytest.mark.parametrize("attempts", range(1, 17))
def test_jitter_keeps_within_a_quarter_of_the_wait(attempts: int):
    shortest, longest = (wait_after_error(attempts, chance=chance) for chance in (0.0, 0.999))
    middle = wait_after_error(attempts, chance=0.5)

    assert shortest is not None
    assert longest is not None
    assert middle is not None
    assert shortest >= middle * 0.74
    assert longest <= middle * 1.26

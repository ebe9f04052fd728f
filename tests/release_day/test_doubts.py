"""When what a service says of single fans is taken for true of all."""

import pytest

from countin.pacing.accounts import is_paused
from countin.providers.contract import OperatorNeeded, Release
from countin.release_day.doubts import pause_or_resume
from countin.release_day.models import Attempt, AttemptKind
from countin.release_day.tasks import Outcome, Result, Step
from tests.presaves.rows import (
    NOW,
    make_campaign,
    make_connection,
    make_the_artist,
    promise,
    spotify_with,
)

pytestmark = pytest.mark.django_db
SPOTIFY = spotify_with()["spotify"]
DOUBT = OperatorNeeded("Not on the list.", mend="Look.", of_one=True)
MARKS = {"-": Result.NOT_LET_IN, "+": Result.DONE}


def hear(told: str) -> bool:
    """`a-` fan a is not let in, `b+` fan b is served, one after the other, each written down.
    Whether the service is paused afterwards."""
    heard = [(one[0], one[1]) for one in told.split()]
    artist = make_the_artist()
    campaign = make_campaign(artist)
    presaves = {
        name: promise(campaign, connection=make_connection(artist, account=name))
        for name in sorted({name for name, _mark in heard})
    }
    for name, mark in heard:
        row = Attempt.objects.create(
            presave=presaves[name],
            provider="spotify",
            kind=AttemptKind.SAVE,
            claim_number=1,
            started_at=NOW,
            finished_at=NOW,
            outcome=MARKS[mark],
        )
        pause_or_resume(SPOTIFY, outcomes=[outcome_of(row)], now=NOW)
    return is_paused(SPOTIFY)


def outcome_of(row: Attempt) -> Outcome:
    step = Step(
        kind=AttemptKind.SAVE,
        presave_id=row.presave_id,
        follow_id=None,
        market="DE",
        release_id="",
        artist_id="",
        release=Release(title="T", kind="single", artist_name="A"),
        attempts=0,
        looks=0,
        step_since=None,
    )
    result = Result(row.outcome)
    error = DOUBT if result == Result.NOT_LET_IN else None
    return Outcome(step, result, NOW, NOW, error=error)


@pytest.mark.parametrize(
    ("told", "paused"),
    [
        ("a- b-", False),
        ("a- b- c-", True),
        ("a- a- a- a-", False),
        ("a- b- z+ c-", False),
        ("a- b- z+ c- d- e-", True),
        # Their next tries meet with nobody between: who heard it before the last save says nothing.
        ("a- b- z+ c- y+ a- b- c-", False),
        ("a- b- c- z+", False),
        # Served meanwhile, as after a mend: another time it is news again.
        ("a- b- c- a+ b+ c+ a- b-", False),
        ("a- b- c- a+ b+ c+ a- b- c-", True),
    ],
)
def test_three_fans_who_hear_it_anew_with_nobody_served_between_pause_it(
    *, told: str, paused: bool
):
    assert hear(told) is paused

"""When canaries hold a wave, and for how long."""

from datetime import UTC, datetime, timedelta

import pytest

from countin.providers.apple_music.provider import ABILITIES as APPLE_MUSIC
from countin.providers.spotify.provider import ABILITIES as SPOTIFY
from countin.release_day.canaries.judging import Showed, held_for, must_hold, rule
from countin.release_day.models import LetIn

NOW = datetime(2026, 12, 18, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


def showed(*states: str) -> Showed:
    return Showed.by(states)


@pytest.mark.parametrize(
    ("states", "share", "expected"),
    [
        ((), 1, LetIn.NONE_COUNTS),
        (("broken",), 1, LetIn.NONE_COUNTS),
        (("found",), 1, LetIn.FOUND),
        (("found", "broken"), 1, LetIn.FOUND),
        (("found", "missing"), 1, None),
        (("found", "missing"), 0.5, LetIn.FOUND),
        (("found", "missing", "missing"), 0.5, None),
        (("found", "waiting"), 1, None),
        (("missing", "asked"), 0.5, None),
    ],
)
def test_how_fans_come_in(states: tuple[str, ...], share: float, expected: LetIn | None):
    how = rule(showed(*states), abilities=SPOTIFY, share=share, held_at=None, now=NOW)

    assert how == expected


@pytest.mark.parametrize(
    ("states", "holds"),
    [
        (("missing",), True),
        (("missing", "broken"), True),
        (("missing", "asked"), False),  # it is being looked for still
        (("broken",), False),
        (("found",), False),
        ((), False),
    ],
)
def test_only_what_was_said_to_be_saved_and_is_not_there_holds_a_wave(
    states: tuple[str, ...],
    holds: bool,  # noqa: FBT001  # pytest passes by name
):
    assert must_hold(showed(*states), share=1) is holds


def test_how_long_hangs_on_how_much_is_shown():
    one, two = showed("missing", "found"), showed("missing", "missing")

    assert held_for(one, abilities=SPOTIFY) == HOUR
    assert held_for(two, abilities=SPOTIFY) == 12 * HOUR
    assert held_for(two, abilities=APPLE_MUSIC) == HOUR
    before = rule(one, abilities=SPOTIFY, share=1, held_at=NOW, now=NOW + 0.9 * HOUR)
    after = rule(one, abilities=SPOTIFY, share=1, held_at=NOW, now=NOW + HOUR)
    assert (before, after) == (None, LetIn.UNPROVEN)

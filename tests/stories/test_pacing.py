"""A small window at the service, and a crowd in front of it: no call is spent twice."""

from collections import Counter

from tests.stories.night import Night

FANS, LIMIT = 24, 10


def answered(night: Night, part: str) -> Counter[int]:
    """Answers by status, of the addresses with this in their name."""
    calls = night.sim.look("calls")["services"]["spotify"]
    told: Counter[int] = Counter()
    for name, answers in calls.items():
        if part in name:
            told.update({int(status): many for status, many in answers.items() if status.isdigit()})
    return told


def test_a_permission_that_was_refreshed_before_a_silence_is_used_after_it(night: Night):
    fans = night.crowd(FANS)
    night.to_release()
    night.sim.tell("scenario", {"name": "rate-limited", "limit": LIMIT, "window_seconds": 30})

    night.play()

    refreshes, saves = answered(night, "refresh"), answered(night, "PUT")
    assert night.states() == {"saved": FANS}
    assert night.holders() == set(fans)
    assert (refreshes[200], saves[200]) == (FANS, FANS)
    assert night.complaints() == {}


def test_the_end_of_a_known_window_costs_few_refusals(night: Night):
    night.crowd(FANS)
    night.to_release()
    night.sim.tell("scenario", {"name": "rate-limited", "limit": LIMIT, "window_seconds": 30})

    night.play()

    windows = (2 * FANS) // LIMIT + 1
    refused = answered(night, "refresh")[429] + answered(night, "PUT")[429]
    # The first window teaches by refusing what is under way; the others by a few calls each.
    assert refused <= 32 + 4 * windows

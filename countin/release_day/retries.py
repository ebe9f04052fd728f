"""How long to wait before asking again. Pure; `chance` is a number in [0, 1)."""

from datetime import timedelta

# A burst of 5xx lasts minutes; some fans' saves fail for ever (a full library): after the last
# of these, about fifteen hours in all, the promise fails with its reason and blocks nobody.
_AFTER_ERROR = (2, 5, 10, 20, 40, 60, 120, 300, 600, 900, 1800, 3600, 3600, 7200, 14400, 21600)

# A 202 proves nothing: looked for after 1, 5 and 15 minutes, then hourly, for 72 hours.
_READ_BACK = (60, 240, 600)
READ_BACK_FOR = timedelta(hours=72)

# Refused during an outage: looked at again this long after the refusal.
_AFTER_OUTAGE = (
    timedelta(minutes=15),
    timedelta(minutes=45),
    timedelta(hours=5),
    timedelta(hours=18),
)
LOOK_AGAIN_AFTER = timedelta(hours=24)
# Answered "not let in" while the service is paused: every other fan is a likelier probe.
PUT_OFF_FOR = timedelta(hours=1)


def wait_after_error(attempts: int, *, chance: float) -> timedelta | None:
    """The wait after this many failed attempts, jittered by up to half; None: give up."""
    if attempts > len(_AFTER_ERROR):
        return None
    return timedelta(seconds=_AFTER_ERROR[attempts - 1] * (0.75 + chance / 2))


def wait_before_reading_back(looks: int) -> timedelta:
    """The wait before looking into the library again, after this many looks."""
    if looks < len(_READ_BACK):
        return timedelta(seconds=_READ_BACK[looks])
    return timedelta(hours=1)


def wait_after_outage(looks: int) -> timedelta | None:
    """The wait before a grant refused in an outage is tried again: 15 min, 1 h, 6 h and 24 h
    after the refusal; None after the last."""
    return _AFTER_OUTAGE[looks] if looks < len(_AFTER_OUTAGE) else None

"""How many calls may be under way at once. Decides without touching anything.

A service counts in a window of its own and tells nobody how many calls it takes. The quickest
way through such a window is to use it up at once, to be told when it frees, and to wait: any
spacing out would leave a part of it unused. What can be learned is how many went through before.
"""

# More would only wait in the service's own line.
FREELY = 64


def room_for(passed: int, *, expected: int | None) -> int:
    """Calls that may be under way after `passed` went through since the last silence.

    `expected` went through before that silence; None: there was none. Up to there freely; from
    there one, then two, three…: the window is about to be full, and each call under way beyond
    its end is one that the service refuses. Where it takes more than before, the room soon does,
    too.
    """
    if expected is None or passed < expected:
        return FREELY
    return min(FREELY, 1 + (passed - expected) // 2)

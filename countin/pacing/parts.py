"""Parts of a window: how large the next one is, and what a process does with its own. Touches
nothing but its own memory.

A service counts in a window of its own and tells nobody how many calls it takes. The quickest
way through such a window is to use it up at once, to be told when it frees, and to wait: any
spacing out would leave a part of it unused. What can be learned is how many went through before.
"""

# More would only wait in the service's own line.
FREELY = 64
# At once, where no window is known: nothing is to be shared out, only counted.
UNKNOWN = 500
# Seconds. A part is good for so long after the last look at the row: whoever hangs meanwhile,
# and goes on in another window, sends nothing on it.
GOOD_FOR = 2.0


def next_part(calls: int, *, size: int | None) -> tuple[int, bool]:
    """Calls to lease after so many of a window were leased, by whomever, and whether its end is
    not near.

    `size` calls went through in the one before; None: none was refused yet. Half of what is left,
    so that nobody who comes later, or dies, has a whole one. From there on one, then two,
    three…: the window is about to be full, and each call under way beyond its end is one that
    the service refuses. Where it takes more than before, parts soon grow, too.
    """
    if size is None:
        return UNKNOWN, True
    if calls < size:
        return min(FREELY, max(1, (size - calls) // 2)), True
    grown = min(FREELY, 1 + (calls - size) // 4)
    return grown, grown == FREELY


class Part:
    """What one process has of the window, and what it owes."""

    def __init__(self) -> None:
        self.window = 0  # the one that is now, as of the last look
        self.is_wanted = False
        self._left = 0
        self._size = 0  # of the part that was granted last
        self._is_ahead = True
        self._good_until = 0.0
        self._unspent = 0
        self._unspent_of = 0

    def is_good(self, steady: float) -> bool:
        """Something is left, and it was looked lately whether the window is the same."""
        return self._left > 0 and steady < self._good_until

    def take(self, steady: float) -> bool:
        """One call of it, if there is one."""
        if not self.is_good(steady):
            return False
        self._left -= 1
        self.is_wanted |= self._is_ahead and self._left < self._size // 2
        return True

    def lets_ask_for_more(self, under_way: int) -> bool:
        """Near the end of a window, only once what is under way is nearly answered."""
        return self._is_ahead or under_way < self._size

    def add(self, calls: int, *, window: int, is_ahead: bool, steady: float) -> None:
        """A further part was leased."""
        self.keep_to(window, steady=steady)
        self._left, self._size, self._is_ahead = self._left + calls, calls, is_ahead
        self.is_wanted = False

    def keep_to(self, window: int, *, steady: float) -> None:
        """This is the window now; a part of another is good for nothing."""
        if window != self.window:
            self.drop()
            self.window = window
        self._good_until = steady + GOOD_FOR

    def note_refused(self) -> None:
        """A call that was leased did not go through."""
        self._owe(1)

    def drop(self) -> None:
        """Nothing more is sent on it."""
        self._owe(self._left)
        self._left, self._size, self._is_ahead, self.is_wanted = 0, 0, True, False

    def take_unspent(self) -> tuple[int, int] | None:
        """The window and the calls that are owed to it, once."""
        unspent, self._unspent = self._unspent, 0
        return (self._unspent_of, unspent) if unspent else None

    def _owe(self, calls: int) -> None:
        if calls:
            self._unspent, self._unspent_of = self._unspent + calls, self.window

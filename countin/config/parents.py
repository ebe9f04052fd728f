"""No process outlives the one that looks after it, even where that one was killed."""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1
_system = ctypes.CDLL(None) if sys.platform == "linux" else None


def end_with_parent(parent: int) -> None:
    """Have this process told to stop (SIGTERM) when its parent, given by id, dies.

    Without it a `serve` that was killed leaves its web and worker behind, and the next one
    finds port and database taken. Linux alone offers this; elsewhere nothing is done.
    """
    if _system is None:
        return
    _system.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        # It died before we asked.
        os._exit(1)

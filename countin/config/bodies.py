"""What browsers send, read whole before anything else begins, and by few threads at a time.

A sender may take as long as it likes, and its thread waits with it. Behind a proxy that waits for
the whole, as ours does, that takes no time; without one, only this many threads can be kept
waiting, and pages are answered by the others.
"""

import io
import threading
from typing import Any, Final

from countin.pages.origin import most_bytes

MOST_AT_ONCE: Final = 16  # of the 32 threads of a process
ASK_AGAIN_S: Final = 5
_reading: Final = threading.BoundedSemaphore(MOST_AT_ONCE)


class TooManySending(Exception):
    """As many as may be are sending something already."""


def read_ahead(environ: dict[str, Any]) -> None:
    """Put what was sent, read whole, in the place of the line it comes on. Nothing is read of
    what is longer than DATA_UPLOAD_MAX_MEMORY_SIZE: Django refuses that. What comes in pieces and
    names no length is read as far as that, and has a length from here on: Django would take it
    for nothing. Raises TooManySending.
    """
    most = most_bytes(environ.get("PATH_INFO", ""))
    in_pieces = "chunked" in environ.get("HTTP_TRANSFER_ENCODING", "").lower()
    length = most + 1 if in_pieces else _length_of(environ)
    if not length:
        return
    if length > most and not in_pieces:
        environ["wsgi.input"] = io.BytesIO()
        return
    if not _reading.acquire(blocking=False):
        raise TooManySending
    try:
        sent = environ["wsgi.input"].read(length)
    finally:
        _reading.release()
    environ["wsgi.input"] = io.BytesIO(sent)
    if in_pieces:
        environ["CONTENT_LENGTH"] = str(len(sent))


def _length_of(environ: dict[str, Any]) -> int:
    try:
        return max(0, int(environ.get("CONTENT_LENGTH") or 0))
    except ValueError:
        return 0

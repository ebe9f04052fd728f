"""Access that cost a call and is used later: it met a silence."""

import hashlib
import threading
from collections import OrderedDict
from dataclasses import replace
from datetime import datetime, timedelta

from countin.providers.contract import Access
from countin.release_day.tasks import Refreshed, Task

# A rolling window is over long before; after a longer silence a refresh is the smaller evil.
_KEPT_FOR = timedelta(minutes=5)
# About 10 MB.
_MOST_KEPT = 10_000


class AccessShelf:
    """In the worker's memory alone, for minutes: an access token is good for one fan and one hour,
    and opens nothing that its grant does not. The grant's own secret is not kept: it is
    told again by its hash, so that a grant that was replaced finds nothing here."""

    def __init__(self) -> None:
        self._kept: OrderedDict[bytes, tuple[Access, datetime]] = OrderedDict()
        self._lock = threading.Lock()  # shards and the worker's other jobs have a thread each

    def put(self, refreshed: Refreshed, *, now: datetime) -> None:
        """Keep what was not used, never longer than it works."""
        access = refreshed.access
        if access is None:
            return
        secret = access.rotated or refreshed.task.grant.secret
        until = min(access.usable_until, now + _KEPT_FOR)
        with self._lock:
            self._kept[_mark(secret)] = replace(access, rotated=None), until
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)

    def take(self, task: Task, *, now: datetime) -> Access | None:
        """What is kept for this task's grant, once."""
        with self._lock:
            kept = self._kept.pop(_mark(task.grant.secret), None)
        return kept[0] if kept and now < kept[1] else None

    def clear_old(self, *, now: datetime) -> None:
        """Nothing stays longer than it may."""
        with self._lock:
            for key in [key for key, (_access, until) in self._kept.items() if until <= now]:
                del self._kept[key]

    def __len__(self) -> int:
        return len(self._kept)


def _mark(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()

"""How callers without a loop wait for providers: `ask` for one answer, `ask_many` for many, `begin`
for one that is not waited for.

There is one event loop a process, in a thread of its own, started at first use after a fork.
The HTTP sessions belong to it.
"""

import asyncio
import atexit
import os
import threading
from collections import deque
from collections.abc import Callable, Coroutine, Generator, Iterable
from concurrent.futures import Future
from datetime import timedelta
from itertools import islice
from typing import Any, Generic, TypeVar

import uvloop

from countin.providers.http import Answer, Http

__all__ = ["Answer", "Http", "ask", "ask_many", "begin"]

T = TypeVar("T")

# While a caller may become impatient, it is asked this often.
_NAP = 0.005
# At exit, what is under way has this many seconds.
_LAST_CALL = 0.5
# By process id: a fork finds no loop of its own and starts one, and never touches, nor lets
# be collected, its parent's, whose sockets and poll set it shares.
_loops: dict[int, asyncio.AbstractEventLoop] = {}
_locks: dict[int, threading.Lock] = {}


def ask(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run the coroutine in the process's loop and wait for what it gives or raises."""
    loop = _running_loop()
    if _is_inside(loop):
        coroutine.close()
        raise RuntimeError("ask() was called in the loop it would wait for. Await instead.")
    waiting = begin(coroutine)
    try:
        return waiting.result()
    except BaseException:
        # Ctrl-C reaches the caller, not the loop: nobody would take this answer any more.
        waiting.cancel()
        raise


def begin(coroutine: Coroutine[Any, Any, T]) -> Future[T]:
    """Run the coroutine in the process's loop; the caller looks later what came of it."""
    return asyncio.run_coroutine_threadsafe(coroutine, _running_loop())


def ask_many(
    coroutines: Iterable[Coroutine[Any, Any, T]],
    *,
    at_once: int = 32,
    batch: int = 100,
    every: timedelta = timedelta(milliseconds=200),
    urgent: Callable[[], bool] | None = None,
) -> Generator[list[T], None, None]:
    """Run many, at most `at_once` under way, and give finished results in lists of at most
    `batch`: when one is full, `every` so often if there are any, and at once, be there none,
    while `urgent` says so (called from both threads: it must be quick, and leave the database
    alone).

    The iterable is walked in the caller's thread, at most `batch` ahead of what is under way,
    and goes on being worked through while the caller uses a list. After an exception of a
    coroutine nothing new is started; what is under way ends and is given; then it is raised.
    Whoever stops early cancels what is under way.
    """
    source = iter(coroutines)
    crowd: _Crowd[T] = _Crowd(_running_loop(), at_once=at_once, batch=batch, urgent=urgent)
    try:
        while True:
            room = 0 if crowd.has_failed else at_once + batch - crowd.outstanding
            crowd.add(_made(islice(source, room)))
            if crowd.outstanding == 0:
                break
            crowd.wait(every.total_seconds())
            if (results := crowd.take()) or (urgent is not None and urgent()):
                yield results
        crowd.raise_failure()
    finally:
        crowd.stop()


class _Crowd(Generic[T]):
    """Coroutines under way. `add`, `wait`, `take` and `stop` are the caller's; the rest runs
    in the loop. The two deques are the only things both touch."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        *,
        at_once: int,
        batch: int,
        urgent: Callable[[], bool] | None,
    ) -> None:
        self.outstanding = 0
        self.has_failed = False
        self._loop = loop
        self._at_once = at_once
        self._batch = batch
        self._urgent = urgent
        self._waiting: deque[Coroutine[Any, Any, T]] = deque()
        self._under_way: set[asyncio.Task[T]] = set()
        # None stands for one that was closed before it started.
        self._finished: deque[asyncio.Task[T] | None] = deque()
        self._failure: BaseException | None = None
        self._is_ready = threading.Event()

    def add(self, coroutines: list[Coroutine[Any, Any, T]]) -> None:
        if not coroutines:
            return
        self.outstanding += len(coroutines)
        self._loop.call_soon_threadsafe(self._accept, coroutines)

    def wait(self, seconds: float) -> None:
        """Until a batch is full, nothing is left, it is urgent, or the time is over."""
        if self._urgent is None:
            self._is_ready.wait(seconds)
            return
        for _ in range(max(1, round(seconds / _NAP))):
            if self._is_ready.wait(_NAP) or self._urgent():
                return

    def take(self) -> list[T]:
        """What has finished, at most one batch."""
        self._is_ready.clear()
        tasks = [self._finished.popleft() for _ in range(min(len(self._finished), self._batch))]
        if len(self._finished) >= self._batch:
            self._is_ready.set()
        self.outstanding -= len(tasks)
        return [result for task in tasks if task for result in self._outcome(task)]

    def raise_failure(self) -> None:
        if self._failure is not None:
            raise self._failure

    def stop(self) -> None:
        """Cancel what is under way and wait until it is gone; close what never started."""
        if self.outstanding:
            asyncio.run_coroutine_threadsafe(self._cancel(), self._loop).result()

    def _outcome(self, task: asyncio.Task[T]) -> list[T]:
        failure = asyncio.CancelledError() if task.cancelled() else task.exception()
        if failure is None:
            return [task.result()]
        self._failure = self._failure or failure
        return []

    def _accept(self, coroutines: list[Coroutine[Any, Any, T]]) -> None:
        self._waiting.extend(coroutines)
        if self.has_failed:
            self._drop_waiting()
            self._is_ready.set()
        self._start_next()

    def _start_next(self) -> None:
        while self._waiting and len(self._under_way) < self._at_once:
            task = self._loop.create_task(self._waiting.popleft())
            self._under_way.add(task)
            task.add_done_callback(self._finish)

    def _finish(self, task: asyncio.Task[T]) -> None:
        self._under_way.discard(task)
        self._finished.append(task)
        if task.cancelled() or task.exception() is not None:
            self.has_failed = True
            self._drop_waiting()
        self._start_next()
        is_full = len(self._finished) >= self._batch
        if is_full or not self._under_way or (self._urgent is not None and self._urgent()):
            self._is_ready.set()

    def _drop_waiting(self) -> None:
        while self._waiting:
            self._waiting.popleft().close()
            self._finished.append(None)

    async def _cancel(self) -> None:
        self._drop_waiting()
        under_way = list(self._under_way)
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)


def _made(coroutines: Iterable[Coroutine[Any, Any, T]]) -> list[Coroutine[Any, Any, T]]:
    made = []
    try:
        for coroutine in coroutines:
            made.append(coroutine)  # noqa: PERF402 -- list() would lose them on an exception
    except BaseException:
        for coroutine in made:
            coroutine.close()
        raise
    return made


def _running_loop() -> asyncio.AbstractEventLoop:
    process = os.getpid()
    # setdefault is one step under the interpreter's lock, so all threads get the same lock.
    with _locks.setdefault(process, threading.Lock()):
        if process not in _loops:
            _loops[process] = _start_loop()
        return _loops[process]


def _start_loop() -> asyncio.AbstractEventLoop:
    loop = uvloop.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="providers", daemon=True)
    thread.start()
    atexit.register(_stop_loop, loop, thread=thread, process=os.getpid())
    return loop


def _stop_loop(loop: asyncio.AbstractEventLoop, *, thread: threading.Thread, process: int) -> None:
    # A fork inherits this registration, but not the thread.
    if os.getpid() == process:
        asyncio.run_coroutine_threadsafe(_end_tasks(), loop).result(timeout=_LAST_CALL + 1)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=1)


async def _end_tasks() -> None:
    """Let what is under way come to its end, for a moment: a write half sent is worth it."""
    under_way = asyncio.all_tasks() - {asyncio.current_task()}
    if under_way:
        await asyncio.wait(under_way, timeout=_LAST_CALL)


def _is_inside(loop: asyncio.AbstractEventLoop) -> bool:
    try:
        return asyncio.get_running_loop() is loop
    except RuntimeError:
        return False

"""`countin serve`: web and worker in one process tree, and each of the two alone."""

import os
import resource
import signal
import socket
import threading
from collections.abc import Callable, Collection
from contextlib import suppress
from functools import partial
from importlib import import_module
from typing import Any

import structlog
from django.conf import settings
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from countin.config import worker
from countin.config.backups.workplace import clear_leftovers
from countin.config.children import PATIENCE, Child, Pulse
from countin.config.jobs import JOBS, make_bench
from countin.config.parents import end_with_parent
from countin.config.shard_worker import ShardWorker
from countin.config.turns import Turns, limit_waiting
from countin.config.watchdog import Watchdog

_log = structlog.get_logger("countin.serve")
# More would only wait for SQLite's one writer; on PostgreSQL `countin web` is started again.
_MOST_WEB_PROCESSES = 2
# Of each process. Browsers keep theirs open for a while: with fewer, a crowd's next visitors would
# wait for those who have long read the page. They cost a few kilobytes each; what they ask waits
# in line for a thread.
_MOST_CONNECTIONS = 4096
_OTHER_FILES = 256


def run_worker(pulse: Pulse, *, patience: float = PATIENCE, with_shards: float = PATIENCE) -> None:
    """Work until SIGTERM or Ctrl-C; what is under way is finished.

    The process ends with code 1 where it hangs for longer than `patience` seconds, or its shards
    for longer than `with_shards`: this thread looks after them, a watchdog after this thread.
    """
    place = worker.lock_data_dir(settings.DATA_DIR) if _is_sqlite() else None
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    watchdog = Watchdog(patience=patience)
    watchdog.watch(stopped)
    turns = None if _is_sqlite() else _share(stopped)
    worker.forget_claims_of_the_dead()
    worker.forget_old_alarms()
    with suppress(OSError):  # another user's; the doctor says what to do
        clear_leftovers(settings.DATA_DIR)
    bench = make_bench(stopped=stopped)
    worker.keep_silence(bench)
    worker.settle_memory()
    hands = ShardWorker(bench, stopped=stopped) if bench.queue else None
    if hands:
        hands.start()

    def beat() -> None:
        if hands:
            _end_if_hung(hands, patience=with_shards)
        watchdog.beat()
        pulse.beat()

    worker.work(JOBS, bench=bench, stopped=stopped, turns=turns, beat=beat)
    if turns:
        turns.close()
    if hands:
        hands.join()
    if place:
        place.close()


def _share(stopped: threading.Event) -> Turns:
    limit_waiting()
    turns = Turns()
    turns.keep(stopped)
    return turns


def _end_if_hung(hands: ShardWorker, *, patience: float) -> None:
    if hands.silent_for() > patience:
        _log.error("shards hang: this worker ends, to be started again", patience=patience)
        # At once: a usual end would wait for the thread that hangs.
        os._exit(1)


def run_web(*, host: str, port: int, processes: int | None = None) -> None:
    """Serve pages until told to stop. Two processes where there are two cores: while one is
    busy with a fan who comes back from a service, the other answers whoever opens the page."""
    connections = _allow_connections()
    # Once, before the processes part: each of them, and whoever follows one that died, has it all.
    import_module("countin.config.wsgi")
    import_module(settings.ROOT_URLCONF)
    Server(
        "countin.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes or min(_MOST_WEB_PROCESSES, os.cpu_count() or 1),
        blocking_threads=32,
        backlog=connections,
        backpressure=connections,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
    ).serve(target_loader=partial(_load_pages, os.getpid()), wrap_loader=False)


def _allow_connections() -> int:
    """How many this system lets a process hold; asks it for as many as we would like."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MOST_CONNECTIONS + _OTHER_FILES
    if soft == resource.RLIM_INFINITY:
        return _MOST_CONNECTIONS
    if soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return max(128, min(_MOST_CONNECTIONS, soft - _OTHER_FILES))


def serve(*, host: str, port: int, once_up: Callable[[], None]) -> int:
    """Both, each a child of this process; whoever dies or hangs is started again. `once_up` is
    called when the pages can be opened for the first time.

    Returns when told to stop.
    """
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    children = {
        "web": Child(
            ["web", "--host", host, "--port", str(port)], environment=_environment_of("web")
        ),
        "worker": Child(["worker"], environment=_environment_of("worker"), has_pulse=True),
    }
    is_up = False
    while not stopped.wait(0.2):
        if not is_up and (is_up := _listens(host, port=port)):
            once_up()
        for name, child in children.items():
            if why := child.mind():
                _log.warning("started again", process=name, because=why)
    return _stop(children.values())


def _listens(host: str, *, port: int) -> bool:
    here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 -- not bound to
    with suppress(OSError):
        socket.create_connection((here, port), timeout=1).close()
        return True
    return False


def _load_pages(parent: int) -> Callable[..., Any]:
    """What the server calls in the process that answers requests.

    Told to stop while it loads, it ends: until the server has set its own, the handlers are those
    of its parent, which would swallow the word and leave this process behind.
    """
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    end_with_parent(parent)
    application: Callable[..., Any] = import_module("countin.config.wsgi").application
    return application


def _environment_of(role: str) -> dict[str, str]:
    """The pages seal and never open: they are not handed the key that opens."""
    handed = dict(os.environ)
    if role == "web" and handed.get("COUNTIN_VAULT_PUBLIC_KEY"):
        handed.pop("COUNTIN_VAULT_PRIVATE_KEY", None)
    return handed


def _stop(children: Collection[Child]) -> int:
    for child in children:
        child.send_signal(signal.SIGTERM)
    for child in children:
        child.wait(patience=30)
    return 0


def _is_sqlite() -> bool:
    return "sqlite" in settings.DATABASES["default"]["ENGINE"]

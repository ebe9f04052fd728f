"""An announcement to 100,000 members, its sender killed again and again: who was left out, who got
it twice, under which Message-ID. Raises AssertionError where anything is not as promised."""

import contextlib
import json
import os
import re
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller

from benchmarks.worker import Line, has_postgres

MOST_AT_ONCE = 64  # mails in flight, as the product promises

_MEMBERS, _KILLS = 100_000, 10
_ID = re.compile(rb"^message-id:\s*(\S+)", re.IGNORECASE | re.MULTILINE)


@dataclass
class Took:
    """What a mail server was handed: how often each mailbox, and under which ids."""

    times: Counter[str] = field(default_factory=Counter)
    ids: dict[str, set[bytes]] = field(default_factory=dict)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's name
        found = _ID.search(envelope.content)
        for address in envelope.rcpt_tos:
            self.times[address] += 1
            self.ids.setdefault(address, set()).add(found[1] if found else b"")
        return "250 taken"


@dataclass(frozen=True)
class Played:
    """What came of it."""

    took: Took
    counts: dict[str, int]
    perhaps: set[str]  # mailboxes that the report counts as perhaps twice
    kills: int
    seconds: float
    processor: float  # seconds, of sender and mail server together

    @property
    def twice(self) -> set[str]:
        """Who got it more than once."""
        return {one for one, times in self.took.times.items() if times > 1}


def measure() -> Iterator[Line]:
    """On SQLite, and on PostgreSQL where its programs are. Some minutes each."""
    with tempfile.TemporaryDirectory(prefix="countin-bench-") as folder:
        environment = {"COUNTIN_DATA_DIR": folder, "DATABASE_URL": ""}
        _make_tables(environment)
        yield from _lines("SQLite", play(members=_MEMBERS, kills=_KILLS, environment=environment))
    if not has_postgres():
        yield Line("announcement on PostgreSQL", "not measured: PostgreSQL is not installed here")
        return
    done = subprocess.run(
        ["scripts/with_postgres.sh", sys.executable, "-m", "benchmarks.announce"],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    yield Line("announcement on PostgreSQL", done.stdout.strip().splitlines()[-1])


def play(*, members: int, kills: int, environment: Mapping[str, str]) -> Played:
    """Send to so many, killed so often at even distances; then see that nobody is missing, that
    only what was in flight at a kill went twice, under one id, and that the report counts it."""
    took, started, used = Took(), time.monotonic(), _processor_seconds()
    with _server(took) as port:
        for number in range(kills):
            share = members * (number + 1) // (kills + 1)
            _send_and_kill(
                took, at=share, members=members, port=port, later=number * 16,
                environment=environment,
            )  # fmt: skip
        sender = _begin(members, port=port, later=kills * 16, environment=environment)
        said, _nothing = sender.communicate()
    assert sender.returncode == 0
    told = json.loads(said)
    played = Played(
        took,
        told["counts"],
        set(told["perhaps_twice"]),
        kills,
        seconds=time.monotonic() - started,
        processor=_processor_seconds() - used,
    )
    _judge(played, members=members)
    return played


def _judge(played: Played, *, members: int) -> None:
    assert len(played.took.times) == members, "somebody is missing"
    assert max(played.took.times.values()) <= 1 + played.kills
    assert played.twice <= played.perhaps, "twice, and the report does not know"
    assert all(len(ids) == 1 for ids in played.took.ids.values()), "one mail, two ids"
    assert played.counts["sent"] == members
    assert played.counts["maybe_twice"] == len(played.perhaps) <= played.kills * MOST_AT_ONCE


def _processor_seconds() -> float:
    # Of this process, where the mail server runs, and of the senders that are over.
    return sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def _send_and_kill(
    took: Took,
    *,
    at: int,
    members: int,
    port: int,
    later: int,
    environment: Mapping[str, str],
) -> None:
    sender = _begin(members, port=port, later=later, environment=environment)
    while len(took.times) < at:
        assert sender.poll() is None, "the sender ended before it was killed"
        time.sleep(0.002)
    sender.send_signal(signal.SIGKILL)
    sender.communicate()


def _begin(
    members: int, *, port: int, later: int, environment: Mapping[str, str]
) -> subprocess.Popen[str]:
    words = [str(members), str(port), str(later)]
    return subprocess.Popen(
        [sys.executable, "-m", "benchmarks.announce_send", *words],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "countin.config.settings",
            "COUNTIN_CONFIG": "/nonexistent",
            **environment,
        },
        stdout=subprocess.PIPE,
        text=True,
    )


@contextlib.contextmanager
def _server(took: Took) -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    server = Controller(took, hostname="127.0.0.1", port=port)
    server.start()
    try:
        yield port
    finally:
        server.stop()


def _lines(database: str, played: Played) -> Iterator[Line]:
    yield Line(f"announcement on {database}", told(played))


def told(played: Played) -> str:
    """One line."""
    sent, seconds = len(played.took.times), played.seconds
    return (
        f"{sent:,} in {seconds / 60:.1f} min ({played.processor / 60:.1f} of one processor), "
        f"{sent / seconds:,.0f} a second, {played.kills} kills, none missing, "
        f"{len(played.twice)} twice, counted {played.counts['maybe_twice']}"
    )


def _make_tables(environment: Mapping[str, str]) -> None:
    subprocess.run(
        [sys.executable, "-m", "countin", "campaign", "list"],
        env={**os.environ, "COUNTIN_CONFIG": "/nonexistent", **environment},
        check=True,
        stdout=subprocess.DEVNULL,
    )


if __name__ == "__main__":
    members_, kills_ = (int(sys.argv[1]), int(sys.argv[2])) if sys.argv[1:] else (_MEMBERS, _KILLS)
    with tempfile.TemporaryDirectory(prefix="countin-bench-") as own:
        here = {"COUNTIN_DATA_DIR": own}
        _make_tables(here)
        print(told(play(members=members_, kills=kills_, environment=here)))

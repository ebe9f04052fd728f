import asyncio
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from countin.providers.asking import ask

ROOT = Path(__file__).parents[2]


async def give(value: int) -> int:
    return value


async def fail() -> int:
    raise ValueError("as told")


def test_asking_gives_what_the_coroutine_gives():
    assert ask(give(7)) == 7


def test_asking_raises_what_the_coroutine_raises():
    with pytest.raises(ValueError, match="as told"):
        ask(fail())


def test_all_threads_share_one_loop():
    async def which() -> tuple[int, str]:
        return id(asyncio.get_running_loop()), threading.current_thread().name

    seen: list[tuple[int, str]] = []
    threads = [threading.Thread(target=lambda: seen.append(ask(which()))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(seen) == 8
    assert {name for _loop, name in seen} == {"providers"}
    assert len(set(seen)) == 1


def test_asking_inside_the_loop_is_refused_instead_of_waiting_for_ever():
    async def ask_again() -> int:
        return ask(give(7))

    with pytest.raises(RuntimeError, match="Await instead"):
        ask(ask_again())


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_after_a_fork_the_child_asks_in_a_loop_of_its_own_and_the_parent_goes_on():
    program = """
import os, sys
from datetime import timedelta
from countin.providers.asking import ask
from countin.providers.http import Http
from tests.providers.gate import CountingGate
from tests.providers.odd_service import OddService

with OddService() as service:
    http = Http(gate=CountingGate(), wait_for=timedelta(seconds=5))
    assert ask(http.request("GET", service.base_url)).status == 200
    child = os.fork()
    if child == 0:
        fine = ask(http.request("GET", service.base_url)).status == 200
        os._exit(0 if fine else 3)
    _pid, status = os.waitpid(child, 0)
    assert ask(http.request("GET", service.base_url)).status == 200
    print(os.waitstatus_to_exitcode(status), len(service.heard))
"""

    done = run_python(program)

    assert (done.stdout, done.stderr) == ("0 3\n", "")


def test_a_process_ends_in_peace_after_asking():
    program = """
from datetime import timedelta
from countin.providers.asking import ask, ask_many
from countin.providers.http import Http
from tests.providers.gate import CountingGate
from tests.providers.odd_service import OddService

service = OddService().__enter__()
http = Http(gate=CountingGate(), wait_for=timedelta(seconds=5))
asked = ask_many(http.request("GET", service.base_url) for _ in range(10))
print(sum(len(answers) for answers in asked))
"""

    done = run_python(program)

    assert (done.stdout, done.stderr, done.returncode) == ("10\n", "", 0)


def run_python(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-W", "ignore::DeprecationWarning", "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )

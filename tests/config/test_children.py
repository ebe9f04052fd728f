"""What `countin serve` looks after: a worker that dies or hangs is started again."""

import os
import signal
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from countin.config.children import Child
from countin.config.doctor.working import look_at_worker
from countin.workspaces.signs import give_sign
from countin.workspaces.standstill import begin_standstill
from tests.insights.rows import make_campaign
from tests.journeys.installation import Installation
from tests.journeys.tables import bring_tables

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[Child]:
    product = Installation(tmp_path)
    bring_tables(product, database_url="")
    child = Child(["worker"], environment=product.environment, has_pulse=True)
    yield child
    child.send_signal(signal.SIGKILL)
    child.wait(patience=10)


def hear_it(child: Child) -> None:
    """Wait for a sign of life."""
    before = child.silent_for()
    end = time.monotonic() + 30
    while (now := child.silent_for()) >= before:
        assert time.monotonic() < end, "it gave no sign"
        before = now
        time.sleep(0.05)


@pytest.mark.sqlite
def test_a_hung_worker_is_killed_and_started_again(worker: Child):
    hear_it(worker)
    hung = worker.pid
    os.kill(hung, signal.SIGSTOP)
    time.sleep(0.6)

    assert worker.mind(patience=60) == ""
    assert worker.mind(patience=0.5) == "hung"

    assert worker.pid != hung
    assert not Path(f"/proc/{hung}").exists()
    hear_it(worker)


@pytest.mark.sqlite
def test_one_that_died_is_started_again(worker: Child):
    dead = worker.pid
    os.kill(dead, signal.SIGKILL)
    os.waitid(os.P_PID, dead, os.WEXITED | os.WNOWAIT)

    assert worker.mind() == "died"
    assert worker.pid != dead


@pytest.mark.django_db
def test_the_doctor_misses_a_worker_that_a_running_campaign_needs():
    assert [one.grade for one in look_at_worker(NOW)] == ["note"]
    give_sign(NOW)
    assert [one.grade for one in look_at_worker(NOW + timedelta(minutes=1))] == ["fine"]
    assert [one.grade for one in look_at_worker(NOW + timedelta(minutes=4))] == ["note"]

    make_campaign()

    (finding,) = look_at_worker(NOW + timedelta(minutes=4))
    assert finding.grade == "mend"
    assert "2026-12-01 12:00 UTC" in finding.words
    assert "countin serve" in finding.words


@pytest.mark.django_db
def test_while_everything_stands_still_no_sign_is_missed():
    begin_standstill(because="restored", now=NOW)

    assert list(look_at_worker(NOW)) == []

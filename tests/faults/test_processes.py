"""Processes that are killed, doubled or told to stop. Real signals to real processes."""

import os
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.journeys.conftest import SetStage
from tests.journeys.installation import Installation, wait_until
from tests.journeys.seeding import gather_crowd
from tests.journeys.stage import Stage
from tests.journeys.tables import bring_tables


@pytest.mark.postgres
def test_two_workers_on_postgresql_share_a_wave_and_save_nothing_twice(stage: Stage):
    """Also where one of them is told to stop in the middle: what it has in flight is finished."""
    fans = gather_crowd(stage, size=40, followers=6)
    stage.sim.tell("scenario", "rotating-tokens")
    other = stage.product.begin("worker")

    stage.release_soon()
    wait_until(lambda: len(stage.holders()) > 4, within=30, every=0.01)
    other.send_signal(signal.SIGTERM)
    code = other.wait(timeout=45)
    counts = stage.play_out(within=40)

    assert code == 0
    assert counts["presaves"]["saved"] == 40
    assert stage.writes(fans) == dict.fromkeys(fans, 1)
    assert stage.complaints() == {}


@pytest.mark.sqlite
def test_told_to_stop_it_finishes_what_is_in_flight_and_goes_on_later(stage: Stage):
    fans = gather_crowd(stage, size=40)
    # A second worker on the same file is refused, and changes nothing.
    second = stage.product.run("worker")
    stage.release_soon()
    wait_until(lambda: len(stage.holders()) > 4, within=30, every=0.01)

    code = stage.product.stop()
    held, counts = stage.holders(), stage.show()
    stage.product.serve()
    later = stage.play_out(within=30)

    assert second.returncode == 1
    assert second.stderr == (
        "Error: A worker already runs on this SQLite database. Stop it first, "
        "or set DATABASE_URL to PostgreSQL, where any number may run.\n"
    )
    assert code == 0
    assert counts["presaves"]["saved"] == len(held)
    assert later["presaves"]["saved"] == 40
    assert stage.writes(fans) == dict.fromkeys(fans, 1)
    assert stage.complaints() == {}


@pytest.mark.once
def test_whoever_is_killed_or_stopped_leaves_no_process_behind(set_stage: SetStage):
    stage = set_stage()
    stage.product.serve()
    below = set(stage.product.processes("pages"))

    assert stage.product.kill("web") == 1
    wait_until(lambda: not below & set(stage.product.processes()), within=15)
    wait_until(stage.product.is_healthy, within=30)
    workers = stage.product.processes("worker")
    assert stage.product.kill("serve") == 1
    wait_until(lambda: not stage.product.processes(), within=15)

    # Ctrl-C ends what is started again as SIGTERM does.
    serving = stage.product.begin_to_serve()
    wait_until(stage.product.is_healthy, within=40)
    again = stage.product.processes("worker")
    wait_until(lambda: "Count-In runs. The studio: " in stage.product.log, within=30)
    serving.send_signal(signal.SIGINT)

    assert (len(below), len(workers), len(again)) == (min(2, os.cpu_count() or 1), 1, 1)
    assert serving.wait(timeout=30) == 0
    wait_until(lambda: not stage.product.processes(), within=1)


@pytest.mark.sqlite
def test_a_worker_that_hangs_alone_ends_so_that_it_is_started_again(tmp_path: Path):
    product = Installation(tmp_path)
    bring_tables(product, database_url="")
    with closing(sqlite3.connect(product.data_dir / "countin.sqlite3")) as other:
        # Whoever writes waits for this one, and for longer than the watchdog.
        other.execute("BEGIN IMMEDIATE")
        hung = product.begin("worker", "--patience", "1")
        code = hung.wait(timeout=60)

    assert code == 1
    assert "this worker hangs: it ends" in product.log

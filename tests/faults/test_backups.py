"""A backup under load, put back elsewhere: the same counts, and nothing done before the word."""

import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.databases import own_database
from tests.journeys.installation import Installation, wait_until
from tests.journeys.stage import SLUG, Stage, sleep_until

FANS = 6
_ITS_OWN = ("COUNTIN_DATA_DIR", "COUNTIN_CONFIG", "COUNTIN_BASE_URL")


def elsewhere(stage: Stage, *, folder: Path, database_url: str) -> Installation:
    """Another machine: an empty installation with the same settings and keys."""
    settings = {
        name: value
        for name, value in stage.product.environment.items()
        if name.startswith("COUNTIN_") and name not in _ITS_OWN
    }
    folder.mkdir()
    other = Installation(folder, database_url=database_url, settings=settings)
    shutil.copytree(stage.product.data_dir / "keys", other.data_dir / "keys")
    return other


def _standstill_of_a_killed_restore(stage: Stage, *, file: Path, folder: Path) -> Any:
    """kill -9 as soon as anybody else can see the first promise."""
    with own_database() as database_url:
        other = elsewhere(stage, folder=folder, database_url=database_url)
        restoring = other.begin("restore", str(file))
        wait_until(lambda: _promises_seen(other) > 0, within=60)
        restoring.kill()
        restoring.wait(timeout=10)
        return other.ask("standstill")


def _promises_seen(other: Installation) -> int:
    count = "SELECT count(*) FROM presaves_presave"
    with suppress(sqlite3.OperationalError, psycopg.errors.UndefinedTable):
        if address := other.environment["DATABASE_URL"]:
            with psycopg.connect(address) as database:
                return int(database.execute(count).fetchall()[0][0])
        with closing(sqlite3.connect(other.data_dir / "countin.sqlite3")) as embedded:
            return int(embedded.execute(count).fetchall()[0][0])
    return 0


@pytest.mark.timeout(300)
@pytest.mark.database
def test_a_backup_under_load_is_put_back_whole_and_waits_for_the_word(stage: Stage, tmp_path: Path):
    file = tmp_path / "backup.tar.gz"
    stage.crowd(FANS)
    done = stage.product.run("backup", str(file))
    again = stage.product.run("backup", str(file))
    stage.sim.tell("fans", [{"id": "late", "country": "DE"}])
    stage.connect("late")  # and is not in the backup
    stage.product.stop()

    killed = _standstill_of_a_killed_restore(stage, file=file, folder=tmp_path / "killed")
    with own_database() as database_url:
        other = elsewhere(stage, folder=tmp_path / "other", database_url=database_url)
        restored = other.run("restore", str(file))
        twice = other.run("restore", str(file))
        counts = other.ask("campaign", "show", SLUG)
        waiting = other.ask("standstill")
        stage.product = other
        release = stage.release_soon()
        other.serve()
        sleep_until(release)
        wait_until(lambda: other.ask("standstill")["campaigns"][0]["due"] == FANS, within=60)
        held = stage.holders()
        word = other.run("standstill", "--end")
        later = stage.play_out(within=60)
        other.clear_away()

    assert killed["since"] is not None
    assert [campaign["promised"] for campaign in killed["campaigns"]] == [FANS]
    assert (done.returncode, again.returncode) == (0, 1), done.stderr
    assert "is there already" in again.stderr
    assert (restored.returncode, twice.returncode) == (0, 1), restored.stderr
    assert "restoring overwrites nothing" in twice.stderr
    assert counts["presaves"]["promised"] == FANS
    assert (waiting["since"] is not None, held) == (True, set())
    assert word.returncode == 0
    assert later["presaves"]["saved"] == FANS
    assert len(stage.holders()) == FANS

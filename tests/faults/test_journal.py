"""A backup, then a withdrawal, an erasure and a save, then the backup again: none is forgotten.
Once its key is destroyed the backup opens nothing any more."""

import shutil
from pathlib import Path

import pytest

from tests.databases import own_database
from tests.faults.test_backups import elsewhere
from tests.journeys.installation import Installation, wait_until
from tests.journeys.stage import SLUG, Stage


@pytest.mark.timeout(300)
@pytest.mark.once
def test_what_came_after_a_backup_counts_and_without_its_key_it_opens_nothing(
    stage: Stage, tmp_path: Path
):
    file, journal = tmp_path / "backup.tar.gz", stage.product.data_dir / "keys" / "journal.jsonl"
    fans = stage.crowd(4)
    stage.product.run("backup", str(file))
    stage.withdraw(fans[0])
    token = stage.own_pages[fans[1]].rpartition("/")[2]
    erased = stage.product.run("fans", "erase", "--token", token)
    stage.release_soon()
    wait_until(lambda: len(stage.holders()) == 2, within=60)
    wait_until(lambda: journal.read_text().count('"saved"') == 2, within=30)
    stage.product.kill_tree()  # and its disk is lost
    before = stage.writes(fans)

    with own_database() as database_url:
        other = elsewhere(stage, folder=tmp_path / "other", database_url=database_url)
        restored = other.run("restore", str(file))
        counts = other.ask("campaign", "show", SLUG)["presaves"]
        ended = other.run("standstill", "--end")
        stage.product = other
        other.serve()
        old_keys = shutil.copytree(other.data_dir / "keys", tmp_path / "copied-keys")
        stage.sim.tell("fans", [{"id": "late", "country": "DE"}])
        stage.connect("late")
        stage.release_soon()
        wait_until(lambda: "late" in stage.holders(), within=60)  # so others had their chance
        after = stage.writes(fans)
        _destroy_the_key_of(stage, other)
        other.clear_away()
        _cannot_be_opened(stage, file=file, keys=old_keys, folder=tmp_path / "third")

    assert [done.returncode for done in (erased, restored, ended)] == [0, 0, 0], restored.stderr
    assert "The keys here open every permission" in restored.stdout
    # The promise of whoever was erased was withdrawn first.
    assert "2 saved, 2 withdrawn, 1 erased" in restored.stdout
    assert counts == {"promised": 0, "saved": 2, "needs_fan": 0, "failed": 0, "withdrawn": 2}
    assert after == before


def _destroy_the_key_of(stage: Stage, other: Installation) -> None:
    """It is turned, and for a day no page seals under it."""
    told = other.ask("keys", "rotate")
    stage.leap(26 * 3600)
    retired = other.data_dir / "keys" / "vault_retired" / told["retired"]
    wait_until(lambda: not retired.exists(), within=60)
    assert told["retired"] in other.run("doctor").stdout


def _cannot_be_opened(stage: Stage, *, file: Path, keys: Path, folder: Path) -> None:
    with own_database() as database_url:
        third = elsewhere(stage, folder=folder, database_url=database_url)
        refused = third.run("restore", str(file))
        untouched = third.ask("campaign", "list")
        shutil.copytree(keys, third.data_dir / "keys", dirs_exist_ok=True)
        restored = third.run("restore", str(file))
        third.clear_away()

    assert refused.returncode == 1
    assert "permissions in this backup can't be opened" in refused.stderr
    assert " (it was destroyed on" in refused.stderr
    assert untouched["campaigns"] == []
    assert restored.returncode == 0, restored.stderr

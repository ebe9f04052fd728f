"""The vault's keys turned while fans connect, and killed in the middle: nobody's grant is lost."""

import json
import shutil
from pathlib import Path

import pytest

from tests.databases import own_database
from tests.faults.test_backups import elsewhere
from tests.journeys.installation import wait_until
from tests.journeys.stage import Stage

FANS = 10
_UNDER = (
    "from countin.config.turning.resealing import count_by_key; import json;"
    "print(json.dumps(count_by_key()))"
)


def sealed_under(stage: Stage) -> dict[str, int]:
    done = stage.product.run("manage", "shell", "--no-imports", "-c", _UNDER)
    counted: dict[str, int] = json.loads(done.stdout)
    return counted


def _kill_as_soon_as(stage: Stage, changed: Path) -> None:
    """kill -9 of a turn, at the moment at which this file is another one."""
    before = changed.stat().st_mtime_ns if changed.exists() else 0
    turning = stage.product.begin("keys", "rotate")
    wait_until(
        lambda: changed.exists() and changed.stat().st_mtime_ns != before, within=30, every=0.0005
    )
    turning.kill()
    turning.wait(timeout=10)


@pytest.mark.timeout(200)
@pytest.mark.database
def test_turned_under_load_and_killed_no_promise_is_lost(stage: Stage):
    keys = stage.product.data_dir / "keys"
    stage.crowd(FANS)

    _kill_as_soon_as(stage, keys / "vault_retired")
    _kill_as_soon_as(stage, keys / "vault_private_key")
    turning = stage.product.begin("keys", "rotate")
    stage.sim.tell("fans", [{"id": f"late-{n}", "country": "DE"} for n in range(3)])
    for n in range(3):
        stage.connect(f"late-{n}")  # pages seal with whatever key stands there
    turned = turning.wait(timeout=60)
    told = stage.product.ask("keys", "rotate")
    counted = sealed_under(stage)
    stage.release_soon()
    later = stage.play_out(within=60)

    assert (turned, told["left"], told["unopened"]) == (0, 0, 0)
    assert counted == {told["key"]: FANS + 3}
    assert later["presaves"]["saved"] == FANS + 3
    assert len(stage.holders()) == FANS + 3


@pytest.mark.timeout(200)
@pytest.mark.once
def test_an_old_backup_cannot_be_opened_once_its_key_was_destroyed(stage: Stage, tmp_path: Path):
    file, copy = tmp_path / "backup.tar.gz", tmp_path / "copied-keys"
    stage.crowd(2)
    stage.product.run("backup", str(file))
    shutil.copytree(stage.product.data_dir / "keys", copy)
    told = stage.product.ask("keys", "rotate")
    leap(stage, seconds=2 * 3600)
    gone = stage.product.data_dir / "keys" / "vault_retired" / told["retired"]
    wait_until(lambda: not gone.exists(), within=30)
    doctor = stage.product.run("doctor").stdout
    stage.product.stop()

    with own_database() as database_url:
        other = elsewhere(stage, folder=tmp_path / "other", database_url=database_url)
        refused = other.run("restore", str(file))
        untouched = other.ask("campaign", "list")
        shutil.copytree(copy, other.data_dir / "keys", dirs_exist_ok=True)
        restored = other.run("restore", str(file))
        other.clear_away()

    assert told["retired"] in doctor
    assert refused.returncode == 1
    assert "2 permissions in this backup can't be opened" in refused.stderr
    assert f"{told['retired']} (it was destroyed on" in refused.stderr
    assert untouched["campaigns"] == []
    assert restored.returncode == 0, restored.stderr


def leap(stage: Stage, *, seconds: int) -> None:
    """The clocks of the services and of the installation, further ahead."""
    stage._offset += seconds - 125
    stage.outwait_kill()

"""The vault's keys turned while fans connect, and killed in the middle: nobody's grant is lost."""

import json
from pathlib import Path

import pytest

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

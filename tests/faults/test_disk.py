"""Places that can't be written: a clear sentence with the next step, and exit code 1."""

import os
import resource
from pathlib import Path

import pytest

from tests.journeys.installation import Installation
from tests.journeys.stage import SLUG, Stage, sleep_until
from tests.journeys.tables import bring_tables

COMMANDS = [["serve"], ["worker"], ["campaign", "list"]]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_data_directory_that_is_read_only_is_named(tmp_path: Path, command: list[str]):
    product = Installation(tmp_path)
    product.data_dir.mkdir()
    product.data_dir.chmod(0o555)

    done = product.run(*command, before=without_powers())

    assert done.returncode == 1
    assert done.stderr == (
        f"countin: {product.data_dir}/keys can't be used (Permission denied). Give the user who "
        "runs countin the right to write there, or set COUNTIN_DATA_DIR to another place.\n"
    )


def test_a_data_directory_that_is_a_file_is_named(tmp_path: Path):
    product = Installation(tmp_path)
    product.data_dir.write_text("not a folder")

    done = product.run("serve")

    assert done.returncode == 1
    assert done.stderr == (
        "countin: COUNTIN_DATA_DIR can't be made (File exists). Choose a directory you may write.\n"
    )


@pytest.mark.sqlite
def test_a_database_file_that_can_not_be_written_is_named(tmp_path: Path):
    product = Installation(tmp_path)
    bring_tables(product, database_url="")
    assert product.run("campaign", "list").returncode == 0
    for path in product.data_dir.glob("countin.sqlite3*"):
        path.chmod(0o444)
    product.data_dir.chmod(0o555)

    done = product.run("serve", before=without_powers())
    product.data_dir.chmod(0o755)

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "The database can't be used" in done.stderr
    assert "COUNTIN_DATA_DIR" in done.stderr


@pytest.mark.database
def test_a_database_that_nobody_answers_for_is_named(tmp_path: Path):
    address = "postgres://countin:secret-word@127.0.0.1:9/countin"
    product = Installation(tmp_path, database_url=address)

    done = product.run("serve")

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "The database can't be used" in done.stderr
    assert "secret-word" not in done.stderr


def without_powers() -> list[str]:
    """Root may write anywhere: what stands before a command so that it may not."""
    powers = "-dac_override,-dac_read_search,-fowner"
    return ["setpriv", f"--bounding-set={powers}"] if os.geteuid() == 0 else []


@pytest.mark.sqlite
def test_a_disk_that_fills_in_the_night_asks_for_nothing_and_loses_nobody(stage: Stage):
    fans = stage.crowd(4)
    roomy = let_files_grow_to(4096, pids=stage.product.processes())
    sleep_until(stage.release_soon() + 3)

    asked = sum(stage.writes(fans).values())
    page = stage.phone("passer-by").open(f"{stage.product.base_url}/{SLUG}")
    let_files_grow_to(roomy, pids=stage.product.processes())
    counts = stage.play_out(within=60)

    # What can't be written down is not asked for: else it would be asked for again and again.
    assert asked == 0
    assert (page.status, "Midnight Windows" in page.words) == (200, True)
    assert counts["presaves"]["saved"] == len(fans)
    assert stage.writes(fans) == dict.fromkeys(fans, 1)


def let_files_grow_to(size: int, *, pids: list[int]) -> int:
    """As if the disk had no more room: what a process writes beyond that fails. Returns what it
    was before."""
    for pid in pids:
        before, most = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, most))
    return before

"""Turning the vault's keys: whoever seals or opens follows, wherever it is cut short."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from countin.config.environment import Values, read_values
from countin.config.keys import PRIVATE, PUBLIC, RETIRED, keys_dir, read_key_ring
from countin.config.turning.following import FollowingOpener, FollowingSealer
from countin.config.turning.ledger import catch_up, read_ledger, record_resealed
from countin.config.turning.turning import (
    destroy_keys,
    keys_to_destroy,
    mend_cut_turn,
    turn_keys,
    turn_old_keys,
)
from countin.vault.contexts import Context
from countin.vault.keys import KeyRing

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
HERS = Context(kind="grant", provider="spotify", owner="1")


@pytest.fixture
def values() -> Values:
    return read_values({"COUNTIN_CONFIG": "/nowhere"})


@pytest.fixture
def folder(tmp_path: Path, values: Values) -> Path:
    FollowingSealer(values, data_dir=tmp_path)  # makes the keys, as the first start does
    return keys_dir(tmp_path)


def test_a_page_and_a_worker_that_run_follow_the_turn(tmp_path: Path, folder: Path, values: Values):
    page = FollowingSealer(values, data_dir=tmp_path)
    worker = FollowingOpener(values, data_dir=tmp_path)
    before = page.seal("hers", context=HERS)

    turned = turn_keys(folder, now=NOW)

    after = page.seal("hers", context=HERS)
    assert (worker.current_id, worker.key_ids) == (turned.now, (turned.now, turned.before))
    assert (before[2:6].hex(), after[2:6].hex()) == (turned.before, turned.now)
    assert worker.open(before, context=HERS) == worker.open(after, context=HERS) == "hers"
    renewed = worker.renew(before, context=HERS)
    assert renewed is not None
    assert renewed[2:6].hex() == turned.now


def test_every_key_file_is_its_owners_alone_and_nothing_else_is_left(folder: Path):
    turned = turn_keys(folder, now=NOW)

    left = {path.name for path in folder.rglob("*") if path.is_file()}
    assert left == {PRIVATE, PUBLIC, turned.before, "turning.lock", "vault_ledger.jsonl"}
    secret = (folder / PRIVATE, folder / RETIRED / turned.before)
    assert {path.stat().st_mode & 0o777 for path in secret} == {0o600}


def test_the_public_key_stays_readable_for_whoever_could_read_it(folder: Path):
    (folder / PUBLIC).chmod(0o640)

    turn_keys(folder, now=NOW)

    assert (folder / PUBLIC).stat().st_mode & 0o777 == 0o640


def test_cut_short_before_the_new_private_key_the_old_one_goes_on(
    tmp_path: Path, folder: Path, values: Values
):
    current = read_key_ring(values, data_dir=tmp_path).current
    (folder / RETIRED).mkdir()
    os.link(folder / PRIVATE, folder / RETIRED / current.id)
    (folder / ".vault_private_key.12ab").write_text("half")

    mend_cut_turn(folder, now=NOW)
    halfway = read_ledger(folder)[current.id].retired
    turned = turn_keys(folder, now=NOW)

    assert halfway is None
    assert turned.before == current.id
    assert not list(folder.glob(".vault*"))
    assert read_key_ring(values, data_dir=tmp_path).old == (current,)


def test_cut_short_before_the_new_public_key_pages_get_it_later(
    tmp_path: Path, folder: Path, values: Values
):
    old_public = (folder / PUBLIC).read_text()
    turned = turn_keys(folder, now=NOW)
    (folder / PUBLIC).write_text(old_public)
    page = FollowingSealer(values, data_dir=tmp_path)
    worker = FollowingOpener(values, data_dir=tmp_path)
    between = page.seal("hers", context=HERS)

    mend_cut_turn(folder, now=NOW)

    assert worker.open(between, context=HERS) == "hers"
    assert page.seal("hers", context=HERS)[2:6].hex() == turned.now


def test_a_public_key_that_no_turn_left_there_is_the_operators_to_mend(folder: Path):
    other = KeyRing.from_text((folder / PRIVATE).read_text()).current.public_key
    stranger = type(other)(bytes(32)).as_text()
    (folder / PUBLIC).write_text(stranger)

    mend_cut_turn(folder, now=NOW)

    assert (folder / PUBLIC).read_text() == stranger


def test_the_life_of_each_key_is_written_down(folder: Path):
    first = turn_keys(folder, now=NOW)
    record_resealed(folder, {first.before: 500}, now=NOW)
    with (folder / "vault_ledger.jsonl").open("a") as ledger:
        ledger.write('{"key":"cut by a po')
    record_resealed(folder, {first.before: 20}, now=NOW)
    catch_up(folder, now=NOW)

    lives = read_ledger(folder)

    assert (lives[first.before].retired, lives[first.before].resealed) == (NOW, 520)
    assert (lives[first.now].retired, lives[first.now].made is not None) == (None, True)


def test_a_key_older_than_a_month_is_turned_once(folder: Path):
    made = datetime.fromtimestamp((folder / PRIVATE).stat().st_mtime, UTC)

    turned = [
        turn_old_keys(folder, now=made + timedelta(days=days, seconds=1)) for days in (29, 30, 31)
    ]

    assert turned == [False, True, False]
    assert len(list((folder / RETIRED).iterdir())) == 1


def test_a_key_dies_an_hour_after_it_was_retired(folder: Path):
    turned = turn_keys(folder, now=NOW)
    record_resealed(folder, {turned.before: 7}, now=NOW)
    with (folder / RETIRED / turned.before).open("rb") as same_blocks:
        soon = keys_to_destroy(folder, now=NOW + timedelta(minutes=59))
        due = keys_to_destroy(folder, now=NOW + timedelta(hours=3))
        done = destroy_keys(folder, [*due, turned.now], now=NOW + timedelta(hours=3))
        overwritten = same_blocks.read()

    life = read_ledger(folder)[turned.before]
    assert (soon, due, done) == ([], [turned.before], 1)
    assert set(overwritten) == {0}
    assert list((folder / RETIRED).iterdir()) == []
    assert (life.destroyed, life.resealed) == (NOW + timedelta(hours=3), 7)
    assert read_ledger(folder)[turned.now].destroyed is None


def test_a_destruction_that_was_cut_short_is_brought_to_an_end(folder: Path):
    turned = turn_keys(folder, now=NOW)
    dying = folder / RETIRED / f".dying-{turned.before}"
    (folder / RETIRED / turned.before).rename(dying)

    due = keys_to_destroy(folder, now=NOW + timedelta(hours=3))
    destroy_keys(folder, due, now=NOW + timedelta(hours=3))

    assert not dying.exists()
    assert read_ledger(folder)[turned.before].destroyed is not None

"""Pages that nobody gave the new public key: nothing is kept under a key that is gone."""

import random
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection as database
from django.db import transaction

import countin
from countin.config.doctor.vault import look_at_vault
from countin.config.environment import read_values
from countin.config.keys import PUBLIC, RETIRED, keys_dir
from countin.config.turning.following import FollowingOpener, FollowingSealer
from countin.config.turning.jobs import JOBS
from countin.config.turning.pages import tell_ring_here
from countin.config.turning.resealing import Pass, count_by_key
from countin.config.turning.turning import turn_keys
from countin.fans.grants import grant_context
from countin.fans.models import Grant, RetiredKey
from countin.fans.retired_keys import KeyIsClosed, close_if_quiet, note_seen, seal_to_keep
from countin.vault.keys import PublicKey
from countin.vault.sealing import Sealer
from countin.workspaces.jobs import Bench
from countin.workspaces.models import Alarm
from tests.presaves.rows import NOW, make_campaign, make_connection, make_the_artist, seal

JOB = {job.name: job.verb for job in JOBS}


class House:
    """A worker with its key files, and pages elsewhere that keep the first public key."""

    def __init__(self, folder: Path, settings: Any) -> None:
        settings.DATA_DIR = folder
        settings.VALUES = values = read_values({"COUNTIN_CONFIG": "/nowhere"})
        self.own, self.keys = FollowingSealer(values, data_dir=folder), keys_dir(folder)
        public = PublicKey.from_text((self.keys / PUBLIC).read_text())
        self.old, self.elsewhere = public.id, Sealer(public)
        self.opener = FollowingOpener(values, data_dir=folder)
        artist = make_the_artist()
        make_campaign(artist)
        self.grant = seal(make_connection(artist))
        Grant.objects.update(sealed=None)

    def turn(self) -> None:
        turn_keys(self.keys, now=NOW)
        self.work("vault.pages", at=NOW)

    def come(self, *, at: datetime, sealer: Any = None) -> None:
        """A fan connects, by pages elsewhere."""
        with transaction.atomic():
            sealed = seal_to_keep(
                "hers",
                sealer=sealer or self.elsewhere,
                context=grant_context(self.grant.connection),
                now=at,
            )
            Grant.objects.update(sealed=sealed)

    def work(self, job: str, *, at: datetime) -> int:
        going = Pass()
        while not going.is_over:
            going.go_on(opener=self.opener)
        chance = random.Random(7)
        bench = Bench(lambda: at, {}, self.opener, self.own, "", mail_is_set=False, chance=chance)
        return JOB[job](bench)

    def opens(self) -> str:
        grant = Grant.objects.select_related("connection").get()
        assert grant.sealed is not None
        return self.opener.open(bytes(grant.sealed), context=grant_context(grant.connection))

    @property
    def old_is_there(self) -> bool:
        return (self.keys / RETIRED / self.old).exists()


@pytest.fixture
def house(db: None, tmp_path: Path, settings) -> House:
    return House(tmp_path, settings)


def open_alarms() -> list[str]:
    return [alarm.words for alarm in Alarm.objects.filter(cleared_at=None)]


def test_a_key_under_which_a_page_sealed_within_a_day_is_not_destroyed(house: House):
    house.turn()
    seen = NOW + timedelta(minutes=50)
    house.come(at=seen)

    spared = [
        house.work("vault.destroy", at=seen + after)
        for after in (timedelta(hours=2), timedelta(hours=23, minutes=59))
    ]
    house.work("vault.pages", at=seen + timedelta(minutes=1))
    (called,) = open_alarms()
    (told,) = [one.words for one in look_at_vault(seen) if "Pages still seal" in one.words]
    done = house.work("vault.destroy", at=seen + timedelta(days=1, hours=1))
    house.work("vault.pages", at=seen + timedelta(days=1, hours=1))

    new = (house.keys / PUBLIC).read_text().strip()
    assert (spared, done, house.old_is_there) == ([0, 0], 1, False)
    assert called == told
    assert f"under {house.old}" in called
    assert called.endswith(f"COUNTIN_VAULT_PUBLIC_KEY={new}")
    assert open_alarms() == []
    assert house.opens() == "hers"


def test_what_a_page_would_seal_under_a_destroyed_key_is_refused_and_you_are_called(house: House):
    house.turn()
    late = NOW + timedelta(days=2)
    destroyed = house.work("vault.destroy", at=late)

    with pytest.raises(KeyIsClosed, match=f"key {house.old} is retired for good"):
        house.come(at=late)
    note_seen(house.old, now=late)  # as the page does that answers with 503
    house.work("vault.pages", at=late)
    (called,) = open_alarms()
    house.come(at=late, sealer=house.own)

    assert destroyed == 1
    assert "no fan can connect there" in called
    assert house.opens() == "hers"


def test_a_page_that_read_the_old_key_in_the_moment_of_the_turn_puts_nothing_off(house: House):
    house.turn()
    house.come(at=NOW + timedelta(minutes=1))

    assert house.work("vault.destroy", at=NOW + timedelta(days=1, minutes=1)) == 1
    assert house.opens() == "hers"


def test_on_one_machine_an_old_key_is_destroyed_after_an_hour(house: House):
    house.turn()
    house.come(at=NOW + timedelta(minutes=2), sealer=house.own)

    done = house.work("vault.destroy", at=NOW + timedelta(hours=1))

    assert done == (1 if database.vendor == "sqlite" else 0)


def test_a_database_from_before_the_turn_hears_which_keys_are_gone(house: House):
    house.turn()
    house.work("vault.destroy", at=NOW + timedelta(days=2))
    RetiredKey.objects.all().delete()

    tell_ring_here(now=NOW + timedelta(days=3))  # as `countin restore` does

    with pytest.raises(KeyIsClosed):
        house.come(at=NOW + timedelta(days=3))


def test_an_old_key_taken_out_of_the_ring_is_closed_and_one_put_back_in_use_is_not(house: House):
    before = (house.keys / "vault_private_key").read_text()
    house.turn()
    (house.keys / RETIRED / house.old).unlink()
    house.work("vault.pages", at=NOW)
    with pytest.raises(KeyIsClosed):
        house.come(at=NOW)

    (house.keys / "vault_private_key").write_text(before)
    house.work("vault.pages", at=NOW)
    house.come(at=NOW)

    assert house.opens() == "hers"


def test_whatever_is_kept_is_sealed_by_the_one_function_that_looks():
    product = Path(countin.__file__).parent
    calls = {
        str(path.relative_to(product))
        for path in product.rglob("*.py")
        if ".seal(" in path.read_text()
    }

    # Of the other two one is the sealer, and one seals a word and opens it again.
    assert calls == {
        "fans/retired_keys.py",
        "config/turning/following.py",
        "config/doctor/ground.py",
    }


@pytest.fixture
def still_open() -> Iterator[threading.Event]:
    event = threading.Event()
    yield event
    event.set()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_closing_waits_for_whoever_seals_and_sees_what_they_sealed(
    tmp_path: Path, settings, still_open: threading.Event
):
    house, sealed, closed = House(tmp_path, settings), threading.Event(), threading.Event()
    house.turn()

    def come() -> None:
        with transaction.atomic():
            house.come(at=NOW)
            sealed.set()
            still_open.wait(30)
        database.close()

    def close() -> None:
        close_if_quiet(house.old, now=NOW)
        closed.set()
        database.close()

    threads = [threading.Thread(target=come), threading.Thread(target=close)]
    threads[0].start()
    assert sealed.wait(30)
    threads[1].start()
    _wait_until_somebody_waits()
    before = (closed.is_set(), count_by_key()[house.old])
    still_open.set()
    for thread in threads:
        thread.join(30)

    assert before == (False, 0)
    assert count_by_key()[house.old] == 1
    with pytest.raises(KeyIsClosed):
        house.come(at=NOW)


def _wait_until_somebody_waits() -> None:
    with database.cursor() as cursor:
        for _try in range(3000):
            cursor.execute(
                "SELECT count(*), pg_sleep(0.01) FROM pg_locks "
                "WHERE locktype = 'advisory' AND NOT granted"
            )
            if cursor.fetchone()[0]:
                return
    raise AssertionError("Nobody waited for the lock.")

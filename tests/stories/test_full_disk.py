"""The disk of a database server fills in the middle of a night: PostgreSQL goes on to answer, and
refuses what needs room. (On SQLite the same disk holds everything: tests/faults/test_disk.py.)"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django import db

from countin.release_day.taking import CLAIM_FOR
from countin.release_day.unwritten import Rest
from tests.stories.night import Night

pytestmark = pytest.mark.postgres
FANS = 6
_NO_ROOM = """
CREATE FUNCTION there_is_no_room() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full';
END $$;
CREATE TRIGGER no_room BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION there_is_no_room();
"""


@contextmanager
def no_room_for(table: str) -> Iterator[None]:
    """The server answers a row of this table as it answers one for which its disk has no room."""
    with db.connection.cursor() as cursor:
        cursor.execute(_NO_ROOM.format(table=table))
    try:
        yield
    finally:
        with db.connection.cursor() as cursor:
            cursor.execute("DROP FUNCTION there_is_no_room CASCADE")


# What a refresh answered is written first; then what came of the save.
@pytest.mark.parametrize(
    ("table", "asked_meanwhile"), [("release_day_attempt", 0), ("presaves_transition", 2)]
)
def test_what_could_not_be_written_down_is_done_again_once_there_is_room(
    night: Night, table: str, asked_meanwhile: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("countin.release_day.keeping._LARGEST_BATCH", 2)
    # What this night makes the process remember is not for the nights of other tests.
    monkeypatch.setattr("countin.release_day.keeping.REST", Rest())
    fans = night.crowd(FANS)
    night.to_release()
    with no_room_for(table):
        with pytest.raises(db.OperationalError, match="No space left"):
            night.work_until_quiet()
        night.work()  # nobody else is asked for a while: that could not be written down either
    full = night.states(), len(night.holders())
    night.leap(CLAIM_FOR + timedelta(seconds=1))
    night.play()

    assert full == ({"promised": FANS}, asked_meanwhile)
    assert night.states() == {"saved": FANS}
    assert night.holders() == set(fans)
    assert night.complaints() == {}

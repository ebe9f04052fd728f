"""The journal: written once, brought back as often as you like, and only to the same rows."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from countin.config.journal.bringing_back import begin_bringing_back, bring_back
from countin.config.journal.writing import forget_old_lines, read_journal, write_notes
from countin.fans.models import Fan, Grant
from countin.presaves.models import PreSave
from countin.presaves.moving import move_presaves
from countin.presaves.states import Reason, State
from countin.presaves.withdrawing import withdraw_presave
from countin.privacy.erasing import erase_fan
from countin.workspaces.models import JournalNote
from tests.presaves.rows import NOW, make_campaign, make_connection, make_the_artist, promise, seal

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=5)


@pytest.fixture
def presaves() -> list[PreSave]:
    """Three fans, each with a promise and a permission."""
    artist = make_the_artist()
    campaign = make_campaign(artist)
    connections = [make_connection(artist, account=name) for name in ("ada", "ben", "cleo")]
    for connection in connections:
        seal(connection)
    return [promise(campaign, connection=connection) for connection in connections]


def restore(folder: Path, *, made_at: datetime = NOW) -> None:
    begin_bringing_back(folder, made_at=f"{made_at:%Y-%m-%dT%H:%M:%SZ}", now=LATER)


def note(what: str, *, row: int, made: datetime, at: datetime, folder: Path) -> None:
    """As an installation that is lost wrote it."""
    JournalNote.objects.all().delete()
    JournalNote.objects.create(what=what, row=row, row_made_at=made, happened_at=at)
    write_notes(folder)


def test_saves_withdrawals_and_erasures_stand_in_it_by_number_alone(tmp_path: Path, presaves):
    saved, withdrawn, erased = presaves
    fan = erased.connection.fan
    fan_number = fan.pk
    move_presaves([saved.pk], to=State.SAVED, reason=Reason.NONE, now=LATER)
    withdraw_presave(withdrawn, now=LATER)
    erase_fan(fan, now=LATER)

    written = write_notes(tmp_path)

    told = [(entry["what"], entry["row"]) for entry in read_journal(tmp_path)]
    assert told[:3] == [("saved", saved.pk), ("withdrawn", withdrawn.pk), ("erased", fan_number)]
    assert (written, JournalNote.objects.count()) == (len(told), 0)
    assert {key for entry in read_journal(tmp_path) for key in entry} == {
        "what",
        "row",
        "made",
        "at",
    }


def test_what_came_after_the_backup_is_brought_back_once(tmp_path: Path, presaves):
    saved, withdrawn, erased = presaves
    fan = erased.connection.fan
    for what, row, made in (
        ("saved", saved.pk, saved.promised_at),
        ("withdrawn", withdrawn.pk, withdrawn.promised_at),
        ("erased", fan.pk, fan.created_at),
    ):
        note(what, row=row, made=made, at=LATER, folder=tmp_path)
    restore(tmp_path)

    first = bring_back(tmp_path, now=LATER)
    again = bring_back(tmp_path, now=LATER)

    states = dict(PreSave.objects.values_list("pk", "state"))
    assert states == {saved.pk: "saved", withdrawn.pk: "withdrawn", erased.pk: "withdrawn"}
    assert (first, again) == ({"saved": 1, "withdrawn": 1, "erased": 1}, {})
    assert not Fan.objects.filter(pk=fan.pk).exists()
    assert not Grant.objects.live().exists()


def test_another_row_of_the_same_number_is_left_alone(tmp_path: Path, presaves):
    fan = presaves[0].connection.fan
    elsewhen = NOW - timedelta(seconds=1)
    note("erased", row=fan.pk, made=elsewhen, at=LATER, folder=tmp_path)
    note("saved", row=presaves[1].pk, made=elsewhen, at=LATER, folder=tmp_path)
    restore(tmp_path)

    assert bring_back(tmp_path, now=LATER) == {}
    assert Fan.objects.count() == 3


def test_who_came_again_before_the_backup_is_not_withdrawn_again(tmp_path: Path, presaves):
    hers = presaves[0]
    note("withdrawn", row=hers.pk, made=hers.promised_at, at=LATER, folder=tmp_path)
    PreSave.objects.filter(pk=hers.pk).update(changed_at=LATER + timedelta(minutes=5))
    restore(tmp_path, made_at=LATER + timedelta(minutes=10))

    assert bring_back(tmp_path, now=LATER) == {}


def test_lines_older_than_ninety_days_go(tmp_path: Path, presaves):
    hers = presaves[0]
    for days in (91, 89):
        at = NOW - timedelta(days=days)
        note("saved", row=hers.pk, made=hers.promised_at, at=at, folder=tmp_path)

    went = forget_old_lines(tmp_path, now=NOW)

    assert (went, len(list(read_journal(tmp_path)))) == (1, 1)

"""A migration must not keep a million fans waiting, and whoever updates reads of it."""

from pathlib import Path

import pytest
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

from countin.workspaces.migrating import AddIndexQuietly

_RELEASES = Path("docs/releases.md")
# No installation had rows when these were written.
_BEFORE_THE_FIRST_RELEASE = {
    "messaging.0003_reconnect",
    "release_day.0002_rehearsal",
    "presaves.0007_reason_ended",  # one more choice, likewise
    "presaves.0010_trial",
    "presaves.0012_not_let_in",  # one more choice, likewise
    "messaging.0011_not_let_in",
    "webhooks.0003_announcement_sent",  # one more choice, likewise
    "webhooks.0002_announced",  # one more choice, likewise
    "messaging.0006_cause_ended",
    "messaging.0008_course",  # two more choices, likewise
    "presaves.0004_canary",  # one more choice of Authorization.purpose: no database hears of it
}
_LOADER = MigrationLoader(None)
_LATER = sorted(
    (app, name)
    for (app, name), migration in _LOADER.disk_migrations.items()
    if type(migration).__module__.startswith("countin.") and not name.startswith("0001_")
)


def test_there_are_migrations_to_look_at():
    assert len(_LATER) > 5


@pytest.mark.parametrize(("app", "name"), _LATER)
def test_a_migration_is_named_in_the_notes_of_its_release(app: str, name: str):
    notes = _RELEASES.read_text()

    assert f"`{app}.{name}`" in notes or f"`{name}`" in notes, f"add {app}.{name} to {_RELEASES}"


@pytest.mark.parametrize(("app", "name"), _LATER)
def test_a_migration_does_not_lock_a_table_in_use(app: str, name: str):
    migration = _LOADER.disk_migrations[app, name]
    made_here = {
        operation.name_lower
        for operation in migration.operations
        if isinstance(operation, migrations.CreateModel)
    }
    if f"{app}.{name}" in _BEFORE_THE_FIRST_RELEASE:
        return

    found = [_trouble(one, made=made_here, atomic=migration.atomic) for one in migration.operations]

    assert [words for words in found if words] == []


def test_the_rule_finds_what_locks():
    field = migrations.AddField("presave", "note", _field(unique=True))

    assert _trouble(field, made=set(), atomic=True)
    assert not _trouble(field, made={"presave"}, atomic=True)
    assert _trouble(migrations.RunPython(lambda *_: None), made=set(), atomic=True)
    assert not _trouble(migrations.RunPython(lambda *_: None), made=set(), atomic=False)
    assert not _trouble(migrations.AddField("presave", "note", _field()), made=set(), atomic=True)


def _field(*, unique: bool = False) -> models.CharField:
    return models.CharField(max_length=10, default="", unique=unique)


def _trouble(operation: Operation, *, made: set[str], atomic: bool) -> str:
    """What is wrong, with the mend; an empty text where nothing is."""
    model = getattr(operation, "model_name_lower", "")
    if model in made:
        return ""
    match operation:
        case AddIndexQuietly():
            return "give this migration atomic = False" if atomic else ""
        case migrations.AddIndex():
            return f"{model}: use workspaces.migrating.AddIndexQuietly"
        case migrations.AddConstraint() | migrations.AlterField():
            return f"{model}: checks or copies every row; say here why that is quick enough"
        case migrations.AddField(field=field) if field.unique or getattr(field, "db_index", False):
            return f"{model}: add the column first, its index by AddIndexQuietly"
        case migrations.RunPython() | migrations.RunSQL() if atomic:
            return "go through the rows in batches, with atomic = False"
    return ""

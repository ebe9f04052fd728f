"""An index built while others write."""

import pytest
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader
from django.test.utils import CaptureQueriesContext

from countin.presaves.models import PreSave
from countin.workspaces.migrating import AddIndexQuietly


@pytest.mark.django_db(transaction=True)
def test_it_is_there_afterwards_and_gone_when_taken_back():
    adding = AddIndexQuietly("presave", models.Index(fields=["changed_at"], name="tried_quietly"))
    before = MigrationLoader(connection).project_state()
    after = before.clone()
    adding.state_forwards("presaves", after)

    with connection.schema_editor(atomic=False) as editor, CaptureQueriesContext(connection) as ran:
        adding.database_forwards("presaves", editor, before, after)
    there = "tried_quietly" in _indexes()
    with connection.schema_editor(atomic=False) as editor:
        adding.database_backwards("presaves", editor, after, before)

    assert there
    assert "tried_quietly" not in _indexes()
    said = " ".join(query["sql"] for query in ran.captured_queries)
    assert ("CONCURRENTLY" in said) == (connection.vendor == "postgresql")


def _indexes() -> set[str]:
    with connection.cursor() as cursor:
        return set(connection.introspection.get_constraints(cursor, PreSave._meta.db_table))

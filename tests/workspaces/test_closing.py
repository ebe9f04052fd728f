"""The audit log is closed in the database itself."""

import pytest
from django.db import DatabaseError, connection, transaction

from countin import clock
from countin.config.tables import make_tables
from countin.workspaces.auditing import write_audit
from countin.workspaces.defaults import default_workspace
from countin.workspaces.models import AuditEntry, Workspace

pytestmark = pytest.mark.django_db


@pytest.fixture
def workspace() -> Workspace:
    return default_workspace(now=clock.now())


@pytest.mark.parametrize("change", ["UPDATE {} SET who = 'nobody'", "DELETE FROM {}"])
def test_the_database_itself_keeps_the_log_closed(workspace: Workspace, change: str):
    """Whatever speaks with it: here, plain SQL behind the models' back."""
    write_audit(workspace, who="ada@example.org", what="campaign ended", now=clock.now())
    make_tables()
    table = AuditEntry._meta.db_table

    with (
        pytest.raises(DatabaseError, match="only ever added to"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change.format(table))

    assert AuditEntry.objects.get().who == "ada@example.org"
    write_audit(workspace, who="ada@example.org", what="campaign archived", now=clock.now())

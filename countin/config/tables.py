"""The tables: made where there are none yet, so that any command may be a newcomer's first."""

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from countin.insights.rolling.keeping import keep_tallies
from countin.workspaces.closing import close_audit_log


def make_tables() -> None:
    """Bring the database up to date; quiet unless it fails. One that is up to date costs a look:
    Django's own command takes seconds to find out."""
    if not are_made():
        call_command("migrate", interactive=False, verbosity=0)
    keep_tallies()
    close_audit_log()


def make_first_tables() -> None:
    """Make the tables of a database that is empty. One that is in use is left to
    `countin serve`, which is started anew with each version. Raises OperationalError."""
    if not connection.introspection.table_names():
        make_tables()


def are_made() -> bool:
    """Whether the database is up to date."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())

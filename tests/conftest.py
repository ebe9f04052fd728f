"""What every test starts with."""

import os
from collections.abc import Iterator

import hypothesis
import pytest
from django.conf import settings
from django.contrib.contenttypes.management import create_contenttypes
from django.db.models.signals import post_migrate

from countin.visits.buffer import VISITS
from tests.databases import DATABASE
from tests.journeys.tables import bring_tables_to_tests

# The same cases in every run, however slow the machine is just then: a change is not refused for
# what it did not do. Look further with COUNTIN_TEST_CASES=new make test ARGS=…
hypothesis.settings.register_profile("same", derandomize=True, deadline=None)
hypothesis.settings.load_profile(
    "default" if os.environ.get("COUNTIN_TEST_CASES") == "new" else "same"
)


# Here and not in tests.databases: among plugins the last one's fixtures count, and that is
# pytest-django.
@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    bring_tables_to_tests()


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """On SQLite the file is there already; on PostgreSQL it is made from a template."""
    return DATABASE == "sqlite"


@pytest.fixture(autouse=True, scope="session")
def no_permissions() -> None:
    """Django's own permissions are used nowhere: they need not be made anew behind every test that
    empties its tables."""
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
    post_migrate.disconnect(create_contenttypes)


@pytest.fixture(autouse=True, scope="session")
def pages_made_anew() -> None:
    """A page that a test asks for inside this process shows what is true now, not up to a second
    ago. Tests of what is made once turn it on again."""
    settings.RENDERS_ONCE = False


@pytest.fixture(autouse=True, scope="session")
def nobody_outside() -> None:
    """No test asks an open catalog or a page of the world outside, nor a company's server. Those
    of links and of company accounts turn it on again, with stand-ins."""
    settings.CATALOGS = ()
    settings.CHECKS_LINKS = False
    settings.COMPANY, settings.SOCIALACCOUNT_PROVIDERS = None, {}


@pytest.fixture(autouse=True)
def waiting_visits() -> Iterator[None]:
    """Visits of pages that a test asks for inside this process wait for `VISITS.flush()`: no
    other thread writes into the test's own transaction."""
    VISITS.starts_writer = False
    VISITS.take()
    yield
    VISITS.take()

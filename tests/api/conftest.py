"""A program at the door, with a token of each scope; services without keys."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from countin import clock
from countin.api.limits import _counters
from countin.workspaces.defaults import default_workspace
from countin.workspaces.letting_in import Scope, make_token
from countin.workspaces.models import Workspace
from tests.api.asking import Program


@pytest.fixture(autouse=True)
def nobody_asked_before():
    """What other tests asked counts for nothing."""
    _counters.cache_clear()


@pytest.fixture
def workspace(db) -> Workspace:
    return default_workspace(now=clock.now())


@pytest.fixture
def program(workspace: Workspace) -> Callable[..., Program]:
    """A program whose token has these scopes; all of them by itself."""

    def make(*scopes: Scope, of: Workspace = workspace) -> Program:
        token, text = make_token(
            of,
            name="a program",
            scopes=list(scopes or Scope),
            lasts=timedelta(days=1),
            now=clock.now(),
        )
        return Program(text, token=token)

    return make


@pytest.fixture
def asks(program: Callable[..., Program]) -> Program:
    """The program that may do everything."""
    return program()

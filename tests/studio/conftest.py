"""A workspace with an owner, a manager and an analyst, another beside it, and a way to press."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client, TestCase

from countin import clock
from countin.campaigns.models import Campaign
from countin.workspaces.defaults import default_workspace
from countin.workspaces.letting_in import Scope, make_token
from countin.workspaces.models import Organizer, Role, Workspace
from countin.workspaces.organizers import add_organizer, give_role
from tests.api.asking import Program
from tests.logged import unlogged

NEW = "/studio/w/default/new/check"


class Desk:
    """Somebody's browser in the studio, with CSRF tokens checked as in real life."""

    def __init__(self, organizer: Organizer | None = None) -> None:
        # As in COUNTIN_BASE_URL.
        self.client = Client(
            enforce_csrf_checks=True, raise_request_exception=False, HTTP_HOST="127.0.0.1:8000"
        )
        if organizer:
            self.client.force_login(
                organizer, backend="allauth.account.auth_backends.AuthenticationBackend"
            )

    def look(self, path: str, **query: str) -> Any:
        return self.client.get(path, query)

    def press(self, path: str, **fields: Any) -> Any:
        """As a form of ours sends it. Whatever it changes stands in the log."""
        if "studio_csrf" not in self.client.cookies:
            self.client.get("/studio/account/login/")
            self.client.get("/studio/account/")
        token = self.client.cookies["studio_csrf"].value
        sent = {**fields, "csrfmiddlewaretoken": token}
        with unlogged() as log, TestCase.captureOnCommitCallbacks(execute=True):
            answer = self.client.post(path, sent, headers={"origin": settings.BASE_URL})
        assert not log.tables, f"{path} changed {log.tables}, and the log tells nothing of it"
        return answer

    def make(self, **changes: Any) -> Campaign:
        """The second screen, by hand; the draft that comes of it."""
        answer = self.press(NEW, **{**typed(), **changes})
        assert answer.status_code == 302, answer.content.decode()
        return Campaign.objects.with_release().get(slug=answer["Location"].split("/")[3])


def typed(**changes: Any) -> dict[str, Any]:
    """What somebody types on the second screen."""
    day = (clock.now() + timedelta(days=40)).date().isoformat()
    given = {"artist": "The Held Notes", "title": "Midnight Single", "kind": "single", "date": day}
    return {**given, **changes}


def join(email: str, *, role: Role, workspace: Workspace) -> Organizer:
    organizer, _is_new = add_organizer(email, now=clock.now())
    give_role(organizer, workspace=workspace, role=role, now=clock.now())
    return organizer


@pytest.fixture(autouse=True)
def nobody_has_tried(settings: Any) -> None:
    """Failed sign-ins are counted in the memory of the process. Passwords are hashed in no time:
    half a second each is what Django takes in earnest."""
    cache.clear()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def workspace(db: None) -> Workspace:
    return default_workspace(now=clock.now())


@pytest.fixture
def owner(workspace: Workspace) -> Desk:
    return Desk(join("owner@example.org", role=Role.OWNER, workspace=workspace))


@pytest.fixture
def manager(workspace: Workspace) -> Desk:
    return Desk(join("manager@example.org", role=Role.MANAGER, workspace=workspace))


@pytest.fixture
def analyst(workspace: Workspace) -> Desk:
    return Desk(join("analyst@example.org", role=Role.ANALYST, workspace=workspace))


@pytest.fixture
def asks(workspace: Workspace) -> Program:
    """A program that may do everything here."""
    token, text = make_token(
        workspace, name="a program", scopes=list(Scope), lasts=timedelta(days=1), now=clock.now()
    )
    return Program(text, token=token)


@pytest.fixture
def stranger(db: None) -> Desk:
    """The owner of another workspace."""
    other = Workspace.objects.create(name="Others", slug="others", created_at=clock.now())
    return Desk(join("stranger@example.org", role=Role.OWNER, workspace=other))

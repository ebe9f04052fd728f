"""Every operation with every scope, with no token, and from another workspace. The operations are
those of the description: none can be forgotten."""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from countin import clock
from countin.api.limits import _counters
from countin.workspaces.letting_in import Scope
from countin.workspaces.models import ApiToken, Workspace
from tests.api.asking import Program, campaign_sent
from tests.api.standing import BODIES, everything, operations, stand_there

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]
# Asks services, which is more than reading.
ASKING = {"GET /lookups", "GET /campaigns/{slug}/targets/found"}
# Somebody's data, and what owners alone decide: neither for whoever reads numbers.
PERSONAL = re.compile(r"/fans|/contacts|/lists?\b")
OWNERS = re.compile(r" /(people|invitations|tokens|log)\b|/ground|PUT /workspace")


@pytest.fixture
def there(asks: Program) -> Mapping[str, Any]:
    return stand_there(asks)


def ask(program: Program, operation: str, *, there: Mapping[str, Any], **own: Any) -> int:
    """The status; what it changes is undone, so that each finds everything in its place."""
    _counters.cache_clear()
    method, path = operation.split(" ")
    filled = re.sub(
        r"(\w+)/\{(\w+)\}", lambda part: f"{part[1]}/{own.get(part[1], there[part[1]])}", path
    )
    with transaction.atomic():
        if path.startswith(("/artwork", "/listening", "/lists", "/recordings")):
            answer = program.send_files(filled)
        elif method in ("POST", "PUT"):
            answer = getattr(program, method.lower())(filled, BODIES.get(operation))
        else:
            query = {"given": "886448495581"} if path == "/lookups" else {}
            answer = getattr(program, method.lower())(filled, **query)
        transaction.set_rollback(True)
    return int(answer.status_code)


def test_every_operation_is_opened_by_one_scope_alone(
    program: Callable[..., Program], there: Mapping[str, Any]
):
    programs = {scope: program(scope) for scope in Scope}

    opened = {
        operation: [
            scope
            for scope, one in programs.items()
            if ask(one, operation, there=there) not in (401, 403)
        ]
        for operation in operations()
    }

    assert {operation for operation, scopes in opened.items() if len(scopes) != 1} == set()
    for operation, (scope,) in opened.items():
        if PERSONAL.search(operation):
            assert scope == Scope.FANS, operation
        elif OWNERS.search(operation):
            assert scope == Scope.OWNER, operation
        elif operation.startswith("GET") and operation not in ASKING:
            assert scope == Scope.READ, operation
        else:
            assert scope == Scope.WRITE, operation


def test_nobody_comes_in_without_a_token_that_is_open(
    program: Callable[..., Program], there: Mapping[str, Any]
):
    old, ended = program(), program()
    ApiToken.objects.filter(pk=old.token.pk).update(expires_at=clock.now() - timedelta(seconds=1))
    ApiToken.objects.filter(pk=ended.token.pk).update(revoked_at=clock.now())
    nobody = Program("countin_guess", token=old.token)

    answers = {
        ask(one, operation, there=there)
        for operation in operations()
        for one in (old, ended, nobody)
    }

    assert answers == {401}


def test_another_workspace_finds_and_changes_nothing(
    program: Callable[..., Program], there: Mapping[str, Any]
):
    """By its numbers and names, alone or under a campaign of their own."""
    now = clock.now()
    others = Workspace.objects.create(name="Others", slug="others", created_at=now)
    stranger = program(of=others)
    assert stranger.put("/campaigns/theirs", campaign_sent("theirs")).status_code == 200
    before = everything()

    statuses = {
        (operation, kind): ask(stranger, operation, there=there, **own)
        for operation in operations()
        for kind, own in (("foreign", {}), ("own", {"campaigns": "theirs"}))
        if "{" in operation and (kind == "foreign" or operation.count("{") > 1)
    }

    found = {key: status for key, status in statuses.items() if status != 404}
    # A slug or a handle that somebody has is refused like any taken one; a plan has the same
    # tasks everywhere.
    assert found == {
        ("PUT /campaigns/{slug}", "foreign"): 422,
        ("PUT /artists/{handle}", "foreign"): 422,
        ("PUT /campaigns/{slug}/plan/tasks/{task}", "own"): 200,
    }
    assert everything() == before


def test_the_lists_of_another_workspace_are_empty(
    program: Callable[..., Program], there: Mapping[str, Any]
):
    now = clock.now()
    others = Workspace.objects.create(name="Others", slug="others", created_at=now)
    stranger = program(of=others)
    lists = [one for one in operations() if one.startswith("GET") and "{" not in one]

    told = {one: stranger.get(one.split(" ")[1], given="886448495581").json() for one in lists}

    own = {"GET /tokens", "GET /log"}  # this very token, and that it read the log
    assert {one for one, page in told.items() if page.get("items") and one not in own} == set()
    assert [token["number"] for token in told["GET /tokens"]["items"]] == [stranger.token.pk]
    assert [entry["what"] for entry in told["GET /log"]["items"]] == ["log read"]


def test_a_key_of_one_token_is_nothing_to_another(
    program: Callable[..., Program], there: Mapping[str, Any]
):
    """Answers are kept by token: whoever guesses a key is told nothing, and a change is made."""
    mine, other = program(), program()
    wish = {"name": "sheet", "scopes": ["read"]}

    first = mine.post("/tokens", wish, Idempotency_Key="k")
    again = mine.post("/tokens", wish, Idempotency_Key="k")
    elsewhere = other.post("/tokens", wish, Idempotency_Key="k")

    assert first.json()["number"] == again.json()["number"] != elsewhere.json()["number"]
    assert first.json()["token"].startswith("countin_")
    # What is shown once lies nowhere, not even for a day.
    assert again.json()["token"] == ""


def test_a_token_makes_none_that_opens_more_or_lasts_longer(program: Callable[..., Program]):
    maker = program(Scope.OWNER)

    more = maker.post("/tokens", {"name": "more", "scopes": ["owner", "fans"]})
    made = maker.post("/tokens", {"name": "long", "scopes": ["owner"], "days": 366}).json()

    assert more.status_code == 422
    assert made["expires_at"] == maker.token.expires_at.isoformat()

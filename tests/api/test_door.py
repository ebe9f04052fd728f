"""Who is let in, how often, and what is said to everybody else."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client

from countin import clock
from countin.api.limits import Counted
from countin.api.urls import api
from countin.workspaces.letting_in import Scope, find_token, make_token, revoke_token
from countin.workspaces.models import ApiToken, Workspace

PROBLEM = "application/problem+json"
pytestmark = pytest.mark.sqlite


def ask(text: str, *, scheme: str = "Bearer"):
    return Client(headers={"Authorization": f"{scheme} {text}"}).get("/api/v1/campaigns")


def problem_of(response) -> dict[str, Any]:
    assert response["Content-Type"] == PROBLEM
    told: dict[str, Any] = json.loads(response.content)
    assert told["status"] == response.status_code
    return told


@pytest.fixture
def made(workspace: Workspace) -> tuple[ApiToken, str]:
    return make_token(
        workspace,
        name="label",
        scopes=[Scope.READ],
        lasts=timedelta(days=1),
        now=clock.now(),
    )


def test_a_token_lets_in_and_is_stored_as_a_hash(made: tuple[ApiToken, str]):
    token, text = made

    assert ask(text).status_code == 200
    assert text not in json.dumps(list(ApiToken.objects.values()), default=str)
    assert ApiToken.objects.get().used_on == clock.now().date()
    assert token.scopes == "read"


@pytest.mark.parametrize("sent", ["", "countin_guess", "countin_\u00e9", "x" * 5000])
def test_no_token_and_a_wrong_one_are_told_how_to_get_one(made, sent: str):
    response = ask(sent) if sent else Client().get("/api/v1/campaigns")

    assert response.status_code == 401
    assert response["WWW-Authenticate"] == "Bearer"
    assert "countin token add" in problem_of(response)["detail"]


def test_a_revoked_and_an_old_token_let_nobody_in(made: tuple[ApiToken, str]):
    token, text = made
    assert find_token(text, now=token.expires_at - timedelta(seconds=1)) is not None
    assert find_token(text, now=token.expires_at) is None

    assert revoke_token(token, now=clock.now())
    assert not revoke_token(token, now=clock.now())
    assert ask(text).status_code == 401


def test_a_token_opens_what_it_was_made_for_and_nothing_else(program):
    reader, writer = program(Scope.READ), program(Scope.WRITE)

    for refused in (
        reader.put("/campaigns/x", {}),
        reader.get("/campaigns/x/fans"),
        reader.post("/fans/erasures", {"email": "a@b.example"}),
        writer.get("/campaigns"),
        writer.get("/campaigns/x/fans"),
    ):
        assert refused.status_code == 403
        assert "--scope" in problem_of(refused)["detail"]


def test_the_description_needs_no_token_and_is_made_once(db):
    """Making it takes a third of a second, and anybody may ask."""
    first, again = (Client().get("/api/v1/openapi.json") for _each in range(2))

    assert first.status_code == 200
    assert first.json()["openapi"].startswith("3.1")
    assert again.content == first.content
    assert api.get_openapi_schema() is api.get_openapi_schema(path_params={})
    assert Client().post("/api/v1/openapi.json").status_code == 405


def test_every_answer_says_how_much_is_left(asks):
    first, second = asks.get("/campaigns"), asks.get("/campaigns/none")

    left = [int(each["RateLimit-Remaining"]) for each in (first, second)]
    assert left == [599, 598]
    assert first["RateLimit-Limit"] == "600"
    assert first["Cache-Control"] == "no-store"


def test_too_much_at_once_is_told_when_to_ask_again(asks, program):
    for _each in range(600):
        Counted(asks.token.pk)

    response = asks.get("/campaigns")

    assert response.status_code == 429
    assert 1 <= int(response["Retry-After"]) <= 60
    assert problem_of(response)["title"] == "Too Many Requests"
    assert program().get("/campaigns").status_code == 200  # counted by token


def test_what_is_nowhere_and_what_is_not_taken_are_problems_too(asks):
    nowhere, not_taken = asks.get("/nothing"), asks.post("/campaigns")

    assert (nowhere.status_code, not_taken.status_code) == (404, 405)
    assert "GET /api/v1/campaigns" in problem_of(nowhere)["detail"]
    assert not_taken["Allow"] == "GET"
    assert problem_of(not_taken)["title"] == "Method Not Allowed"


def test_more_than_a_page_of_text_is_refused(asks):
    response = asks.put("/campaigns/x", "x" * (64 * 1024 + 1))

    assert response.status_code == 413
    assert "64 KB" in problem_of(response)["detail"]


def test_without_a_database_it_says_so(asks, monkeypatch):
    def away(*_args, **_kwargs):
        raise DatabaseError("gone")

    monkeypatch.setattr("countin.api.door.find_token", away)

    response = asks.get("/campaigns")

    assert response.status_code == 503
    assert "countin doctor" in problem_of(response)["detail"]


def test_pages_know_nothing_of_tokens(asks):
    response = Client().get("/healthz")

    assert "RateLimit-Limit" not in response

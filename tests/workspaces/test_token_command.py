"""`countin token`: the text is shown once, and nobody can read it afterwards."""

import json

import pytest
from click.testing import CliRunner, Result

from countin import clock
from countin.workspaces.commands import add, list_tokens, revoke
from countin.workspaces.letting_in import find_token

pytestmark = pytest.mark.sqlite


def run(command, *words: str) -> Result:
    return CliRunner().invoke(command, words)


def test_a_token_is_printed_once_and_listed_without_its_text(db):
    made = run(add, "label sheet", "--scope", "read", "--scope", "fans", "--days", "30")

    text = made.stdout.strip()
    token = find_token(text, now=clock.now())
    assert token is not None
    assert token.scopes == "read fans"
    assert "not shown again" in made.stderr
    listed = run(list_tokens)
    assert "label sheet" in listed.stdout
    assert text not in run(list_tokens, "--json").stdout + listed.stdout


def test_a_revoked_token_is_said_to_be_so(db):
    told = json.loads(run(add, "sheet", "--json").stdout)

    assert run(revoke, str(told["number"])).stdout == "It lets nobody in any more.\n"
    assert run(revoke, str(told["number"])).stdout == "It was revoked already.\n"
    assert find_token(told["token"], now=clock.now()) is None
    assert json.loads(run(list_tokens, "--json").stdout)["tokens"][0]["state"] == "revoked"


def test_what_is_not_there_is_told_with_the_next_step(db):
    assert "countin token list" in run(revoke, "7").output
    assert "countin token add" in run(list_tokens).output
    assert run(add, "x" * 101).exit_code == 1

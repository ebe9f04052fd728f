"""`countin webhook`, and the same by the API."""

import json

import pytest
from click.testing import CliRunner, Result

from countin.webhooks.commands import COMMANDS
from countin.webhooks.models import Delivery, Endpoint

pytestmark = pytest.mark.sqlite
BY_NAME = {command.name: command for command in COMMANDS}


def run(name: str, *words: str) -> Result:
    return CliRunner().invoke(BY_NAME[name], words)


def test_an_endpoint_is_added_tried_and_removed(db):
    made = run("add", "http://127.0.0.1:9/hook", "--event", "presave.saved")
    number = str(Endpoint.objects.get().pk)

    assert made.stdout.startswith("whsec_")
    assert "webhook test" in made.stderr
    assert "countin webhook deliveries" in run("test", number).stdout
    assert "waiting" in run("deliveries", number).stdout
    assert run("remove", number).stdout == "It is told nothing more.\n"
    assert "failed" in run("deliveries", number).stdout
    assert "Add it anew" in run("test", number).output
    assert "Add it anew" in run("replay", str(Delivery.objects.get().pk)).output
    assert json.loads(run("list", "--json").stdout)["webhooks"][0]["state"] == "ended"


def test_what_can_not_be_is_told_with_the_next_step(db):
    assert "https://" in run("add", "http://10.0.0.7/").output
    assert "countin webhook list" in run("deliveries", "7").output
    assert "countin webhook deliveries" in run("replay", "7").output
    assert "countin webhook add" in run("list").output

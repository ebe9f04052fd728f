"""Webhooks added, read, sent again and ended by a program."""

import json

from django.conf import settings

from countin import clock
from countin.fans.models import RetiredKey
from countin.fans.resealing import key_id_of
from countin.fans.retired_keys import close_if_quiet
from countin.vault.contexts import Context
from countin.workspaces.models import Workspace

URL = "http://127.0.0.1:9/hook"


def test_a_webhook_lives_by_the_api(asks, workspace):
    made = asks.post("/webhooks", {"url": URL, "events": ["wave.done"]})

    assert made.status_code == 201
    assert made.json()["secret"].startswith("whsec_")
    [listed] = asks.get("/webhooks").json()["items"]
    assert (listed["events"], "secret" in listed) == (["wave.done"], False)
    number = listed["number"]
    assert asks.get(f"/webhooks/{number}/deliveries").json() == {"items": [], "next": None}
    assert asks.delete(f"/webhooks/{number}").json()["state"] == "ended"


def test_a_bad_address_is_told_what_to_give(asks, workspace):
    refused = asks.post("/webhooks", {"url": "http://10.0.0.7/"})

    assert refused.status_code == 422
    assert "https://" in json.loads(refused.content)["detail"]


def test_where_the_key_that_seals_is_gone_no_webhook_is_made(asks, workspace):
    anybody = Context(kind="webhook", provider="", owner="1")
    key = key_id_of(settings.SEALER.seal("…", context=anybody))
    close_if_quiet(key, now=clock.now())

    refused = asks.post("/webhooks", {"url": URL})

    assert refused.status_code == 503
    assert f"key {key} is retired for good" in json.loads(refused.content)["detail"]
    assert asks.get("/webhooks").json() == {"items": []}
    assert RetiredKey.objects.get().seen_at is not None


def test_another_workspace_sees_none_of_it(asks, program, workspace):
    number = asks.post("/webhooks", {"url": URL}).json()["number"]
    elsewhere = Workspace.objects.create(name="Other", slug="other", created_at=clock.now())
    stranger = program(of=elsewhere)

    assert stranger.get("/webhooks").json() == {"items": []}
    for answer in (
        stranger.get(f"/webhooks/{number}/deliveries"),
        stranger.delete(f"/webhooks/{number}"),
        stranger.post(f"/webhooks/{number}/deliveries/1/replay"),
    ):
        assert answer.status_code == 404

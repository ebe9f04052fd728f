"""Tokens, webhooks and the plan, as an owner keeps them in the studio."""

import re

import pytest

from countin import clock
from countin.campaigns.models import PlanNote
from countin.webhooks.models import Delivery, Endpoint
from countin.workspaces.letting_in import find_token
from countin.workspaces.models import ApiToken, AuditEntry
from tests.insights.rows import make_campaign
from tests.studio.conftest import Desk

pytestmark = pytest.mark.django_db
_HERE = "/studio/w/default/programs"


def test_a_token_is_shown_once_lets_in_and_is_ended(owner: Desk):

    asked = {"token-name": "sheet", "token-scopes": ["read", "fans"], "token-days": "30"}
    page = owner.press(f"{_HERE}/tokens/add", **asked).content.decode()
    text = re.search(r'value="(countin_[^"]+)"', page)
    assert text
    token = ApiToken.objects.get()
    lets_in = find_token(text[1], now=clock.now())

    owner.press(f"{_HERE}/tokens/end", token=token.pk)

    assert lets_in == token
    assert token.scopes == "read fans"
    assert find_token(text[1], now=clock.now()) is None
    assert text[1] not in owner.look(_HERE).content.decode()
    noted = AuditEntry.objects.order_by("pk").values_list("what", flat=True)
    assert list(noted) == ["token made", "token revoked"]


def test_a_webhook_is_added_tried_sent_again_and_ended(owner: Desk, stranger: Desk):
    asked = {"hook-url": "https://hooks.example/in", "hook-events": ["wave.done"]}
    page = owner.press(f"{_HERE}/webhooks/add", **asked).content.decode()
    hook = Endpoint.objects.get()
    theirs = "/studio/w/others/programs"
    stranger.press(f"{theirs}/webhooks/change", webhook=hook.pk, press="end")
    owner.press(f"{_HERE}/webhooks/change", webhook=hook.pk, press="test")
    delivery = Delivery.objects.get()
    Delivery.objects.update(failed_at=delivery.made_at, because="no answer")
    log = owner.look(f"{_HERE}/deliveries", webhook=str(hook.pk)).content.decode()
    stranger.press(f"{theirs}/deliveries/replay", delivery=delivery.pk)
    not_theirs = Delivery.objects.get().failed_at

    owner.press(f"{_HERE}/deliveries/replay", delivery=delivery.pk)
    again = Delivery.objects.get().failed_at
    owner.press(f"{_HERE}/webhooks/change", webhook=hook.pk, press="end")

    assert "whsec_" in page
    assert hook.kinds == "wave.done"
    assert "webhook.test" in log
    assert "no answer" in log
    assert not_theirs is not None
    assert again is None
    assert Endpoint.objects.get().sealed is None


def test_an_address_that_leads_nowhere_public_is_refused(owner: Desk):
    asked = {"hook-url": "http://10.0.0.1/", "hook-events": ["wave.done"]}

    answer = owner.press(f"{_HERE}/webhooks/add", **asked)

    assert answer.status_code == 422
    assert "begins with https://" in answer.content.decode()
    assert not Endpoint.objects.exists()


def test_a_task_of_the_plan_is_given_to_somebody_and_done(manager: Desk, analyst: Desk):
    campaign = make_campaign()
    there = f"/studio/c/{campaign.slug}"
    page = manager.look(f"{there}/plan").content.decode()
    task = re.search(r'name="task" value="([^"]+)"', page)
    assert task

    manager.press(f"{there}/plan/change", task=task[1], owner="Mia", note="ask first")
    manager.press(f"{there}/plan/change", task=task[1], press="done")
    refused = manager.press(f"{there}/plan/change", task="no-such-task", press="done")

    note = PlanNote.objects.get()
    shown = analyst.look(f"{there}/plan").content.decode()
    assert (note.owner, note.note, note.done_at is not None) == ("Mia", "ask first", True)
    assert "Mia" in shown
    assert "ask first" in shown
    assert refused.status_code == 302
    assert 'name="press"' not in shown


def test_the_calendars_address_is_shown_once_and_taken_back(manager: Desk):
    campaign = make_campaign()
    there = f"/studio/c/{campaign.slug}/plan"
    page = manager.press(f"{there}/feed", press="open").content.decode()
    address = re.search(r'value="http://127.0.0.1:8000(/c/[^"]+\.ics)"', page)
    assert address

    before = manager.look(address[1])
    manager.press(f"{there}/feed", press="close")

    assert b"BEGIN:VCALENDAR" in before.content
    assert manager.look(address[1]).status_code == 404
    assert b"BEGIN:VCALENDAR" in manager.look(f"{there}.ics").content

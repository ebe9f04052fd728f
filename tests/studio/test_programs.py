"""Tokens, webhooks and the plan, as an owner keeps them in the studio."""

import re
from datetime import date, timedelta

import pytest

from countin import clock
from countin.campaigns.models import PlanNote, PlanTemplate, Release
from countin.campaigns.planned.reading import read_plan
from countin.planning.sources import SOURCES
from countin.planning.timeline import Standing
from countin.webhooks.models import Delivery, Endpoint
from countin.workspaces.letting_in import find_token
from countin.workspaces.models import ApiToken, AuditEntry
from tests.insights.rows import make_campaign, make_presave
from tests.studio.conftest import Desk

pytestmark = pytest.mark.django_db
_HERE = "/studio/w/default/programs"
DAY = date(2026, 10, 1)


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


def test_the_plan_tells_the_hours_of_the_countries_where_fans_are(analyst: Desk):
    campaign, eve = make_campaign(), clock.now().date() + timedelta(days=59)
    Release.objects.update(release_date=eve + timedelta(days=1))
    for market, how_many in (("NZ", 5), ("DE", 6), ("US", 4), ("", 7)):
        for _one in range(how_many):
            make_presave(campaign, market=market)
    there = f"/studio/c/{campaign.slug}/plan"

    shown = analyst.look(there).content.decode()
    asked = analyst.look(f"{there}?countries=us,pt").content.decode()
    wrong = analyst.look(f"{there}?countries=XX").content.decode()

    assert re.findall(r"<strong>([A-Z]{2})</strong>", shown) == ["NZ", "DE"]
    assert "NZ (its first zone) is the first of your countries to have midnight" in shown
    assert f"by your clocks on {eve:%A}, {eve.day} {eve:%B} at 1" in shown
    assert re.findall(r"<strong>([A-Z]{2})</strong>", asked) == ["PT", "US"]
    assert "Give two letters" in wrong


def test_what_is_out_at_one_moment_has_no_midnights(analyst: Desk):
    campaign = make_campaign(release_at=clock.now() + timedelta(days=60))

    shown = analyst.look(f"/studio/c/{campaign.slug}/plan?countries=NZ").content.decode()

    assert "It comes out everywhere at one moment" in shown
    assert "The first country has midnight" not in shown
    assert "In other countries" not in shown


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


def test_a_plan_is_made_ones_own_and_kept_for_the_next_release(manager: Desk):
    campaign = make_campaign()
    there = f"/studio/c/{campaign.slug}/plan"
    advice = next(row for row in read_plan(campaign, today=DAY).entries if not row.task.is_hard)
    earlier = (advice.due_date - timedelta(days=3)).isoformat()

    manager.press(f"{there}/change", press="keep", task=advice.task.name, day=earlier)
    manager.press(f"{there}/change", press="add", title="Call the label", day=earlier)
    manager.press(f"{there}/change", press="drop", task="last-week")
    manager.press(f"{there}/change", press="template")

    rows = {row.task.name: row for row in read_plan(campaign, today=DAY).entries}
    shown = manager.look(there).content.decode()
    kept = PlanTemplate.objects.get(artist=campaign.release.artist)
    assert rows[advice.task.name].due_date.isoformat() == earlier
    assert "Call the label" in shown
    assert kept.contents["own"][0]["title"] == "Call the label"
    assert rows["last-week"].standing == Standing.DROPPED
    assert kept.contents["moved"] == {advice.task.name: advice.task.due - 3}


def test_a_deadline_of_others_is_not_moved_and_the_page_says_who_set_it(manager: Desk):
    campaign = make_campaign()
    hard = next(row for row in read_plan(campaign, today=DAY).entries if row.task.is_hard)
    earlier = (hard.due_date - timedelta(days=3)).isoformat()

    manager.press(
        f"/studio/c/{campaign.slug}/plan/change", press="keep", task=hard.task.name, day=earlier
    )

    rows = {row.task.name: row for row in read_plan(campaign, today=DAY).entries}
    shown = manager.look(f"/studio/c/{campaign.slug}/plan").content.decode()
    assert rows[hard.task.name].due_date == hard.due_date
    assert SOURCES[hard.task.sources[0]].address in shown

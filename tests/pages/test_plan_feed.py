"""`/c/KEY.ics`: the plan, for whoever has its private address."""

import pytest
import vobject

from countin import clock
from countin.campaigns.models import Release
from countin.campaigns.planned.changing import begin_plan, give_owner
from countin.campaigns.planned.feeds import close_feed, open_feed
from tests.pages.door import Door


@pytest.fixture
def plan(door: Door):
    return begin_plan(door.campaign, now=clock.now())


def test_whoever_has_the_address_reads_the_tasks_and_no_names(plan, browser):
    give_owner(plan, task="announce", owner="Ines Example", now=clock.now())
    key = open_feed(plan, now=clock.now())

    answer = browser.look(f"/c/{key}.ics")

    text = answer.content.decode()
    summaries = [event.summary.value for event in vobject.readOne(text).vevent_list]
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert "Page public, release announced, first mail (Midnight Windows)" in summaries
    assert "Ines" not in text
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"


def test_it_follows_the_campaign(plan, door, browser):
    key = open_feed(plan, now=clock.now())
    before = vobject.readOne(browser.look(f"/c/{key}.ics").content.decode()).vevent_list[0]
    Release.objects.update(release_date=door.campaign.release.release_date.replace(year=2031))

    after = vobject.readOne(browser.look(f"/c/{key}.ics").content.decode()).vevent_list[0]

    assert after.uid.value == before.uid.value
    assert (before.dtstart.value.year, after.dtstart.value.year) != (2031, 2030)
    assert after.dtstart.value > before.dtstart.value


def test_an_address_that_was_taken_back_is_unknown_like_any_other(plan, browser):
    key = open_feed(plan, now=clock.now())
    open_before = browser.look(f"/c/{key}.ics").status_code
    close_feed(plan)

    assert open_before == 200
    assert browser.look(f"/c/{key}.ics").status_code == 404
    assert browser.look(f"/c/{'x' * 43}.ics").status_code == 404
    assert browser.look("/c/None.ics").status_code == 404


def test_search_engines_are_told_to_keep_out(browser, door):
    assert "Disallow: /c/" in browser.look("/robots.txt").content.decode()

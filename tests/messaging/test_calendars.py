from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from icalendar import Calendar

from countin.campaigns.models import Campaign, Timing
from countin.messaging.calendars import (
    calendar_text,
    google_address,
    is_known_to_calendars,
    outlook_address,
    webcal_address,
)
from tests.messaging.conftest import ASKED_AT

# What is written and told is the same whatever the database.
pytestmark = pytest.mark.once

PAGE = "https://presave.example/midnight-single"
INSTANT = datetime(2026, 11, 27, 5, tzinfo=UTC)


@pytest.fixture
def global_campaign(campaign):
    campaign.release.timing = Timing.GLOBAL
    campaign.release.release_at = INSTANT
    return campaign


def read_event(campaign):
    calendar = Calendar.from_ical(calendar_text(campaign, page_address=PAGE, now=ASKED_AT))
    return calendar.walk("VEVENT")[0]


def test_a_local_release_floats_at_midnight_of_every_clock(campaign):
    event = read_event(campaign)

    assert event["dtstart"].dt == datetime(2026, 11, 27)  # noqa: DTZ001  # floating is the point
    assert "TZID" not in event["dtstart"].params


def test_a_global_release_is_one_instant(global_campaign):
    assert read_event(global_campaign)["dtstart"].dt == INSTANT


def test_the_alarm_of_a_midnight_release_lets_people_sleep(campaign):
    alarm = read_event(campaign).walk("VALARM")[0]

    assert alarm["trigger"].dt == timedelta(hours=9)


def test_the_entry_is_the_same_one_when_read_again(campaign):
    uids = {read_event(campaign)["uid"] for _ in range(2)}

    assert uids == {f"release-{campaign.pk}@presave.example"}


def test_the_entry_names_release_and_page(campaign):
    event = read_event(campaign)

    assert event["summary"] == "Out: “Midnight Single” by The Held Notes"
    assert event["url"] == PAGE


def test_a_title_full_of_calendar_syntax_stays_a_title(campaign):
    campaign.release.title = "A;B,C\\D\nBEGIN:VEVENT"

    event = read_event(campaign)

    assert event["summary"] == "Out: “A;B,C\\D BEGIN:VEVENT” by The Held Notes"


def test_google_reads_local_midnight_without_a_zone(campaign):
    query = parse_qs(urlsplit(google_address(campaign, page_address=PAGE)).query)

    assert query["dates"] == ["20261127T000000/20261127T003000"]


def test_google_reads_an_instant_in_utc(global_campaign):
    query = parse_qs(urlsplit(google_address(global_campaign, page_address=PAGE)).query)

    assert query["dates"] == ["20261127T050000Z/20261127T053000Z"]


def test_outlook_reads_an_instant_in_utc(global_campaign):
    query = parse_qs(urlsplit(outlook_address(global_campaign, page_address=PAGE)).query)

    assert query["startdt"] == ["2026-11-27T05:00:00Z"]


def test_calendars_subscribe_by_their_own_scheme():
    assert webcal_address("https://a.example/x.ics") == "webcal://a.example/x.ics"


def change(campaign, *, after, **fields):
    """As applying a changed campaign file does; the campaign as it is read after that."""
    Campaign.objects.filter(pk=campaign.pk).update(**fields)
    rows = Campaign.objects.filter(pk=campaign.pk)
    rows.note_change(ASKED_AT + after)
    return Campaign.objects.with_release().get(pk=campaign.pk)


def test_a_moved_day_moves_the_entry_that_is_there(campaign):
    before = read_event(campaign)
    campaign.release.release_date += timedelta(days=7)
    campaign.release.save()

    after = read_event(change(campaign, after=timedelta(hours=1)))

    assert after["uid"] == before["uid"]
    assert after["dtstart"].dt - before["dtstart"].dt == timedelta(days=7)
    assert after["sequence"] > before["sequence"]
    assert after["last-modified"].dt == ASKED_AT + timedelta(hours=1)


def test_every_later_change_raises_the_sequence(campaign):
    spans = (timedelta(seconds=1), timedelta(minutes=1), timedelta(days=400))

    numbers = [read_event(change(campaign, after=span))["sequence"] for span in spans]

    assert numbers == sorted(set(numbers))
    assert numbers[-1] < 2**31


def test_a_campaign_that_was_taken_back_cancels_the_entry(campaign):
    before = read_event(campaign)

    after = read_event(change(campaign, after=timedelta(hours=1), published_at=None))

    assert (before["status"], after["status"]) == ("CONFIRMED", "CANCELLED")
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]


def test_a_draft_that_nobody_saw_is_no_calendars_business(campaign, fan, ask):
    draft = change(campaign, after=timedelta(hours=1), published_at=None)
    before = is_known_to_calendars(draft)
    change(campaign, after=timedelta(hours=2), published_at=ASKED_AT)

    ask(fan)
    taken_back = change(campaign, after=timedelta(hours=3), published_at=None)

    assert (before, is_known_to_calendars(taken_back)) == (False, True)

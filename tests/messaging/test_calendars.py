from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from icalendar import Calendar

from countin.campaigns.models import Timing
from countin.messaging.calendars import (
    calendar_text,
    google_address,
    outlook_address,
    webcal_address,
)
from tests.messaging.conftest import ASKED_AT

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

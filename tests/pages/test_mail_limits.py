"""Strangers' addresses: a network, and all of them together, can have so many written to."""

from collections.abc import Iterator

import pytest

from countin.config.environment import read_values
from countin.config.limits import read_limits
from countin.messaging.confirmations import ASKED
from countin.messaging.models import Mail
from countin.pages import limits
from countin.workspaces.models import Alarm
from tests.pages.door import SLUG, Browser, page_of

PAGE = f"/{SLUG}/reminder/spotify"


@pytest.fixture(autouse=True)
def fresh_counters() -> Iterator[None]:
    limits._counters.cache_clear()
    yield
    limits._counters.cache_clear()


def allow(settings, **texts: str) -> None:
    settings.MAIL_IS_SET = True
    settings.LIMITS = read_limits(read_values({"COUNTIN_CONFIG": "none.toml", **texts}))


def give(address: str, *, network: str = "93.184.216.7"):
    """A browser that nobody knows yet asks for a reminder by mail."""
    browser = Browser()
    browser.client.defaults["REMOTE_ADDR"] = network
    browser.press(f"/{SLUG}/remind/spotify", campaign=SLUG)
    return browser.press(PAGE, address=address)


def test_one_mailbox_under_many_addresses_is_asked_once(door, settings):
    allow(settings)

    for number in range(30):
        give(f"Vic.tim+{number}@gmail.com")
    give("victim@googlemail.com")

    assert Mail.objects.exclude(because=ASKED).count() == 1


def test_a_network_that_types_in_addresses_has_to_wait_and_no_other(door, settings):
    allow(settings, COUNTIN_LIMIT_MAILS="3/hour")

    answers = [give(f"fan{number}@example.org") for number in range(5)]
    other = give("ada@example.org", network="198.35.26.1")

    assert [answer.status_code for answer in answers] == [303] * 3 + [429] * 2
    assert other.status_code == 303
    assert "Nothing is lost" in page_of(answers[-1])
    assert Mail.objects.count() == 4


def test_a_list_counts_like_a_reminder(door, settings):
    allow(settings, COUNTIN_LIMIT_MAILS="1/hour")
    artist = door.campaign.release.artist
    give("fan@example.org")
    browser = Browser()
    browser.client.defaults["REMOTE_ADDR"] = "93.184.216.8"

    asked = browser.press(f"/@{artist.handle}/list", address="ada@example.org")
    left = browser.press(f"/@{artist.handle}/list", leave="yes")

    assert (asked.status_code, left.status_code) == (429, 303)


def test_at_the_ceiling_nobody_new_is_written_to_and_the_operator_hears_of_it(door, settings):
    allow(settings, COUNTIN_LIMIT_ALL_MAILS="3/hour")

    answers = [
        give(f"fan{number}@example.org", network=f"93.184.{number}.7") for number in range(5)
    ]

    assert [answer.status_code for answer in answers] == [303] * 3 + [429] * 2
    assert 0 < int(answers[-1]["Retry-After"]) <= 3600
    assert Mail.objects.count() == 3
    alarm = Alarm.objects.get(cleared_at__isnull=True)
    assert alarm.kind == "mails_at_ceiling"
    assert "COUNTIN_LIMIT_ALL_MAILS" in alarm.words


def test_once_there_is_room_again_fans_are_written_to_and_the_alarm_goes(door, settings):
    allow(settings, COUNTIN_LIMIT_ALL_MAILS="1/hour")
    give("fan@example.org")
    give("late@example.org")
    Mail.objects.all().delete()

    answer = give("ada@example.org")

    assert answer.status_code == 303
    assert Alarm.objects.filter(cleared_at__isnull=True).count() == 0


def test_at_the_ceiling_everything_but_mail_goes_on(door, settings):
    allow(settings, COUNTIN_LIMIT_ALL_MAILS="1/hour")
    give("fan@example.org")

    assert Browser().connect("ada").status_code == 303
    assert Browser().press(f"/{SLUG}/remind/spotify", campaign=SLUG).status_code == 303

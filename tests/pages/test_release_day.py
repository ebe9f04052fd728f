"""The smart link and the receipts, for somebody we may know."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from countin import clock
from countin.campaigns.watching import watch_market
from countin.fans.grants import shred_grants
from countin.fans.models import Connection, Fan, Grant
from countin.presaves.models import PreSave
from countin.presaves.moving import move_presaves
from countin.presaves.states import Reason, State
from countin.release_day.models import Attempt, AttemptKind
from tests.pages.door import SLUG, Browser, buttons_of, page_of

SAVED_AT = datetime(2026, 12, 17, 23, 4, tzinfo=UTC)


@pytest.fixture
def promised(door, browser: Browser) -> Browser:
    browser.connect("ada", time_zone="Europe/Berlin")
    return browser


def end(state: State, *, reason: Reason = Reason.NONE, at: datetime | None = None) -> PreSave:
    presave = PreSave.objects.get()
    move_presaves([presave.pk], to=state, reason=reason, now=at or clock.now())
    presave.refresh_from_db()
    return presave


def links_of(answer: Any) -> list[str]:
    """Where the page's openings lead, in order."""
    return re.findall(rf'href="/{SLUG}/open/(\w+)', answer.content.decode())


def test_the_receipt_says_when_it_was_saved_and_that_the_key_was_deleted(promised):
    end(State.SAVED, at=SAVED_AT)
    shred_grants([Connection.objects.get().pk], now=SAVED_AT)

    text = page_of(promised.look(promised.own_page()))

    assert (
        "Saved to your Spotify library on Friday, December 18, 2026 , at 12:04 AM your time."
        in text.replace("\u00a0", " ")
    )
    assert "Your key was deleted at 12:04 AM ." in text


def test_without_a_known_zone_the_receipt_says_which_clock_it_reads(promised):
    Fan.objects.update(time_zone="")
    end(State.SAVED, at=SAVED_AT)

    text = page_of(promised.look(promised.own_page())).replace("\u00a0", " ")

    assert "(UTC)" in text
    assert "your time" not in text


def test_a_key_that_is_kept_is_not_said_to_be_deleted(promised):
    end(State.SAVED, at=SAVED_AT)

    text = page_of(promised.look(promised.own_page()))

    assert "Your key is still kept, sealed: something else of yours needs it." in text
    assert "Your key was deleted" not in text


def test_a_receipt_opens_the_release(promised, door):
    end(State.SAVED)
    door.release_everywhere()

    answer = promised.look(promised.own_page())

    assert links_of(answer) == ["spotify"]
    assert "Open in Spotify" in page_of(answer)


def test_it_opens_from_the_first_second_in_the_fans_own_market(promised, door, set_clock):
    release = door.campaign.release
    presave = PreSave.objects.get()
    sighting = watch_market(release, provider="spotify", market=presave.market, now=clock.now())
    sighting.seen_at, sighting.link = presave.due_at(), "https://open.spotify.com/album/x"
    sighting.save()
    set_clock(presave.due_at() - timedelta(seconds=30))
    before = links_of(promised.look(f"/{SLUG}/thanks"))

    set_clock(presave.due_at() + timedelta(seconds=1))
    after = links_of(promised.look(f"/{SLUG}/thanks"))

    assert (before, after) == ([], ["spotify"])


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (State.FAILED, Reason.NOT_RELEASED),
        (State.FAILED, Reason.NO_SUBSCRIPTION),
    ],
)
def test_what_could_not_be_saved_is_one_tap_away(promised, door, state, reason):
    end(state, reason=reason)
    door.release_everywhere()

    own, smart = promised.look(promised.own_page()), promised.look(f"/{SLUG}")

    assert links_of(own) == ["spotify"]
    assert "It could not be saved for you" in page_of(smart)
    assert links_of(smart)[0] == "spotify"


def test_whoever_is_needed_can_reconnect_beside_it(promised, door):
    end(State.NEEDS_FAN, reason=Reason.GRANT_DEAD)
    door.release_everywhere()

    own, smart = promised.look(promised.own_page()), promised.look(f"/{SLUG}")

    assert "Save it to Spotify now" in buttons_of(own)
    assert "Save it to Spotify now" in buttons_of(smart)
    assert links_of(own) == ["spotify"]
    assert links_of(smart)[0] == "spotify"


def test_the_smart_link_puts_the_fans_own_service_first(door, browser):
    browser.press(f"/{SLUG}/remind/apple_music", campaign=SLUG)
    door.release_everywhere()

    mine, anybody = browser.look(f"/{SLUG}"), Browser().look(f"/{SLUG}")

    assert links_of(mine) == ["apple_music", "spotify"]
    assert links_of(anybody) == ["spotify", "apple_music"]


def test_the_service_pressed_last_is_remembered_without_anybody(door, browser):
    door.release_everywhere()

    browser.look(f"/{SLUG}/open/apple_music")

    assert browser.client.cookies["service"].value == "apple_music"
    assert links_of(browser.look(f"/{SLUG}")) == ["apple_music", "spotify"]
    assert Fan.objects.count() == 0


def test_a_service_that_is_none_of_ours_is_not_remembered(door, browser):
    door.release_everywhere()
    browser.client.cookies["service"] = "nonsense"

    assert links_of(browser.look(f"/{SLUG}")) == ["spotify", "apple_music"]


def add_early(presave: PreSave) -> None:
    """Apple said yes to the early add."""
    Attempt.objects.create(
        presave=presave,
        provider=presave.provider,
        kind=AttemptKind.EARLY_ADD,
        claim_number=1,
        started_at=clock.now(),
        finished_at=clock.now(),
        outcome="accepted",
    )


def test_what_was_added_early_and_withdrawn_is_told_the_truth(promised):
    presave = PreSave.objects.get()
    add_early(presave)

    answer = promised.press(f"{promised.own_page()}/withdraw", promise=str(presave.pk))
    text = page_of(promised.client.get(answer["Location"]))

    assert "The service had taken it early already" in text
    assert "lets nobody take that back" in text
    assert "find it in the library there and delete it" in text
    assert "Nothing will be saved" not in text
    assert Grant.objects.live().count() == 0


def test_what_was_added_early_and_stands_is_not_counted_as_saved(promised):
    add_early(PreSave.objects.get())

    text = page_of(promised.look(promised.own_page()))

    assert "That proves nothing yet: we look again on release day." in text

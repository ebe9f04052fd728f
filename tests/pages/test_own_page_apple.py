"""The same from a fan's own page where the service asks inside ours and names nobody."""

import json

import pytest

from countin import clock
from countin.fans.models import Connection, Fan, Grant
from countin.presaves.models import PreSave, StandingConsent
from countin.presaves.moving import move_presaves
from countin.presaves.states import Reason, State
from tests.pages.door import SLUG, Browser, buttons_of, fields_of, page_of
from tests.pages.door import Door as FrontDoor


def promise(door: FrontDoor, browser: Browser) -> None:
    browser.press("/connect/apple_music", campaign=SLUG)
    hand_over(door, browser)


def hand_over(door: FrontDoor, browser: Browser) -> str:
    """Agree in Apple's window; gives the address that the script goes to."""
    token = door.music_user_token(browser, fan="ada")
    state = browser.client.cookies["countin_state"].value
    told = browser.hand_over(state=state, token=token)
    assert told.status_code == 200
    return str(json.loads(told.content)["next"])


@pytest.fixture
def promised(door, browser: Browser) -> Browser:
    promise(door, browser)
    return browser


def in_another_browser(fan: Browser) -> tuple[Browser, str]:
    """The own page, opened by its address where nobody is known."""
    return Browser(), fan.own_page()


def test_a_standing_consent_leads_through_apples_window_where_no_permission_is_left(promised, door):
    presave = PreSave.objects.get()
    page = promised.own_page()
    promised.press(f"{page}/withdraw", promise=str(presave.pk))
    fields = {"artist": str(presave.campaign.release.artist_id), "agree": "yes"}
    fields["connection"] = str(presave.connection_id)

    away = promised.press(f"{page}/standing", **fields)
    asking = promised.look(f"/{SLUG}/apple")
    back = promised.client.get(hand_over(door, promised), follow=True)

    assert away["Location"] == f"/{SLUG}/apple"
    assert "Every coming release of The Held Notes" in page_of(asking)
    assert "Go on at Apple Music" in buttons_of(asking)
    assert "Back to your own page" in buttons_of(asking)
    assert "Every coming release is saved for you" in page_of(back)
    assert StandingConsent.objects.in_force().count() == 1
    assert PreSave.objects.get().state == "withdrawn"


def test_reconnecting_by_the_address_alone_makes_nobody_anew(promised, door):
    """The cookie is elsewhere, and Apple names nobody: the page itself says who it is."""
    presave = PreSave.objects.get()
    move_presaves([presave.pk], to=State.NEEDS_FAN, reason=Reason.GRANT_DEAD, now=clock.now())
    other, page = in_another_browser(promised)

    other.press(f"{page}/reconnect", promise=str(presave.pk))
    back = other.client.get(hand_over(door, other), follow=True)

    assert "Connected again." in page_of(back)
    assert (Fan.objects.count(), Connection.objects.count()) == (1, 1)
    assert PreSave.objects.get().state == "promised"
    assert Grant.objects.live().count() == 1


def test_where_apples_script_runs_no_key_to_the_own_page_can_be_read(promised, door):
    presave = PreSave.objects.get()
    key = promised.client.cookies["countin_fan"].value
    move_presaves([presave.pk], to=State.NEEDS_FAN, reason=Reason.GRANT_DEAD, now=clock.now())
    promised.press(f"{promised.own_page()}/reconnect", promise=str(presave.pk))

    page = promised.look(f"/{SLUG}/apple").content.decode()
    address = hand_over(door, promised)

    assert key not in page
    assert 'action="/me"' in page
    assert address == "/me?told=reconnected"


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-mode": "cors", "sec-fetch-dest": "empty"},
        {"sec-fetch-mode": "same-origin", "sec-fetch-dest": "empty"},
        {"sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"},
    ],
)
def test_what_a_script_fetches_or_frames_holds_no_key(promised, headers):
    key = promised.client.cookies["countin_fan"].value

    own = promised.client.get("/me", headers=headers)
    thanks = promised.client.get(f"/{SLUG}/thanks", headers=headers)

    assert (own.status_code, thanks.status_code) == (404, 303)
    assert key not in own.content.decode() + thanks["Location"]


@pytest.mark.parametrize(
    "headers", [{}, {"sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}]
)
def test_a_window_that_opens_the_address_without_a_key_finds_the_page(promised, headers):
    answer = promised.client.get("/me", headers=headers)

    assert (answer.status_code, answer["Location"]) == (303, promised.own_page())
    assert answer["Cache-Control"] == "no-store"


def test_who_is_not_known_finds_no_page_there(door, browser):
    assert browser.look("/me").status_code == 404


def test_no_follow_is_offered_where_the_service_can_make_none(promised):
    page = promised.look(promised.own_page())

    assert not [name for name in buttons_of(page) if name.startswith("Also follow")]
    assert "time_zone" in fields_of(page)

"""Apple Music: asked on our own page, by Apple's script; the token comes in one request."""

from datetime import timedelta

import pytest

from countin import clock
from countin.fans.models import Connection, Fan, Grant
from countin.presaves.models import Authorization, PreSave
from tests.pages.door import SLUG, Browser, buttons_of, fields_of, page_of

PAGE = f"/{SLUG}/apple"


def go_to_page(browser: Browser) -> str:
    """Press the button; gives the state that the page's script will send."""
    answer = browser.press("/connect/apple_music", campaign=SLUG, time_zone="Europe/Berlin")
    assert (answer.status_code, answer["Location"]) == (303, PAGE)
    return str(browser.client.cookies["countin_state"].value)


def test_the_page_has_the_same_button_and_loads_the_script_of_the_configured_address(door, browser):
    go_to_page(browser)

    answer = browser.look(PAGE)

    assert buttons_of(answer)[0] == "Pre-add on Apple Music"
    assert f'src="{door.sim.apple_musickit_url}"' in answer.content.decode()


def test_only_this_page_lets_the_script_in(door, browser):
    go_to_page(browser)

    here = browser.look(PAGE)
    landing = browser.look(f"/{SLUG}")

    assert door.sim.base_url in _directive(here, "script-src")
    assert door.sim.base_url not in _directive(landing, "script-src")
    assert "musickit" not in landing.content.decode()


def test_the_pop_up_may_answer_the_page(door, browser):
    go_to_page(browser)

    here = browser.look(PAGE)

    assert here["Cross-Origin-Opener-Policy"] == "same-origin-allow-popups"
    assert browser.look(f"/{SLUG}")["Cross-Origin-Opener-Policy"] == "same-origin"


def test_without_scripts_the_page_says_so_and_offers_the_reminder(door, browser):
    go_to_page(browser)

    answer = browser.look(PAGE)

    assert "scripts are off in this browser" in page_of(answer)
    assert "Remind me for Apple Music" in buttons_of(answer)


def test_nobody_gets_to_the_page_without_pressing_the_button(door, browser):
    answer = browser.look(PAGE)

    assert (answer.status_code, answer["Location"]) == (303, f"/{SLUG}")


def test_a_token_makes_a_promise_in_the_fans_storefront(door, browser):
    state = go_to_page(browser)
    token = door.music_user_token(browser, fan="ada")

    answer = browser.hand_over(state=state, token=token)

    presave = PreSave.objects.get()
    assert answer.json() == {"next": f"/{SLUG}/thanks"}
    assert (presave.provider, presave.market, presave.next_step) == (
        "apple_music",
        "DE",
        "early_add",
    )
    assert "Apple Music library" in page_of(browser.look(f"/{SLUG}/thanks"))


def test_the_token_is_in_no_page_and_no_row(door, browser):
    state = go_to_page(browser)
    token = door.music_user_token(browser, fan="ada")

    answers = [browser.hand_over(state=state, token=token), browser.look(f"/{SLUG}/thanks")]

    shown = "".join(answer.content.decode() for answer in answers)
    assert token not in shown
    assert token.encode() not in bytes(Grant.objects.get().sealed or b"")


def test_the_same_browser_stays_one_fan(door, browser):
    for _time in range(2):
        state = go_to_page(browser)
        browser.hand_over(state=state, token=door.music_user_token(browser, fan="ada"))

    counts = (Fan.objects.count(), Connection.objects.count(), PreSave.objects.count())
    assert counts == (1, 1, 1)


def test_both_services_of_one_browser_are_one_fan(door, browser):
    browser.connect("ada")
    state = go_to_page(browser)

    browser.hand_over(state=state, token=door.music_user_token(browser, fan="ada"))

    assert (Fan.objects.count(), Connection.objects.count()) == (1, 2)


def test_a_token_of_another_browser_is_not_taken(door, browser):
    state = go_to_page(browser)
    token = door.music_user_token(browser, fan="ada")

    answer = Browser().hand_over(state=state, token=token)

    assert answer.status_code == 409
    assert PreSave.objects.count() == 0


def test_a_token_handed_over_twice_counts_once(door, browser):
    state = go_to_page(browser)
    token = door.music_user_token(browser, fan="ada")
    browser.hand_over(state=state, token=token)

    again = browser.hand_over(state=state, token=token)

    assert again.json() == {"next": f"/{SLUG}/thanks"}
    assert PreSave.objects.count() == 1


def test_a_late_token_is_told_so(door, browser):
    state = go_to_page(browser)
    token = door.music_user_token(browser, fan="ada")
    Authorization.objects.update(expires_at=clock.now() - timedelta(seconds=1))

    answer = browser.hand_over(state=state, token=token)

    assert answer.json()["title"] == "That took a little too long"
    assert PreSave.objects.count() == 0


def test_a_forged_token_makes_no_promise(door, browser):
    state = go_to_page(browser)

    answer = browser.hand_over(state=state, token="forged")

    assert answer.status_code == 400
    assert answer.json()["title"] == "Apple Music did not confirm it"
    assert PreSave.objects.count() == 0


def test_an_unreachable_service_is_told_in_json(door, browser):
    state = go_to_page(browser)
    token = door.music_user_token(browser, fan="ada")
    door.sim.tell("scenario", {"name": "flaky", "share": 1.0, "cut_share": 0.0})

    answer = browser.hand_over(state=state, token=token)

    assert answer.status_code == 503
    assert "Nothing is lost" in answer.json()["words"]


@pytest.mark.parametrize("body", ["", "[]", "null", '{"state": 1}', "{", "\xff", '{"token": []}'])
def test_a_body_that_is_no_answer_changes_nothing(door, browser, settings, body):
    go_to_page(browser)

    answer = browser.client.post(
        "/connect/apple_music/return",
        body,
        content_type="application/json",
        headers={"origin": settings.BASE_URL},
    )

    assert answer.status_code == 400
    assert Authorization.objects.get().outcome == "under_way"


def test_a_token_without_our_origin_is_refused(door, browser):
    state = go_to_page(browser)

    answer = browser.client.post(
        "/connect/apple_music/return",
        {"state": state, "token": "t"},
        content_type="application/json",
        headers={"origin": "https://evil.example"},
    )

    assert answer.status_code == 403
    assert Authorization.objects.get().outcome == "under_way"


def test_each_way_back_takes_only_its_own_services(door, browser):
    by_get = browser.look("/connect/apple_music/return", state="x")
    by_post = browser.press("/connect/spotify/return", state="x")

    assert (by_get.status_code, by_post.status_code) == (404, 404)


def test_the_reminder_beside_the_button_asks_for_no_address(door, browser):
    go_to_page(browser)
    fields = fields_of(browser.look(PAGE))

    answer = browser.press(f"/{SLUG}/remind/apple_music", **fields)

    assert answer["Location"] == f"/{SLUG}/reminder/apple_music"


def _directive(answer, name: str) -> str:
    policy: list[str] = answer["Content-Security-Policy"].split("; ")
    return next(part for part in policy if part.startswith(name))

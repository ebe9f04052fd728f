"""What pages say to a fan who promised already: what is set, what needs them, and what is left."""

import re
from typing import Any

import pytest

from countin import clock
from countin.campaigns.models import Campaign, Track
from countin.fans.models import Connection
from countin.presaves.models import FollowAsk, PreSave
from countin.presaves.moving import move_presaves
from countin.presaves.states import Reason, State
from tests.pages.door import SLUG, Browser, buttons_of, page_of
from tests.pages.door import Door as FrontDoor
from tests.pages.test_way_out import INSTAGRAM, inside

NOW, BEFORE = "Save it to Spotify now", "Pre-save on Spotify"


def end(state: State, *, reason: Reason = Reason.NONE) -> PreSave:
    presave = PreSave.objects.get()
    move_presaves([presave.pk], to=state, reason=reason, now=clock.now())
    return presave


def folded(answer: Any) -> dict[str, str]:
    """What stands behind each summary, by its words."""
    pattern = r"<details>\s*<summary>(.*?)</summary>(.*?)</details>"
    found = re.findall(pattern, answer.content.decode(), re.DOTALL)
    return {" ".join(summary.split()): rest for summary, rest in found}


def filled_of(answer: Any) -> list[str]:
    """The buttons and links that stand out, in order."""
    pattern = r'<(?:a|button) class="button(?: button--small button--full)?"[^>]*>(.*?)</'
    found = re.findall(pattern, answer.content.decode(), re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", name).split()) for name in found]


def test_what_is_promised_is_said_and_not_offered_again(promised):
    answer = promised.look(f"/{SLUG}")

    assert "Your pre-save on Spotify is set." in page_of(answer)
    assert buttons_of(answer) == ["Pre-add on Apple Music"]
    assert "Pre-add on Apple Music" in folded(answer)["Another service"]
    assert filled_of(answer) == []


def test_a_promise_that_waits_for_its_fan_says_so_on_the_page(promised):
    end(State.NEEDS_FAN, reason=Reason.GRANT_DEAD)

    answer = promised.look(f"/{SLUG}")

    assert "Your pre-save on Spotify needs you. Put it right" in page_of(answer)
    assert "is set" not in page_of(answer)


def test_whoever_promised_everywhere_is_offered_nothing(promised, door):
    connection = Connection.objects.get()
    connection.pk, connection.provider = None, "apple_music"
    connection.save()
    presave = PreSave.objects.get()
    presave.pk, presave.provider, presave.connection = None, "apple_music", connection
    presave.save()

    answer = promised.look(f"/{SLUG}")

    assert "Your pre-save on Apple Music is set." in page_of(answer)
    assert (buttons_of(answer), folded(answer)) == ([], {})


def test_inside_an_app_nobody_is_reminded_of_what_is_promised(door):
    browser = inside(INSTAGRAM)
    browser.connect("ada")

    answer = browser.look(f"/{SLUG}")

    assert "Remind me for Spotify" not in buttons_of(answer)
    assert "Remind me for Apple Music" in folded(answer)["Another service"]
    assert page_of(answer).count("A reminder is") == 1
    assert filled_of(answer) == []


def test_no_button_is_named_where_none_stands(promised):
    end(State.NEEDS_FAN, reason=Reason.GRANT_DEAD)
    Campaign.objects.update(paused_at=clock.now())

    answer = promised.look(promised.own_page())

    text = page_of(answer)
    assert "It needs you. Your permission at Spotify has ended." in text
    assert "button below" not in text
    assert "Pre-save on Spotify" not in buttons_of(answer)


def test_after_release_the_button_stands_below_the_words_that_name_it(promised, door):
    presave = end(State.NEEDS_FAN, reason=Reason.GRANT_DEAD)
    door.release_everywhere()

    answer = promised.look(f"/{SLUG}")
    gone = promised.press(f"{promised.own_page()}/reconnect", promise=str(presave.pk))

    text = page_of(answer)
    assert "It needs you. Your permission at Spotify has ended. Press the button below" in text
    assert "It could not be saved" not in text
    assert filled_of(answer) == [NOW]
    assert f'action="{promised.own_page()}/reconnect"' in answer.content.decode()
    assert gone["Location"].startswith(door.sim.spotify_accounts_url)


def test_what_cannot_be_mended_leaves_the_openings_in_front(promised, door):
    end(State.FAILED, reason=Reason.NOT_IN_LIBRARY)
    door.release_everywhere()

    answer = promised.look(f"/{SLUG}")

    text = page_of(answer)
    assert "It could not be saved for you Spotify said yes, and it never showed up." in text
    assert filled_of(answer) == ["Open in Spotify"]


def test_the_own_page_calls_it_a_pre_save_until_it_is_out(promised, door):
    end(State.NEEDS_FAN, reason=Reason.GRANT_DEAD)
    before = buttons_of(promised.look(promised.own_page()))

    door.release_everywhere()

    after = buttons_of(promised.look(promised.own_page()))
    assert (BEFORE in before, NOW in before) == (True, False)
    assert (BEFORE in after, NOW in after) == (False, True)


def test_apples_window_is_opened_by_the_same_words(promised, door):
    connection = Connection.objects.get()
    connection.provider = "apple_music"
    connection.save()
    presave = end(State.NEEDS_FAN, reason=Reason.GRANT_DEAD)
    PreSave.objects.update(provider="apple_music")
    door.release_everywhere()

    promised.press(f"{promised.own_page()}/reconnect", promise=str(presave.pk))

    buttons = buttons_of(promised.look(f"/{SLUG}/apple"))
    assert "Add it to Apple Music now" in buttons
    assert "Pre-add on Apple Music" not in buttons


def test_the_thanks_of_a_promise_that_needs_its_fan_lead_with_the_button(promised):
    end(State.NEEDS_FAN, reason=Reason.GRANT_DEAD)

    answer = promised.look(f"/{SLUG}/thanks")

    assert page_of(answer).count("It needs you.") == 1
    assert filled_of(answer) == [BEFORE]


def test_the_thanks_lead_with_the_calendar_and_fold_what_can_wait(promised, settings):
    settings.MAIL_IS_SET = True

    answer = promised.look(f"/{SLUG}/thanks")

    html = answer.content.decode()
    order = [html.index(words) for words in ("Add to calendar", ">Share<", "Your own page</a>")]
    assert order == sorted(order)
    assert filled_of(answer) == ["Add to calendar"]
    assert list(folded(answer)) == [
        "Next releases",
        "The e-mail list of The Held Notes",
        "Not you?",
    ]
    assert "checked" not in folded(answer)["Next releases"]


def test_the_thanks_of_what_is_saved_speak_of_the_receipt(promised, door):
    open_words = page_of(promised.look(f"/{SLUG}/thanks"))
    end(State.SAVED)
    door.release_everywhere()

    saved = promised.look(f"/{SLUG}/thanks")

    assert "can take it back at any time" in open_words
    assert "can take it back at any time" not in page_of(saved)
    assert "There is your receipt." in page_of(saved)
    assert "Add to calendar" not in page_of(saved)


def test_a_follow_asked_with_one_promise_is_not_offered_with_another(promised, door):
    first = PreSave.objects.get()
    second = PreSave.objects.get()
    second.pk, second.campaign = None, door.another_campaign("second-tide")
    second.save()
    Campaign.objects.update(ask_follow=True)
    offered = buttons_of(promised.look(promised.own_page())).count(
        "Also follow The Held Notes on Spotify"
    )

    FollowAsk.objects.create(
        presave=first,
        artist=first.campaign.release.artist,
        state="done",
        asked_at=clock.now(),
        changed_at=clock.now(),
    )

    left = buttons_of(promised.look(promised.own_page()))
    assert offered == 2
    assert "Also follow The Held Notes on Spotify" not in left


def test_what_sharing_counts_is_said_once_for_all_promises(promised, door):
    second = PreSave.objects.get()
    second.pk, second.campaign = None, door.another_campaign("second-tide")
    second.save()

    answer = promised.look(promised.own_page())

    assert buttons_of(answer).count("Share") == 2
    assert page_of(answer).count("How often it is opened is counted") == 1


def test_a_direct_way_stands_before_a_reminder(door, browser, settings):
    settings.PROVIDERS = door.providers(quota="development")

    answer = browser.look(f"/{SLUG}")
    in_app = inside(INSTAGRAM).look(f"/{SLUG}")

    assert buttons_of(answer) == ["Pre-add on Apple Music", "Remind me for Spotify"]
    assert filled_of(answer) == ["Pre-add on Apple Music"]
    assert buttons_of(in_app)[0] == "Remind me for Spotify"


def test_the_service_of_the_visitor_stands_first_all_the_same(door, browser, settings):
    settings.PROVIDERS = door.providers(quota="development")
    browser.client.cookies["service"] = "spotify"

    answer = browser.look(f"/{SLUG}")

    assert buttons_of(answer) == ["Remind me for Spotify", "Pre-add on Apple Music"]


def remind(browser: Browser) -> str:
    browser.press(f"/{SLUG}/remind/spotify", campaign=SLUG)
    return f"/{SLUG}/reminder/spotify"


def test_an_address_that_was_given_folds_its_form(door, browser, settings):
    settings.MAIL_IS_SET = True
    page = remind(browser)
    before = browser.look(page)

    browser.press(page, address="ada@example.org")

    after = browser.look(page)
    assert (filled_of(before), folded(before)) == (["Remind me by e-mail"], {})
    assert 'name="address"' in folded(after)["Nothing came? Send it again"]
    assert filled_of(after) == []


def test_a_slip_in_the_second_address_opens_the_form(door, browser, settings):
    settings.MAIL_IS_SET = True
    page = remind(browser)
    browser.press(page, address="ada@example.org")

    answer = browser.press(page, address="ada@")

    assert "<details open>" in answer.content.decode()
    assert "This is no e-mail address." in page_of(answer)


@pytest.mark.parametrize("quota", ["none", "extended"])
def test_where_only_a_calendar_reminds_an_app_names_the_way_out(door, settings, quota):
    settings.MAIL_IS_SET = False
    settings.PROVIDERS = door.providers(quota=quota, apple=False)
    browser, outside = inside(INSTAGRAM), Browser()

    text = page_of(browser.look(remind(browser)))

    assert "The browser inside Instagram may take no calendar files." in text
    assert "In Instagram, tap the three dots at the top" in text
    assert "Open in your browser" in text
    assert "three dots" not in page_of(outside.look(remind(outside)))


def test_with_a_mailbox_the_way_out_is_not_repeated(door, settings):
    settings.MAIL_IS_SET = True
    browser = inside(INSTAGRAM)

    assert "three dots" not in page_of(browser.look(remind(browser)))


def test_a_paused_page_shows_what_else_there_is(door: FrontDoor, browser):
    Track.objects.create(release=door.campaign.release, position=1, title="First Light")
    Campaign.objects.update(paused_at=clock.now())

    answer = browser.look(f"/{SLUG}")

    assert "Not taking pre-saves right now" in page_of(answer)
    assert "First Light" in page_of(answer)
    assert "Share this page" in answer.content.decode()

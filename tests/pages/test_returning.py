"""Every way in which a fan comes back from Spotify."""

from datetime import timedelta

import pytest
from django.conf import settings

from countin import clock
from countin.campaigns.models import Channel
from countin.fans.models import Connection, Consent, Fan, Grant, RetiredKey
from countin.fans.resealing import key_id_of
from countin.fans.retired_keys import close_if_quiet
from countin.presaves.models import Authorization, FollowAsk, PreSave
from countin.vault.contexts import Context
from tests.pages.door import RETURN, SLUG, Browser, buttons_of, fields_of, page_of, visits
from tests.providers.spotify_stage import agree

ANYBODY = Context(kind="grant", provider="", owner="1")
WANTED = "Midnight Windows by The Held Notes is saved to your Spotify library"


def key_of_pages() -> str:
    return key_id_of(settings.SEALER.seal("…", context=ANYBODY))


def outcomes() -> list[str]:
    return list(Authorization.objects.order_by("pk").values_list("outcome", flat=True))


def test_agreeing_makes_one_promise_with_words_channel_visit_and_market(door, browser):
    fields = fields_of(browser.look(f"/{SLUG}", via="newsletter"))

    answer = browser.connect(**{**fields, "time_zone": "Europe/Berlin", "follow": "yes"})

    presave = PreSave.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/{SLUG}/thanks")
    assert (presave.state, presave.market) == ("promised", "DE")
    assert presave.channel == Channel.objects.get()
    assert presave.visit_id == visits().get().pk
    words = Consent.objects.get().words
    assert words.startswith(WANTED)
    assert "You follow The Held Notes on Spotify" in words
    assert FollowAsk.objects.get().state == "waiting"
    assert Fan.objects.get().time_zone == "Europe/Berlin"
    assert outcomes() == ["done"]


def test_the_thanks_say_what_will_happen_and_lead_to_the_own_page(door, browser):
    browser.connect()

    answer = browser.look(f"/{SLUG}/thanks")

    assert "It will be saved to your Spotify library on" in page_of(answer)
    assert browser.own_page() in answer.content.decode()


def test_under_a_key_that_is_gone_nothing_is_kept_and_the_fan_hears_to_come_back(door, browser):
    close_if_quiet(key_of_pages(), now=clock.now())

    refused = browser.connect()
    kept = (Grant.objects.count(), PreSave.objects.count(), Fan.objects.count())
    (seen,) = RetiredKey.objects.values_list("seen_at", flat=True)
    RetiredKey.objects.all().delete()  # the new key was brought
    browser.connect()

    assert (refused.status_code, refused["Retry-After"]) == (503, "60")
    assert kept == (0, 0, 0)
    assert seen is not None
    assert PreSave.objects.get().state == "promised"


def test_the_thanks_are_for_the_fan_alone(door, browser):
    browser.connect()

    answer = Browser().look(f"/{SLUG}/thanks")

    assert (answer.status_code, answer["Location"]) == (303, f"/{SLUG}")


def test_a_returning_fan_never_becomes_two_promises(door, browser):
    browser.connect("ada")

    Browser().connect("ada")

    assert (PreSave.objects.count(), Connection.objects.count(), Fan.objects.count()) == (1, 1, 1)
    assert Grant.objects.live().count() == 1


def test_a_withdrawn_promise_opens_again_when_the_fan_comes_again(door, browser):
    browser.connect()
    browser.press(f"{browser.own_page()}/withdraw", promise=str(PreSave.objects.get().pk))

    browser.connect()

    assert PreSave.objects.get().state == "promised"
    assert Grant.objects.live().count() == 1


def test_cancel_saves_nothing_and_offers_both_ways_on(door, browser):
    address = browser.go_to_spotify(via="newsletter")

    answer = browser.look(RETURN, **agree(address, fan="ada", decision="cancel"))

    assert "You did not agree at Spotify" in page_of(answer)
    assert buttons_of(answer) == ["Pre-save on Spotify", "Remind me for Spotify"]
    assert fields_of(answer)["via"] == "newsletter"
    assert outcomes() == ["denied"]
    assert PreSave.objects.count() == 0


@pytest.mark.parametrize("query", [{}, {"state": ""}, {"state": "x" * 43, "code": "forged"}])
def test_a_state_that_is_not_ours_is_told_so(door, browser, query):
    browser.go_to_spotify()

    answer = browser.look(RETURN, **query)

    assert answer.status_code == 400
    assert "This answer has no question" in page_of(answer)
    assert outcomes() == ["under_way"]


def test_another_browser_starts_anew_and_takes_nothing_over(door, browser):
    params = agree(browser.go_to_spotify(follow="yes"), fan="ada")
    other = Browser()

    answer = other.look(RETURN, **params)

    assert answer.status_code == 200
    assert "one tap starts again in this browser" in page_of(answer)
    assert buttons_of(answer)[0] == "Pre-save on Spotify"
    assert "checked" not in answer.content.decode()
    assert (PreSave.objects.count(), outcomes()) == (0, ["under_way"])


def test_starting_again_in_the_other_browser_works(door, browser):
    other = Browser()
    answer = other.look(RETURN, **agree(browser.go_to_spotify(), fan="ada"))

    other.connect(**fields_of(answer))

    assert PreSave.objects.get().state == "promised"


def test_a_late_return_saves_nothing(door, browser):
    params = agree(browser.go_to_spotify(), fan="ada")
    Authorization.objects.update(expires_at=clock.now() - timedelta(seconds=1))

    answer = browser.look(RETURN, **params)

    assert answer.status_code == 400
    assert "good for 10 minutes" in page_of(answer)
    assert buttons_of(answer)[0] == "Pre-save on Spotify"
    assert PreSave.objects.count() == 0


def test_a_replayed_return_shows_the_thanks_and_asks_spotify_nothing(door, browser):
    params = agree(browser.go_to_spotify(), fan="ada")
    browser.look(RETURN, **params)
    calls = door.sim.look("calls")["total"]

    answer = browser.look(RETURN, **params)

    assert (answer.status_code, answer["Location"]) == (303, f"/{SLUG}/thanks")
    assert door.sim.look("calls")["total"] == calls
    assert PreSave.objects.count() == 1


def test_a_return_whose_first_answer_got_lost_still_brings_the_fans_cookie(door, browser):
    params = agree(browser.go_to_spotify(), fan="ada")
    browser.look(RETURN, **params)
    del browser.client.cookies["countin_fan"]

    browser.look(RETURN, **params)

    assert "It will be saved" in page_of(browser.look(f"/{SLUG}/thanks"))


def test_a_return_during_the_first_one_waits_for_it(door, browser):
    params = agree(browser.go_to_spotify(), fan="ada")
    Authorization.objects.update(returned_at=clock.now())

    answer = browser.look(RETURN, **params)

    assert "This page looks again by itself." in page_of(answer)
    assert params["code"] not in answer.content.decode()


def test_a_return_that_was_cut_off_can_be_started_anew(door, browser):
    params = agree(browser.go_to_spotify(), fan="ada")
    Authorization.objects.update(returned_at=clock.now() - timedelta(minutes=2))

    answer = browser.look(RETURN, **params)

    assert buttons_of(answer)[0] == "Pre-save on Spotify"


def test_a_code_that_spotify_refuses_saves_nothing(door, browser):
    params = agree(browser.go_to_spotify(), fan="ada")

    answer = browser.look(RETURN, **{**params, "code": "forged"})

    assert answer.status_code == 400
    assert "Spotify did not confirm it" in page_of(answer)
    assert (PreSave.objects.count(), outcomes()) == (0, ["failed"])


def test_a_service_out_of_reach_loses_nothing(door, browser):
    params = agree(browser.go_to_spotify(), fan="ada")
    door.sim.tell("scenario", {"name": "flaky", "share": 1.0, "cut_share": 0.0})

    answer = browser.look(RETURN, **params)

    assert answer.status_code == 503
    assert "Nothing is lost" in page_of(answer)
    assert buttons_of(answer) == ["Pre-save on Spotify", "Remind me for Spotify"]
    assert (PreSave.objects.count(), outcomes()) == (0, ["failed"])


@pytest.mark.parametrize("shape", ["json", "bare"])
def test_a_fan_whom_the_quota_refuses_is_one_tap_from_the_reminder(door, browser, shape):
    door.sim.tell("scenario", {"name": "development-mode", "answer": shape})

    answer = browser.connect("ada")

    assert "does not let this page save for your account" in page_of(answer)
    assert buttons_of(answer) == ["Remind me for Spotify"]
    assert (outcomes(), Grant.objects.count()) == (["refused"], 0)


def test_a_lapsed_app_pauses_the_service_and_offers_the_reminder(door, browser):
    door.sim.tell("scenario", {"name": "owner-premium-lapsed"})

    answer = browser.connect("ada")
    next_fan = Browser().press("/connect/spotify", campaign=SLUG)

    assert buttons_of(answer) == ["Remind me for Spotify"]
    assert next_fan.status_code == 503
    assert "Remind me for Spotify" in buttons_of(next_fan)


def test_a_campaign_that_closed_meanwhile_takes_no_promise(door, browser):
    params = agree(browser.go_to_spotify(), fan="ada")
    door.release_everywhere()

    answer = browser.look(RETURN, **params)

    assert (answer.status_code, answer["Location"]) == (303, f"/{SLUG}")
    assert PreSave.objects.count() == 0


def test_no_secret_reaches_the_database_or_a_page_in_clear(door, browser):
    address = browser.go_to_spotify()
    params = agree(address, fan="ada")
    answer = browser.look(RETURN, **params)
    thanks = browser.look(f"/{SLUG}/thanks")

    stored = "\n".join(
        str(row)
        for model in (Authorization, Connection, Consent, Grant, PreSave, Fan)
        for row in model.objects.values()
    )

    assert Grant.objects.get().sealed
    for secret in (params["state"], params["code"]):
        assert secret not in stored
        assert secret not in answer.content.decode() + thanks.content.decode()


def test_everything_of_a_return_is_kept_or_nothing(door, browser, settings):
    params = agree(browser.go_to_spotify(), fan="ada")
    settings.SEALER = None

    answer = browser.look(RETURN, **params)

    assert answer.status_code == 500
    assert (Fan.objects.count(), Connection.objects.count(), PreSave.objects.count()) == (0, 0, 0)

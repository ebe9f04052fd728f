"""What a fan asks for anew on their own page: the follow, a permission, every coming release."""

import pytest

from countin import clock
from countin.config.environment import read_values
from countin.config.limits import read_limits
from countin.fans.models import Consent, FanKey, Grant
from countin.pages import limits
from countin.presaves.holding import hold_back
from countin.presaves.models import Authorization, FollowAsk, PreSave, StandingConsent
from countin.presaves.moving import move_presaves
from countin.presaves.states import Reason, State
from tests.pages.door import SLUG, Browser, buttons_of, page_of
from tests.pages.own_page import press, standing_fields, through_spotify


def test_pressing_cancel_there_changes_nothing(promised):
    presave = PreSave.objects.get()

    answer = through_spotify(promised, "follow", decision="cancel", promise=str(presave.pk))

    assert "You did not agree there, so nothing was changed." in page_of(answer)
    assert FollowAsk.objects.count() == 0
    assert PreSave.objects.get().state == "promised"


def test_a_follow_is_asked_apart_through_the_services_own_question(promised):
    presave = PreSave.objects.get()
    assert "Also follow The Held Notes on Spotify" in buttons_of(promised.look(promised.own_page()))

    text = page_of(through_spotify(promised, "follow", promise=str(presave.pk)))

    ask = FollowAsk.objects.get()
    assert "You will follow The Held Notes on Spotify within minutes." in text
    assert (ask.presave, ask.state, ask.next_attempt_at is not None) == (presave, "waiting", True)
    assert ask.consent is not None
    assert ask.consent.words.startswith("You follow The Held Notes on Spotify from now on.")
    assert Grant.objects.live().get().allows_follow
    assert Authorization.objects.filter(purpose="follow", outcome="done").count() == 1


def test_a_follow_withdrawn_before_is_asked_again_without_leaving(door, browser):
    browser.connect("ada", follow="yes")
    press(browser, "withdraw", follow=str(FollowAsk.objects.get().pk))

    text = press(browser, "follow", promise=str(PreSave.objects.get().pk))

    assert "What becomes of the follow, this page tells." in text
    assert FollowAsk.objects.get().state == "waiting"


def test_a_follow_can_be_asked_after_the_save_too(promised, door):
    presave = PreSave.objects.get()
    move_presaves([presave.pk], to=State.SAVED, reason=Reason.NONE, now=clock.now())
    Grant.objects.update(shredded_at=clock.now(), sealed=None)
    door.release_everywhere()

    through_spotify(promised, "follow", promise=str(presave.pk))

    assert FollowAsk.objects.get().state == "waiting"
    assert PreSave.objects.get().state == "saved"
    assert Grant.objects.live().get().scopes == "user-follow-modify"


def test_reconnecting_reopens_every_promise_that_waited(promised):
    presave = PreSave.objects.get()
    move_presaves([presave.pk], to=State.NEEDS_FAN, reason=Reason.GRANT_DEAD, now=clock.now())

    text = page_of(through_spotify(promised, "reconnect", promise=str(presave.pk)))

    assert "Connected again." in text
    assert PreSave.objects.get().state == "promised"


def test_a_fan_of_a_former_app_reconnects_and_the_new_permission_counts(promised):
    """The operator changed the client id: the sealed grant is of no use to anybody."""
    presave = PreSave.objects.get()
    Grant.objects.update(client_id="the-former-app", allows_follow=True)
    FollowAsk.objects.create(
        presave=presave,
        artist=presave.campaign.release.artist,
        asked_at=clock.now(),
        changed_at=clock.now(),
    )
    move_presaves([presave.pk], to=State.NEEDS_FAN, reason=Reason.GRANT_DEAD, now=clock.now())

    promised.connect("ada")

    presave.refresh_from_db()
    assert presave.state == "promised"
    assert Grant.objects.live().get().client_id == "simulated-extended"


def test_a_promise_of_another_campaign_that_waited_reopens_with_it(promised, door):
    presave = PreSave.objects.get()
    move_presaves([presave.pk], to=State.NEEDS_FAN, reason=Reason.GRANT_DEAD, now=clock.now())
    held = PreSave.objects.get()
    held.pk, held.campaign = None, door.another_campaign("second-tide")
    held.save()

    promised.connect("ada")

    assert list(PreSave.objects.values_list("state", flat=True)) == ["promised", "promised"]


def test_what_a_person_holds_back_no_permission_releases(promised):
    presave = PreSave.objects.get()
    move_presaves([presave.pk], to=State.NEEDS_FAN, reason=Reason.HELD_BACK, now=clock.now())

    answer = promised.press(f"{promised.own_page()}/reconnect", promise=str(presave.pk))

    assert answer["Location"].endswith("told=nothing")
    assert PreSave.objects.get().state == "needs_fan"


def test_a_new_address_closes_every_older_one(promised):
    old = promised.own_page()

    text = press(promised, "address")

    assert "This page has a new address now" in text
    assert promised.look(old).status_code == 404
    assert promised.own_page() != old
    assert promised.look(promised.own_page()).status_code == 200
    assert FanKey.objects.count() == 1


def test_starting_fresh_forgets_the_fan_here_and_changes_nothing_else(promised):
    page = promised.own_page()

    answer = promised.press("/me/leave", campaign=SLUG)

    assert answer["Location"] == f"/{SLUG}"
    assert promised.client.cookies["countin_fan"].value == ""
    assert promised.look(page).status_code == 200
    assert PreSave.objects.get().state == "promised"


@pytest.mark.parametrize("slug", ["", "//evil.example", "x" * 100, "\x00"])
def test_starting_fresh_leads_nowhere_else(promised, slug):
    assert promised.press("/me/leave", campaign=slug)["Location"] == "/"


def test_erasing_stands_behind_a_first_press_and_takes_the_standing_consent_along(promised):
    press(promised, "standing", agree="yes", **standing_fields())
    html = promised.look(promised.own_page()).content.decode()

    promised.press(f"{promised.own_page()}/erase")

    row = StandingConsent.objects.get()
    assert "<summary>I want everything about me erased</summary>" in html
    assert (row.fan, row.connection, row.end_reason) == (None, None, "disconnected")
    assert Consent.objects.filter(fan__isnull=False).count() == 0


def test_nobody_stops_what_is_anothers(promised, door):
    press(promised, "standing", agree="yes", **standing_fields())
    door.sim.add_fan("bob", country="US")
    other = Browser()
    other.connect("bob")

    press(other, "standing/stop", standing=str(StandingConsent.objects.get().pk))

    assert StandingConsent.objects.in_force().count() == 1


def test_what_is_held_back_goes_on_by_one_press_on_the_fans_own_page(promised):
    presave = hold(PreSave.objects.get())
    page = promised.look(promised.own_page())
    assert "The people behind this release ask you to confirm it" in page_of(page)
    assert "Yes, save it for me" in buttons_of(page)

    answer = promised.press(f"{promised.own_page()}/confirm", promise=str(presave.pk))

    assert answer["Location"].endswith("told=confirmed")
    assert PreSave.objects.get().state == "promised"
    assert "Yes, save it for me" not in buttons_of(promised.look(promised.own_page()))


def test_nobody_confirms_from_another_page_nor_many_from_one_network(promised, door, settings):
    """A program with the keys of a whole farm still waits behind its network's limit."""
    settings.LIMITS = read_limits(
        read_values({"COUNTIN_CONFIG": "none.toml", "COUNTIN_LIMIT_CONFIRMS": "2/hour"})
    )
    limits._counters.cache_clear()
    presave = hold(PreSave.objects.get())
    stranger = Browser()
    door.sim.add_fan("bob", country="DE")
    stranger.connect("bob")

    from_elsewhere = stranger.press(f"{stranger.own_page()}/confirm", promise=str(presave.pk))
    told = []
    for _turn in range(3):
        promised.client.defaults["REMOTE_ADDR"] = "93.184.216.7"
        hold_again(presave)
        answer = promised.press(f"{promised.own_page()}/confirm", promise=str(presave.pk))
        told.append(answer["Location"].rpartition("=")[2])

    assert from_elsewhere["Location"].endswith("told=nothing")
    assert told == ["confirmed", "confirmed", "slow_down"]
    assert PreSave.objects.get(pk=presave.pk).state == "needs_fan"
    limits._counters.cache_clear()


def hold(presave):
    hold_back(
        presave.campaign, presave_ids=[presave.pk], described="…", because="…", now=clock.now()
    )
    return presave


def hold_again(presave):
    move_presaves([presave.pk], to=State.NEEDS_FAN, reason=Reason.HELD_BACK, now=clock.now())

"""What a fan asks for anew on their own page: the follow, a permission, every coming release."""

from datetime import timedelta

import pytest

from countin import clock
from countin.fans.models import Connection, Consent, FanKey, Grant
from countin.presaves.models import Authorization, FollowAsk, PreSave, StandingConsent
from countin.presaves.moving import move_presaves
from countin.presaves.states import Reason, State
from tests.pages.door import RETURN, SLUG, Browser, buttons_of, page_of
from tests.providers.spotify_stage import agree


@pytest.fixture
def promised(door, browser: Browser) -> Browser:
    """A browser whose fan promised, and asked for no follow."""
    browser.connect("ada")
    return browser


def press(browser: Browser, path: str, **fields: str) -> str:
    """Press a button of the own page; gives the text of the page after it."""
    return page_of(go(browser, path, **fields))


def go(browser: Browser, path: str, **fields: str):
    answer = browser.press(f"{browser.own_page()}/{path}", headers=None, **fields)
    assert answer.status_code == 303
    return browser.client.get(answer["Location"])


def through_spotify(browser: Browser, path: str, *, fan: str = "ada", decision="agree", **fields):
    """Press a button that leads to Spotify, decide there; gives the page after the return."""
    answer = browser.press(f"{browser.own_page()}/{path}", **fields)
    assert answer["Location"].startswith("http://127.0.0.1")
    back = browser.look(RETURN, **agree(answer["Location"], fan=fan, decision=decision))
    assert back.status_code == 303
    return browser.client.get(back["Location"])


def standing_fields() -> dict[str, str]:
    connection = Connection.objects.get()
    artist = PreSave.objects.get().campaign.release.artist
    return {"artist": str(artist.pk), "connection": str(connection.pk)}


def test_the_next_releases_are_asked_for_unticked_with_words_of_their_own(promised):
    answer = promised.look(f"/{SLUG}/thanks")

    text, html = page_of(answer), answer.content.decode()
    assert "Also save the next releases of The Held Notes to my Spotify library" in text
    assert "Every coming release of The Held Notes that has a page here" in text
    assert "for 6 months at most" in text
    assert 'name="agree"' in html
    assert "checked" not in html


def test_ticked_and_sent_the_standing_consent_is_kept_with_its_words(promised):
    text = press(promised, "standing", agree="yes", **standing_fields())

    standing = StandingConsent.objects.get()
    assert "Every coming release is saved for you" in text
    assert standing.consent is not None
    assert standing.consent.words.startswith("Every coming release of The Held Notes")
    assert standing.consent.words_version.startswith("standing 2")
    assert buttons_of(promised.look(promised.own_page())).count("Stop") == 1


def test_sent_without_the_tick_nothing_is_kept(promised):
    text = press(promised, "standing", **standing_fields())

    assert "tick the box first" in text
    assert StandingConsent.objects.count() == 0


def test_one_press_stops_it_and_the_permission_goes_with_the_last_promise(promised):
    press(promised, "standing", agree="yes", **standing_fields())
    standing = StandingConsent.objects.get()
    press(promised, "withdraw", promise=str(PreSave.objects.get().pk))
    kept = Grant.objects.live().count()

    text = press(promised, "standing/stop", standing=str(standing.pk))

    assert "Stopped." in text
    assert "You stopped it on" in text
    assert (kept, Grant.objects.live().count()) == (1, 0)


def test_where_no_permission_is_left_the_service_asks_before_it_counts(promised):
    press(promised, "withdraw", promise=str(PreSave.objects.get().pk))

    text = page_of(through_spotify(promised, "standing", agree="yes", **standing_fields()))

    assert "Every coming release is saved for you" in text
    assert StandingConsent.objects.in_force().count() == 1
    assert Grant.objects.live().count() == 1
    assert PreSave.objects.get().state == "withdrawn"


def test_renewing_keeps_the_consent_and_brings_a_permission_that_lasts_anew(promised):
    press(promised, "standing", agree="yes", **standing_fields())
    soon = clock.now() + timedelta(days=30)
    Grant.objects.update(usable_until=soon)
    standing = StandingConsent.objects.get()
    before = buttons_of(promised.look(promised.own_page()))

    through_spotify(promised, "standing/renew", standing=str(standing.pk))

    assert "Renew" in before
    assert Grant.objects.live().get().usable_until > soon
    assert StandingConsent.objects.in_force().get() == standing
    assert "Renew" not in buttons_of(promised.look(promised.own_page()))


def test_another_account_renews_nothing(promised, door):
    press(promised, "standing", agree="yes", **standing_fields())
    door.sim.add_fan("bob", country="US")
    before = Grant.objects.live().get().pk

    standing = StandingConsent.objects.get()
    answer = through_spotify(promised, "standing/renew", fan="bob", standing=str(standing.pk))

    assert "another account than the one here" in page_of(answer)
    assert Grant.objects.live().get().pk == before
    assert Connection.objects.count() == 1


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

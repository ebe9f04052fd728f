"""Every coming release, asked for, stopped and renewed on a fan's own page."""

from datetime import timedelta
from typing import Any

from icalendar import Calendar

from countin import clock
from countin.fans.models import Connection, Grant
from countin.presaves.models import PreSave, StandingConsent
from tests.pages.door import SLUG, Browser, buttons_of, page_of
from tests.pages.own_page import press, standing_fields, through_spotify


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


def read_entry(browser: Browser, address: str) -> Any:
    return Calendar.from_ical(browser.look(address).content).walk("VEVENT")[0]


def test_the_day_to_renew_goes_into_a_calendar_and_moves_with_the_permission(promised):
    press(promised, "standing", agree="yes", **standing_fields())
    standing = StandingConsent.objects.get()
    entry = f"{promised.own_page()}/renewal/{standing.pk}.ics"
    until = Grant.objects.get().usable_until

    page = page_of(promised.look(promised.own_page()))
    event = read_entry(promised, entry)
    Grant.objects.update(
        usable_until=until + timedelta(days=30),
        authorized_at=standing.given_at + timedelta(days=30),
    )
    renewed = read_entry(promised, entry)

    assert "Add the day to renew it to my calendar" in page
    assert event["dtstart"].dt == (until - timedelta(days=59)).date()
    assert event["summary"] == "Renew: the next releases of The Held Notes, on Spotify"
    assert renewed["dtstart"].dt == event["dtstart"].dt + timedelta(days=30)
    assert (renewed["uid"], renewed["sequence"] > event["sequence"]) == (event["uid"], True)


def test_an_entry_that_others_see_opens_nothing_of_the_fans(promised):
    press(promised, "standing", agree="yes", **standing_fields())
    standing = StandingConsent.objects.get()
    file = promised.look(f"{promised.own_page()}/renewal/{standing.pk}.ics").content.decode()
    key = promised.own_page().rpartition("/")[2]

    stranger = Browser().look("/me")

    assert key not in file.replace("\r\n ", "")
    assert stranger.status_code == 404
    assert "This browser does not know your page" in page_of(stranger)


def test_nobody_takes_the_entry_of_another_fan(promised, door):
    press(promised, "standing", agree="yes", **standing_fields())
    standing = StandingConsent.objects.get()
    door.sim.add_fan("bob", country="US")
    bob = Browser()
    bob.connect("bob")

    answers = [bob.look(f"{page}/renewal/{standing.pk}.ics") for page in (bob.own_page(), "/me/x")]

    assert [answer.status_code for answer in answers] == [404, 404]

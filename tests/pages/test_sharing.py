"""A fan's own link to share."""

import json

import pytest

from countin import clock
from countin.presaves.models import PreSave
from countin.privacy.forgetting import forget_idle_links
from countin.visits.models import Link, LinkKind
from tests.pages.door import SLUG, Browser, buttons_of, page_of, visits

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Safari/604.1"


@pytest.fixture
def promised(door, browser):
    browser.connect()
    return browser


def share(browser, **fields):
    return browser.press(browser.own_page() + "/share", **{"campaign": SLUG, **fields})


def open_link(link: Link, *, agent: str = PHONE) -> None:
    visitor = Browser().client
    location = visitor.get(f"/l/{link.code}", headers={"user-agent": agent})["Location"]
    visitor.get(location, headers={"user-agent": agent})


def personal() -> Link:
    return Link.objects.get(kind=LinkKind.PERSONAL)


@pytest.mark.parametrize("page", ["thanks", "own"])
def test_a_press_on_share_shows_the_address(promised, settings, page):
    where = f"/{SLUG}/thanks" if page == "thanks" else promised.own_page()
    before = promised.look(where)

    answer = share(promised, back=page)

    assert "Share" in buttons_of(before)
    assert Link.objects.count() == 1
    assert (answer.status_code, answer["Location"]) == (303, f"{where}#share-{SLUG}")
    shown = promised.look(where).content.decode()
    assert f'value="{settings.BASE_URL}/l/{personal().code}"' in shown


def test_nothing_is_made_before_it_is_asked_for(promised):
    promised.look(f"/{SLUG}/thanks")
    promised.look(promised.own_page())

    assert Link.objects.count() == 0


def test_a_script_gets_the_address_alone_and_the_same_each_time(promised, settings):
    def ask():
        headers = {"origin": settings.BASE_URL, "accept": "application/json"}
        answer = promised.press(promised.own_page() + "/share", headers=headers, campaign=SLUG)
        assert answer["Cache-Control"] == "no-store"
        return json.loads(answer.content)

    first, second = ask(), ask()

    assert first == second == {"address": f"{settings.BASE_URL}/l/{personal().code}"}


def test_the_link_says_nothing_about_its_fan(promised):
    share(promised)

    code = personal().code
    assert len(code) == 12
    assert code not in promised.own_page()


def test_the_fan_reads_how_often_it_was_opened(promised):
    share(promised)
    never = page_of(promised.look(promised.own_page()))

    open_link(personal())
    visits()
    once = page_of(promised.look(promised.own_page()))
    open_link(personal())
    open_link(personal())
    open_link(personal(), agent="Googlebot/2.1 (+http://www.google.com/bot.html)")
    visits()
    thrice = page_of(promised.look(f"/{SLUG}/thanks"))

    assert "It was not opened yet." in never
    assert "It was opened once." in once
    assert "It was opened 3 times." in thrice


def test_nobody_gets_a_link_to_what_they_take_no_part_in(promised):
    assert share(promised, campaign="another").status_code == 404
    assert share(promised, campaign="").status_code == 404
    assert Link.objects.count() == 0


def test_a_key_of_nobody_opens_nothing(door, browser):
    answer = browser.press(f"/me/{'k' * 43}/share", campaign=SLUG)

    assert (answer.status_code, Link.objects.count()) == (404, 0)


def test_another_site_cannot_press_share(promised):
    answer = promised.press(
        promised.own_page() + "/share", headers={"origin": "https://evil.example"}, campaign=SLUG
    )

    assert (answer.status_code, Link.objects.count()) == (403, 0)


@pytest.mark.parametrize("back", ["https://evil.example", "//evil.example", "/privacy", "fan"])
def test_share_leads_back_to_our_own_two_pages_alone(promised, back):
    assert share(promised, back=back)["Location"] == f"{promised.own_page()}#share-{SLUG}"


def presaves():
    return PreSave.objects.filter(connection__fan=personal().fan)


def test_who_withdrew_owns_the_link_no_more_and_it_leads_on(promised):
    share(promised)

    promised.press(promised.own_page() + "/withdraw", promise=presaves().get().pk)

    link = personal()
    assert link.fan is None
    assert Browser().look(f"/l/{link.code}")["Location"] == f"/{SLUG}"
    assert "Share" not in buttons_of(promised.look(promised.own_page()))


def test_who_was_erased_owns_it_no_more_and_the_count_stays(promised):
    share(promised)
    open_link(personal())
    visits()

    promised.press(promised.own_page() + "/erase")

    link = personal()
    assert link.fan is None
    assert link.openings == 1
    assert Browser().look(f"/l/{link.code}")["Location"] == f"/{SLUG}"


def test_the_daily_round_lets_go_of_links_that_a_door_forgot(promised):
    share(promised)
    now = clock.now()
    kept = forget_idle_links(before=now, now=now)
    presaves().update(state="withdrawn")

    forgotten = forget_idle_links(before=now, now=now)

    assert (kept, forgotten, personal().fan) == (0, 1, None)


def test_the_export_names_the_link_and_how_often_it_was_opened(promised):
    share(promised)
    open_link(personal())
    visits()

    told = promised.look(promised.own_page() + "/everything.json").json()

    (row,) = told["Your links to share"]
    assert (row["Page"], row["Code"]) == (SLUG, personal().code)
    assert row["Opened"].startswith("1 ")

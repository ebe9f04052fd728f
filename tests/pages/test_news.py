"""News of an artist in this browser: a box that is unticked, words kept, ended with one tap."""

import pytest

from countin.messaging.models import NewsPush
from tests.pages.door import Browser
from tests.pages.test_push import ENDPOINT, own_origin, send, told  # noqa: F401 - a fixture

PAGE = "/@the-held-notes"


@pytest.fixture
def allowed(door, browser: Browser, own_origin):  # noqa: F811 - the fixture above
    answer = send(browser, f"{PAGE}/news", {**told(), "agreed": True}, headers=own_origin)
    assert answer.status_code == 200
    return browser


def test_the_box_waits_for_a_script_and_is_unticked(door, browser):
    html = browser.look(PAGE).content.decode()

    part = html.partition('id="push" hidden')[2].partition("</section>")[0]
    assert 'type="checkbox"' in part
    assert "checked" not in part
    assert "Notifications about The Held Notes in this browser" in part


def test_without_the_tick_nothing_is_kept(door, browser, own_origin):  # noqa: F811
    answer = send(browser, f"{PAGE}/news", told(), headers=own_origin)

    assert (answer.status_code, NewsPush.objects.count()) == (400, 0)


def test_the_exact_words_are_kept_and_the_page_says_that_it_is_on(allowed):
    html = allowed.look(PAGE).content.decode()

    news = NewsPush.objects.get()
    assert news.consent is not None
    assert "Notifications are on" in html
    assert news.consent.words.startswith("Notifications about The Held Notes in this browser")
    assert (news.consent.language, news.consent.words_version[:1]) == ("en", "1")
    assert ENDPOINT not in html


def test_one_tap_ends_it_without_a_script(allowed):
    allowed.press(f"{PAGE}/news/end")

    assert NewsPush.objects.get().ended_at is not None
    assert 'id="push" hidden' in allowed.look(PAGE).content.decode()


def test_the_fans_own_page_tells_of_it_and_ends_it(allowed):
    address = allowed.look("/me")["Location"]
    html = allowed.look(address).content.decode()
    assert "News as notifications" in html

    allowed.press(f"{address}/withdraw", news=str(NewsPush.objects.get().pk))

    assert NewsPush.objects.get().ended_at is not None


def test_from_another_site_nothing_is_allowed(door, browser):
    answer = send(
        browser,
        f"{PAGE}/news",
        {**told(), "agreed": True},
        headers={"origin": "https://evil.example"},
    )

    assert (answer.status_code, NewsPush.objects.count()) == (403, 0)

"""`/l/CODE`: to our own page with what was sent along, and nowhere else."""

from urllib.parse import parse_qsl, urlsplit

import pytest

from countin import clock
from countin.campaigns.models import Campaign, Channel
from countin.visits.arriving import Utm
from countin.visits.links import channel_link, make_link, share_link
from countin.visits.models import Link, LinkKind
from tests.pages.door import SLUG, Browser, visits


@pytest.fixture
def channel(door) -> Channel:
    return Channel.objects.get(name="newsletter")


@pytest.fixture
def fan(door, browser):
    browser.connect()
    browser.press(browser.own_page() + "/share", campaign=SLUG)
    return Link.objects.get(kind=LinkKind.PERSONAL).fan


def follow(browser: Browser, link: Link, /, **query: str) -> tuple[str, dict[str, str]]:
    answer = browser.look(f"/l/{link.code}", **query)
    assert answer.status_code == 302
    parts = urlsplit(answer["Location"])
    assert (parts.scheme, parts.netloc) == ("", "")
    return parts.path, dict(parse_qsl(parts.query))


def test_a_channels_link_leads_to_the_page_and_names_the_channel(channel, browser):
    link = channel_link(channel, now=clock.now())

    assert follow(browser, link) == (f"/{SLUG}", {"via": "newsletter"})


def test_its_words_come_along_and_those_of_the_visitor_say_more(channel, browser):
    link = channel_link(channel, utm=Utm("instagram", "story"), now=clock.now())

    plain, said = follow(browser, link), follow(browser, link, utm_source="x", utm_campaign="night")

    words = {"via": "newsletter", "utm_source": "instagram", "utm_medium": "story"}
    assert plain == (f"/{SLUG}", words)
    assert said == (f"/{SLUG}", {**words, "utm_source": "x", "utm_campaign": "night"})


def test_a_visit_by_the_link_is_counted_with_channel_and_words(channel, browser):
    link = channel_link(channel, utm=Utm("instagram", "story", "teaser"), now=clock.now())

    page, words = follow(browser, link)
    browser.look(page, **words)

    visit = visits().get()
    assert visit.channel == channel
    said = (visit.utm_source, visit.utm_medium, visit.utm_campaign)
    assert said == ("instagram", "story", "teaser")


def test_words_that_look_like_more_stay_words(channel, browser):
    link = channel_link(channel, now=clock.now())

    path, words = follow(browser, link, utm_source="a&via=other#x", utm_medium="ü\r\nSet-Cookie: a")

    assert path == f"/{SLUG}"
    assert words["via"] == "newsletter"
    assert words["utm_source"] == "a&via=other#x"
    assert "\r" not in words["utm_medium"]


@pytest.mark.parametrize("word", ["next", "url", "to", "redirect", "via", "link", "host"])
@pytest.mark.parametrize("where", ["https://evil.example", "//evil.example", "/\\evil.example"])
def test_no_word_of_the_query_leads_out_of_our_pages(channel, browser, word, where):
    link = channel_link(channel, now=clock.now())

    assert follow(browser, link, **{word: where}) == (f"/{SLUG}", {"via": "newsletter"})


def test_the_link_of_a_channel_that_was_removed_still_leads_to_the_page(channel, browser):
    link = channel_link(channel, now=clock.now())
    channel.delete()

    assert follow(browser, link) == (f"/{SLUG}", {})


def test_a_fans_link_names_itself_and_nobody(fan, browser):
    link = Link.objects.get(fan=fan)

    assert follow(Browser(), link) == (f"/{SLUG}", {"link": link.code})


def test_a_visit_by_a_fans_link_is_counted_for_it(fan):
    link = Link.objects.get(fan=fan)
    page, words = follow(Browser(), link)

    Browser().look(page, **words)

    assert visits().count() == 1
    link.refresh_from_db()
    assert link.openings == 1


def test_a_link_that_is_nobodys_any_more_leads_to_the_page(fan):
    link = Link.objects.get(fan=fan)
    Link.objects.update(fan=None)
    link.refresh_from_db()

    assert follow(Browser(), link) == (f"/{SLUG}", {})


def test_the_link_of_a_draft_leads_nowhere(channel, browser):
    link = channel_link(channel, now=clock.now())
    Campaign.objects.update(published_at=None)

    assert browser.look(f"/l/{link.code}").status_code == 404


def test_a_mails_link_whose_service_is_gone_leads_to_the_page(door, browser):
    link = make_link(door.campaign, kind=LinkKind.REMINDER, provider="gone", now=clock.now())

    assert follow(browser, link) == (f"/{SLUG}", {})


def test_the_same_link_is_made_once(channel, fan):
    now = clock.now()

    links = {channel_link(channel, utm=Utm("x"), now=now).pk for _ in range(3)}
    shares = {share_link(fan, campaign=channel.campaign, now=now).pk for _ in range(3)}

    assert (len(links), len(shares)) == (1, 1)
    assert channel_link(channel, utm=Utm("y"), now=now).pk not in links

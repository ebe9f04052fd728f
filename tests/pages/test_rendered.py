"""A page that is made once says what the page made for one visitor says, headers and all."""

import re
from collections.abc import Mapping
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from countin import clock
from countin.campaigns.guests import guest_key
from countin.campaigns.models import Campaign, Channel, Release
from countin.messaging.outreach import add_contact
from countin.pages.made_once.rendered import SHELF
from countin.visits.buffer import VISITS
from tests.pages.door import SLUG, Browser, fields_of, page_of, visits

_INSTAGRAM_IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
    "Gecko) Mobile/15E148 Instagram 333.0.3.30.92 (iPhone14,5; iOS 17_5; en_US; en; scale=3.00)"
)
_TIKTOK_ANDROID = (
    "Mozilla/5.0 (Linux; Android 13; SM-A546B; wv) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Version/4.0 Chrome/120.0.6099.144 Mobile Safari/537.36 trill_320403 BytedanceWebview/d8a21c6"
)
_FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0"
_MARK = re.compile(r"\d{1,19}-[0-9a-f]{24}")
_UTM = "utm_source=insta%20gram&utm_medium=%22%3E%3Cb%3E%26&utm_campaign=caf%C3%A9'+1"


class Counter:
    """How often the doors behind made a page."""

    def __init__(self) -> None:
        self.made = 0

    def __call__(self, execute, sql, params, many, context):
        self.made += "campaigns_release" in sql and "INNER JOIN" in sql and "title" in sql
        return execute(sql, params, many, context)


@pytest.fixture
def makes(door):
    counter = Counter()
    with connection.execute_wrapper(counter):
        yield counter


@pytest.fixture
def renders(door, settings):
    """Pages are made once; each test begins with an empty shelf."""
    settings.RENDERS_ONCE = True
    SHELF.clear()
    return Client(raise_request_exception=False, HTTP_HOST="testserver")


def ask(client: Client, *, query: str = "", method: str = "GET", headers: Mapping[str, str]):
    answer = client.generic(method, f"/{SLUG}{query}", headers={"user-agent": _FIREFOX, **headers})
    return answer.status_code, dict(answer.items()), _MARK.sub("MARK", answer.content.decode())


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"accept-language": "de-CH,de;q=0.9,en;q=0.5"},
        {"accept-language": "ar"},
        {"cookie": "lang=es"},
        {"cookie": "service=apple_music"},
        {"cookie": "_ga=GA1.2.3; countin_browser=abc"},
        {"x-forwarded-proto": "https"},
        {"user-agent": _INSTAGRAM_IPHONE},
        {"user-agent": _TIKTOK_ANDROID, "accept-language": "es"},
        {"user-agent": "Googlebot/2.1"},
        {"sec-purpose": "prefetch;anonymous-client-ip"},
    ],
    ids=lambda headers: ",".join(headers.values())[:24] or "plain",
)
@pytest.mark.parametrize(
    "query",
    [
        "",
        "?via=newsletter",
        "?via=nobodys",
        "?fbclid=IwAR2&igsh=x",
        f"?{_UTM}",
        f"?via=newsletter&{_UTM}",
    ],
    ids=["plain", "via", "no-via", "foreign", "utm", "via-utm"],
)
def test_it_equals_the_page_made_for_one_visitor(renders, settings, query, headers):
    ask(renders, headers=headers)  # somebody else was there before, without any words
    once = ask(renders, query=query, headers=headers)
    settings.RENDERS_ONCE = False

    alone = ask(renders, query=query, headers=headers)

    assert once == alone
    assert once[0] == 200


def test_a_head_has_the_same_headers_and_counts_nothing(renders, settings):
    seen = ask(renders, headers={})
    VISITS.take()

    head = ask(renders, method="HEAD", headers={})
    settings.RENDERS_ONCE = False
    alone = ask(renders, method="HEAD", headers={})

    assert head[:2] == alone[:2] == seen[:2]
    assert visits().count() == 0


def test_it_is_made_once_and_each_visitor_is_counted_with_a_mark_of_their_own(renders, makes):
    answers = [renders.get(f"/{SLUG}?via=newsletter&utm_source=a{n}") for n in range(5)]

    marks = [fields_of(answer)["visit"] for answer in answers]
    assert makes.made == 1
    assert len(set(marks)) == 5
    assert [mark.partition("-")[0] for mark in marks] == [
        str(number) for number in _numbers_by("utm_source")
    ]
    assert set(visits().values_list("channel__name", flat=True)) == {"newsletter"}


def test_what_one_visitor_brings_reaches_no_other(renders):
    renders.get(
        f"/{SLUG}?via=newsletter&utm_source=mine&x=mine",
        headers={"referer": "https://mine.example", "x-forwarded-host": "mine.example"},
    )

    page = renders.get(f"/{SLUG}").content.decode()

    assert "mine" not in page
    assert 'name="via"' not in page


def test_a_change_shows_within_a_second(renders, wait):
    before = page_of(renders.get(f"/{SLUG}"))
    Release.objects.update(title="Midnight Doors")
    Campaign.objects.all().note_change(clock.now())

    wait(1.1)

    assert "Midnight Windows" in before
    assert "Midnight Doors" in page_of(renders.get(f"/{SLUG}"))


def test_a_pause_shows_within_a_second(renders, wait):
    renders.get(f"/{SLUG}")
    Campaign.objects.update(paused_at=clock.now())
    Campaign.objects.all().note_change(clock.now())

    wait(1.1)

    assert "Not taking pre-saves right now" in page_of(renders.get(f"/{SLUG}"))


def test_the_moment_it_is_out_the_page_says_so_at_once(renders, door, set_clock):
    release = door.campaign.release
    moment = release.last_moment
    set_clock(moment - timedelta(seconds=60))
    before = page_of(renders.get(f"/{SLUG}"))

    set_clock(moment)

    assert "out now" not in before
    assert "out now" in page_of(renders.get(f"/{SLUG}"))


def test_a_release_of_one_instant_is_out_at_that_instant(renders, door, set_clock):
    release = door.campaign.release
    moment = clock.now().replace(microsecond=0) + timedelta(days=3, minutes=7, seconds=13)
    Release.objects.filter(pk=release.pk).update(timing="global", release_at=moment)
    set_clock(moment - timedelta(seconds=5))
    before = page_of(renders.get(f"/{SLUG}"))

    set_clock(moment)

    assert "out now" not in before
    assert "out now" in page_of(renders.get(f"/{SLUG}"))


def test_a_clock_that_goes_back_shows_the_page_of_then(renders, door, set_clock):
    moment = door.campaign.release.last_moment
    set_clock(moment)
    renders.get(f"/{SLUG}")

    set_clock(moment - timedelta(minutes=1))

    assert "out now" not in page_of(renders.get(f"/{SLUG}"))


def test_a_new_channel_counts_within_a_second(renders, door, wait):
    renders.get(f"/{SLUG}?via=radio")
    Channel.objects.create(campaign=door.campaign, name="radio")
    Campaign.objects.all().note_change(clock.now())

    wait(1.1)
    renders.get(f"/{SLUG}?via=radio")

    assert sorted(visits().values_list("channel__name", flat=True), key=str) == [None, "radio"]


def test_fans_guests_and_choosers_get_a_page_of_their_own(renders, door, settings):
    browser = Browser()
    browser.connect()
    key = guest_key(door.campaign, secret_key=settings.SECRET_KEY)
    renders.get(f"/{SLUG}")

    fan = browser.look(f"/{SLUG}")
    guest = browser.look(f"/{SLUG}", guest=key)
    chooser = renders.get(f"/{SLUG}?lang=de", headers={"sec-fetch-site": "same-origin"})
    next_one = Client(HTTP_HOST="testserver").get(f"/{SLUG}")

    assert browser.own_page() in fan.content.decode()
    assert fields_of(guest)["guest"] == key
    assert chooser.cookies["lang"].value == "de"
    assert not next_one.cookies
    assert key not in next_one.content.decode()
    assert "/me/" not in next_one.content.decode()


def test_a_name_that_is_not_ours_is_refused_though_the_page_is_there(renders):
    renders.get(f"/{SLUG}")

    answers = [renders.get(f"/{SLUG}", headers={"host": host}) for host in ("evil.example", "a b")]

    assert [answer.status_code for answer in answers] == [400, 400]


@pytest.mark.parametrize(
    "path", ["/no-such-page", "/privacy", f"/{SLUG}/", "/healthz", "/robots.txt"]
)
def test_other_addresses_answer_as_ever(renders, settings, path):
    once = renders.get(path)
    settings.RENDERS_ONCE = False

    alone = renders.get(path)

    assert (once.status_code, once.content) == (alone.status_code, alone.content)


def test_a_draft_is_not_shown_once_it_is_one_again(renders, wait):
    renders.get(f"/{SLUG}")
    Campaign.objects.update(published_at=None)

    wait(1.1)

    assert renders.get(f"/{SLUG}").status_code == 404


def test_a_page_for_all_asks_the_database_nothing(renders):
    renders.get(f"/{SLUG}")

    with CaptureQueriesContext(connection) as asked:
        renders.get(f"/{SLUG}?fbclid=1")

    assert list(asked) == []


def test_who_comes_by_a_channel_made_since_the_page_was_is_counted_by_it(door, renders, wait):
    """A letter's link, and an announcement's, are new to a page that stands there already."""
    renders.get(f"/{SLUG}")
    contact = add_contact(door.campaign, whom="Ben", way="letter", now=clock.now())
    wait(1.1)

    page = renders.get(f"/{SLUG}?via={contact.channel.name}", headers={"user-agent": _FIREFOX})

    assert visits().latest("visited_at").channel == contact.channel
    assert f'value="{contact.channel.name}"' in page.content.decode()


def test_the_log_has_its_line(renders, caplog):
    renders.get(f"/{SLUG}")
    caplog.clear()

    renders.get(f"/{SLUG}")

    lines = [record.ready_fields for record in caplog.records]
    assert [line.rpartition(" ms=")[0] for line in lines] == [
        f"method='GET' path='/{SLUG}' status=200"
    ]


def test_words_and_languages_that_nobody_knows_make_no_further_pages(renders):
    for n in range(30):
        renders.get(f"/{SLUG}?utm_source=s{n}&fbclid={n}", headers={"accept-language": f"x{n}"})

    with CaptureQueriesContext(connection) as asked:
        renders.get(f"/{SLUG}?utm_source=other", headers={"accept-language": "yy"})

    assert list(asked) == []


def _numbers_by(field: str) -> list[int]:
    return list(visits().order_by(field).values_list("pk", flat=True))

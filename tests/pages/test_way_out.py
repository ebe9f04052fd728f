"""Inside an app: the way out carries everything along, and the loss is counted per app."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from countin import clock
from countin.visits.buffer import VISITS
from countin.visits.models import AppStep, Click, Visit
from tests.pages.door import RETURN, SLUG, Browser, fields_of, visits
from tests.providers.spotify_stage import agree

INSTAGRAM = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
    "Gecko) Mobile/15E148 Instagram 333.0.3.30.92 (iPhone14,5; iOS 17_5; en_US; en; scale=3.00)"
)
TIKTOK = (
    "Mozilla/5.0 (Linux; Android 13; SM-A546B; wv) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Version/4.0 Chrome/120.0.6099.144 Mobile Safari/537.36 trill_320403 BytedanceWebview/d8a21c6"
)
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
    "Gecko) Version/17.5 Mobile/15E148 Safari/604.1"
)


def inside(agent: str) -> Browser:
    browser = Browser()
    browser.client.defaults["HTTP_USER_AGENT"] = agent
    return browser


def ways_out(answer) -> list[str]:
    """Every address on the page that leads out of the app."""
    found = re.findall(r'(?:href|value)="([^"]*[?&;]from=[^"]*)"', answer.content.decode())
    return [unescape(address) for address in found]


def words_of(address: str) -> dict[str, str]:
    query = urlsplit(address.partition("#")[0]).query
    return {word: texts[-1] for word, texts in parse_qs(query).items()}


@pytest.mark.parametrize(
    ("agent", "begins", "ends"),
    [
        (INSTAGRAM, "x-safari-http://127.0.0.1:8000/midnight-windows?", ""),
        (TIKTOK, "intent://127.0.0.1:8000/midnight-windows?", "#Intent;scheme=http;end"),
    ],
)
def test_the_way_out_opens_the_phones_own_browser(door, agent, begins, ends):
    answer = inside(agent).look(f"/{SLUG}")

    opening, plain = ways_out(answer)[:2]
    assert opening.startswith(begins)
    assert opening.endswith(ends)
    assert plain.startswith("http://127.0.0.1:8000/midnight-windows?from=")


def test_nothing_that_was_brought_is_lost_on_the_way(door):
    answer = inside(INSTAGRAM).look(
        f"/{SLUG}", via="newsletter", utm_source="story", utm_campaign="a & b", lang="de"
    )

    mark = fields_of(answer)["visit"]
    assert len(ways_out(answer)) == 2
    for address in ways_out(answer):
        assert words_of(address) == {
            "via": "newsletter",
            "utm_source": "story",
            "utm_campaign": "a & b",
            "lang": "de",
            "from": mark,
        }


def test_a_real_browser_needs_no_way_out(door):
    assert ways_out(inside(SAFARI).look(f"/{SLUG}")) == []


def go_out(answer, **words: str):
    """Open the copied address in the phone's own browser; gives the browser and its answer."""
    VISITS.flush()
    browser = inside(SAFARI)
    return browser, browser.look(f"/{SLUG}", **(words_of(ways_out(answer)[1]) | words))


def test_whoever_comes_out_is_known_to_have_left_the_app(door):
    answer = inside(INSTAGRAM).look(f"/{SLUG}", via="newsletter")

    go_out(answer)

    told = visits().order_by("visited_at").values_list("in_app", "left_app", "channel__name")
    assert list(told) == [("instagram", "", "newsletter"), ("", "instagram", "newsletter")]
    assert Visit.objects.get(in_app="").came_from == Visit.objects.get(in_app="instagram").pk


def test_a_box_that_was_ticked_inside_is_ticked_outside(door):
    answer = inside(INSTAGRAM).look(f"/{SLUG}")

    _browser, outside = go_out(answer, follow="spotify")

    assert re.search(r'name="follow"[^>]* checked', outside.content.decode())


@pytest.mark.parametrize("mark", ["", "12-000000000000000000000000"])
def test_no_address_alone_ticks_the_box(door, mark):
    answer = inside(SAFARI).look(f"/{SLUG}", **{"follow": "spotify", "from": mark})

    assert "checked" not in answer.content.decode()


def test_the_mark_of_a_real_browser_ticks_no_box(door):
    mark = fields_of(inside(SAFARI).look(f"/{SLUG}"))["visit"]
    VISITS.flush()

    answer = inside(SAFARI).look(f"/{SLUG}", **{"follow": "spotify", "from": mark})

    assert "checked" not in answer.content.decode()


def test_an_old_way_out_ticks_no_box(door, set_clock):
    answer = inside(INSTAGRAM).look(f"/{SLUG}")
    VISITS.flush()
    Visit.objects.update(visited_at=clock.now().replace(year=2020))

    _browser, outside = go_out(answer, follow="spotify")

    assert "checked" not in outside.content.decode()


def test_a_mark_fetched_in_another_network_ticks_no_box(door):
    attacker = inside(INSTAGRAM)
    attacker.client.defaults["REMOTE_ADDR"] = "203.0.113.9"
    answer = attacker.look(f"/{SLUG}")
    VISITS.flush()
    victim = inside(SAFARI)
    victim.client.defaults["REMOTE_ADDR"] = "198.51.100.77"

    shown = victim.look(f"/{SLUG}", follow="spotify", **words_of(ways_out(answer)[1]))

    assert "checked" not in shown.content.decode()


def test_a_way_out_ticks_the_box_once(door):
    answer = inside(INSTAGRAM).look(f"/{SLUG}")
    _browser, first = go_out(answer, follow="spotify")

    _other, second = go_out(answer, follow="spotify")

    assert "checked" in first.content.decode()
    assert "checked" not in second.content.decode()


def test_a_visitor_without_an_address_gets_no_ticked_box(door):
    app, phone = inside(INSTAGRAM), inside(SAFARI)
    app.client.defaults["REMOTE_ADDR"] = phone.client.defaults["REMOTE_ADDR"] = ""
    answer = app.look(f"/{SLUG}")
    VISITS.flush()

    shown = phone.look(f"/{SLUG}", follow="spotify", **words_of(ways_out(answer)[1]))

    assert "checked" not in shown.content.decode()


def test_a_mark_sent_again_and_again_counts_each_step_once(door):
    answer = inside(INSTAGRAM).look(f"/{SLUG}")
    VISITS.flush()

    for _again in range(5):
        Browser().press("/connect/spotify", headers=None, **fields_of(answer))

    assert list(AppStep.objects.values_list("kind", "visit_number")) == [
        ("pressed", Visit.objects.get().pk)
    ]


def test_what_came_of_it_is_counted_inside_and_outside(door):
    browser = inside(INSTAGRAM)
    answer = browser.look(f"/{SLUG}")
    VISITS.flush()
    browser.press(f"/{SLUG}/remind/spotify", headers=None, **fields_of(answer))

    phone, outside = go_out(answer)
    VISITS.flush()
    asked = phone.go_to_spotify(**fields_of(outside))
    phone.look(RETURN, **agree(asked, fan="ada"))

    assert list(AppStep.objects.order_by("pk").values_list("app", "kind", "has_left")) == [
        ("instagram", "reminded", False),
        ("instagram", "pressed", True),
        ("instagram", "connected", True),
        ("instagram", "promised", True),
    ]


def test_in_a_real_browser_no_step_is_noted(door):
    phone = inside(SAFARI)
    answer = phone.look(f"/{SLUG}")
    VISITS.flush()

    phone.look(RETURN, **agree(phone.go_to_spotify(**fields_of(answer)), fan="ada"))

    assert AppStep.objects.count() == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"user-agent": SAFARI, "sec-purpose": "prefetch"},
        {"user-agent": SAFARI, "purpose": "prefetch"},
    ],
)
def test_no_click_is_counted_but_a_persons(door, headers):
    browser = Browser()

    answer = browser.client.get(f"/{SLUG}/follow/spotify", headers=headers)

    assert answer.status_code == 302
    assert Click.objects.count() == 0


def test_a_page_that_is_fetched_ahead_is_no_visit(door):
    answer = Browser().client.get(
        f"/{SLUG}", headers={"user-agent": SAFARI, "sec-purpose": "prefetch;prerender"}
    )

    assert answer.status_code == 200
    assert visits().count() == 0

"""The check at the door."""

import pytest

from countin.presaves.models import Authorization
from tests.pages.door import SLUG, page_of

OURS = "http://127.0.0.1:8000"
ELSEWHERE = "https://evil.example"


@pytest.fixture(autouse=True)
def at_home(settings):
    settings.BASE_URL = OURS


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": OURS},
        {"origin": OURS, "sec-fetch-site": "same-origin"},
        {"origin": OURS, "sec-fetch-site": "none"},
        {"referer": f"{OURS}/{SLUG}?via=newsletter"},
    ],
)
def test_a_form_of_ours_comes_in(door, browser, headers):
    answer = browser.press("/connect/spotify", headers=headers, campaign=SLUG)

    assert answer.status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "null"},
        {"origin": ELSEWHERE},
        {"origin": f"{OURS}.evil.example"},
        {"origin": "http://127.0.0.1:8001"},
        {"origin": "https://127.0.0.1:8000"},
        {"origin": "http://[bad"},
        {"origin": OURS, "sec-fetch-site": "cross-site"},
        {"origin": OURS, "sec-fetch-site": "same-site"},
        {"referer": f"{ELSEWHERE}/?{OURS}"},
        {"origin": ELSEWHERE, "referer": OURS},
    ],
)
def test_a_form_from_elsewhere_stays_out_and_is_told_the_next_step(door, browser, headers):
    answer = browser.press("/connect/spotify", headers=headers, campaign=SLUG)

    assert answer.status_code == 403
    assert "Open the release's page by its own link" in page_of(answer)
    assert Authorization.objects.count() == 0


def test_the_usual_port_may_be_spelled_out(door, browser, settings):
    settings.BASE_URL = "https://presave.example"

    answer = browser.press(
        "/connect/spotify", headers={"origin": "https://presave.example:443"}, campaign=SLUG
    )

    assert answer.status_code == 303


@pytest.mark.parametrize("path", ["/connect/spotify", "/unsubscribe/" + "x" * 43])
def test_a_body_that_no_form_of_ours_fills_stays_out(door, browser, path):
    answer = browser.press(path, campaign=SLUG, follow="x" * 70_000)

    assert answer.status_code == 413
    assert "Your browser sent more than any form of ours holds." in page_of(answer)


def test_a_length_that_is_no_number_stays_out(door, browser):
    answer = browser.client.post(
        "/connect/spotify", {}, CONTENT_LENGTH="many", headers={"origin": OURS}
    )

    assert answer.status_code == 413


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_methods_that_no_page_uses_are_refused(door, browser, method):
    answer = getattr(browser.client, method)(f"/{SLUG}", headers={"origin": OURS})

    assert answer.status_code == 405


def test_every_page_comes_with_a_strict_policy(door, browser):
    policy = browser.look(f"/{SLUG}")["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy

"""Notifications in a browser: who may allow them, for what, and the worker's own address."""

import json
from typing import Any

import pytest

from countin import clock
from countin.messaging.models import PushSubscription, Reminder
from countin.messaging.web_push.browsers import hash_endpoint
from simulator.push.browsers import make_browser
from tests.pages.door import SLUG, Browser, page_of

PAGE = f"/{SLUG}/reminder/spotify"
ENDPOINT = "https://push.example.com/send/one"


@pytest.fixture
def asked(door, browser: Browser) -> Browser:
    """A browser that has asked for a reminder."""
    browser.press(f"/{SLUG}/remind/spotify", campaign=SLUG)
    return browser


@pytest.fixture
def own_origin(settings) -> dict[str, str]:
    return {"origin": settings.BASE_URL}


def told(endpoint: str = ENDPOINT) -> dict[str, Any]:
    """What `push.js` sends."""
    subscription = make_browser("one", endpoint=endpoint).subscription()
    return {"campaign": SLUG, "service": "spotify", "subscription": subscription}


def send(browser: Browser, path: str, what: object, *, headers: dict[str, str]) -> Any:
    body = json.dumps(what)
    return browser.client.post(path, body, content_type="application/json", headers=headers)


def test_the_worker_stands_at_the_root_and_is_looked_up_anew(door, browser):
    answer = browser.look("/sw.js")

    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer["Cache-Control"] == "no-cache"
    assert b'addEventListener("push"' in answer.content


def test_the_button_waits_for_a_script(asked):
    html = asked.look(PAGE).content.decode()

    assert 'id="push" hidden' in html
    assert 'data-worker="/sw.js"' in html


def test_inside_an_app_no_notification_is_offered(asked):
    app = (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, "
        "like Gecko) Mobile/15E148 Instagram 334.0.4.32.98 (iPhone15,2; iOS 17_5_1; de_DE)"
    )

    page = asked.client.get(PAGE, headers={"user-agent": app})

    assert 'id="push"' not in page.content.decode()


def test_a_browser_is_kept_for_the_reminder_it_asked_for(asked, own_origin):
    answer = send(asked, "/push/subscribe", told(), headers=own_origin)

    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert Reminder.objects.get().push == PushSubscription.objects.get()
    assert "The notification is on" in page_of(asked.look(PAGE))


def test_no_answer_and_no_page_shows_the_browsers_address(asked, own_origin):
    answer = send(asked, "/push/subscribe", told(), headers=own_origin)

    shown = answer.content + asked.look(PAGE).content + asked.look(asked.own_page()).content

    assert b"push.example.com" not in shown


def test_a_browser_without_the_fans_cookie_allows_nothing(asked, own_origin):
    answer = send(Browser(), "/push/subscribe", told(), headers=own_origin)

    assert answer.status_code == 404
    assert PushSubscription.objects.count() == 0


def test_who_asked_for_no_reminder_is_told_what_to_do_first(door, browser, own_origin):
    answer = send(browser, "/push/subscribe", told(), headers=own_origin)

    assert answer.json() == {
        "words": "No reminder was asked for in this browser. Ask for one first."
    }


@pytest.mark.parametrize("path", ["/push/subscribe", "/push/renew", "/push/end"])
@pytest.mark.parametrize("headers", [{}, {"origin": "https://evil.example"}])
def test_another_origin_is_refused(asked, path, headers):
    answer = send(asked, path, told(), headers=headers)

    assert answer.status_code == 403
    assert PushSubscription.objects.count() == 0


@pytest.mark.parametrize("path", ["/push/subscribe", "/push/renew", "/push/end"])
def test_opening_the_addresses_changes_nothing(asked, path):
    assert asked.look(path).status_code == 405


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://push.example.com/send",
        "https://10.0.0.8/send",
        "https://169.254.169.254/latest",
        "https://db.internal/send",
        "http://127.0.0.1:9/send",
        "file:///etc/passwd",
    ],
)
def test_a_public_installation_asks_no_address_inside_a_network(
    asked, own_origin, settings, endpoint
):
    settings.IS_LOOPBACK = False

    answer = send(asked, "/push/subscribe", told(endpoint), headers=own_origin)

    assert answer.status_code == 400
    assert PushSubscription.objects.count() == 0


@pytest.mark.parametrize(
    "what",
    [
        None,
        [],
        "text",
        {"campaign": SLUG, "service": "spotify"},
        {"campaign": SLUG, "service": "spotify", "subscription": {"endpoint": ENDPOINT}},
        {"campaign": "a\0b", "service": "spotify", "subscription": {}},
        {"campaign": 7, "service": ["spotify"], "subscription": {}},
        {"old": "\0", "subscription": {}},
    ],
)
@pytest.mark.parametrize("path", ["/push/subscribe", "/push/renew"])
def test_what_is_no_subscription_is_answered_and_kept_nowhere(asked, own_origin, what, path):
    answer = send(asked, path, what, headers=own_origin)

    assert answer.status_code in (400, 404)
    assert PushSubscription.objects.count() == 0


def test_a_browser_with_a_new_address_is_known_by_its_old_one(asked, own_origin):
    send(asked, "/push/subscribe", told(), headers=own_origin)
    renewed = {**told("https://push.example.com/send/two"), "old": ENDPOINT}

    answer = send(asked, "/push/renew", renewed, headers=own_origin)

    assert answer.status_code == 200
    kept = PushSubscription.objects.get()
    assert kept.endpoint_hash == hash_endpoint("https://push.example.com/send/two")
    assert Reminder.objects.get().push == kept


def test_the_notification_ends_by_a_form_without_a_script(asked, own_origin):
    send(asked, "/push/subscribe", told(), headers=own_origin)

    answer = asked.press("/push/end", campaign=SLUG, service="spotify")

    assert (answer.status_code, answer["Location"]) == (303, PAGE)
    assert PushSubscription.objects.count() == 0
    assert Reminder.objects.get().withdrawn_at is None


def test_the_own_page_shows_the_notification_and_ends_it(asked, own_origin):
    send(asked, "/push/subscribe", told(), headers=own_origin)
    page = page_of(asked.look(asked.own_page()))

    path = f"{asked.own_page()}/withdraw"
    after = asked.press(path, notification=str(Reminder.objects.get().pk))

    assert "The browser in which you allowed it is notified once it is out." in page
    assert "End the notification" in page
    assert PushSubscription.objects.count() == 0
    assert "The notification is off." in page_of(asked.client.get(after["Location"]))


def test_the_own_page_says_when_a_browser_was_notified(asked):
    Reminder.objects.update(pushed_at=clock.now())

    assert "Notified on" in page_of(asked.look(asked.own_page()))

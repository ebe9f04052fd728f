"""The small addresses, and pages for what goes wrong."""

import pytest
from django.db import DatabaseError, OperationalError, connection
from django.test import Client

from countin.pages.answers import SeeOther
from tests.pages.door import SLUG, page_of


def test_health_is_well_while_the_database_answers(db, browser):
    answer = browser.look("/healthz")

    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_health_is_ill_when_the_database_does_not(db, browser):
    def refuse(*_call: object) -> None:
        raise DatabaseError

    with connection.execute_wrapper(refuse):
        answer = browser.look("/healthz")

    assert answer.status_code == 503


def test_with_the_database_away_a_fan_is_told_to_come_back_and_a_monitor_hears_503(db):
    def refuse(*_call: object) -> None:
        raise OperationalError

    with connection.execute_wrapper(refuse):
        answer = Client(raise_request_exception=False).get(f"/{SLUG}?lang=de")

    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert "Versuch es in einer Minute noch einmal" in page_of(answer)


def test_robots_stay_out_of_what_is_one_fans_alone(browser):
    lines = browser.look("/robots.txt").content.decode().splitlines()

    assert "Disallow: /me/" in lines
    assert "Disallow: /connect/" in lines


def test_the_icon_is_found_by_its_usual_name(browser):
    assert browser.look("/favicon.ico")["Location"].startswith("/static/pages/icon.svg?")


def test_the_privacy_notice_names_who_answers(browser):
    text = page_of(browser.look("/privacy"))

    assert "Who answers for your data" in text
    assert "What we keep, why and for how long" in text


def test_the_front_lists_nobody(db, browser):
    answer = browser.look("/")

    assert answer.status_code == 200
    assert "Open it by the link its artist gave you." in page_of(answer)


@pytest.mark.parametrize(
    "path", ["/No-Capitals", "/" + "a" * 64, "/%00", "/-dash", "/../etc", "/a/b/c/d"]
)
def test_what_can_be_no_slug_is_not_found(db, browser, path):
    answer = browser.client.get(path)

    assert answer.status_code == 404
    assert "Nothing plays here" in page_of(answer)


def test_a_broken_page_tells_its_next_step_and_nothing_else(db, browser):
    def break_(*_call: object) -> None:
        raise RuntimeError("a secret in an exception")

    with connection.execute_wrapper(break_):
        answer = browser.look(f"/{SLUG}")

    assert answer.status_code == 500
    assert "Try again in a minute." in page_of(answer)
    assert "secret" not in answer.content.decode()


def test_after_a_form_the_browser_goes_on_with_a_get():
    assert SeeOther("/").status_code == 303

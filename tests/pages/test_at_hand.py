"""What the web server runs: pages at hand come before everything else, and are the same."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test.utils import CaptureQueriesContext

from countin.config.wsgi import application
from countin.pages.made_once.rendered import SHELF
from tests.pages.door import FIREFOX, SLUG, visits

_MARK = re.compile(rb"\d{1,19}-[0-9a-f]{24}")


@pytest.fixture(autouse=True)
def renders(door, settings) -> Iterator[None]:
    """Connections stay open between requests, as the test's own transaction needs."""
    settings.RENDERS_ONCE = True
    SHELF.clear()
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def ask(path: str = f"/{SLUG}", *, query: str = "", method: str = "GET", host: str = "testserver"):
    """Status, headers and body without the mark, as the server gets them."""
    begun: list[Any] = []
    environ = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": host,
        "HTTP_USER_AGENT": FIREFOX,
        "REMOTE_ADDR": "203.0.113.7",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
    }
    answer = application(environ, lambda *told: begun.append(told))
    body = b"".join(answer)
    getattr(answer, "close", lambda: None)()
    return begun[0][0], dict(begun[0][1]), _MARK.sub(b"MARK", body)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("query", ["", "via=newsletter&utm_source=a%20b", "fbclid=1"])
def test_a_page_at_hand_is_the_page_and_asks_nobody(query, method):
    first = ask(query=query, method=method)

    with CaptureQueriesContext(connection) as asked:
        second = ask(query=query, method=method)

    assert first == second
    assert first[0] == "200 OK"
    assert list(asked) == []
    assert visits().count() == (2 if method == "GET" else 0)


def test_each_has_its_line_in_the_log(caplog):
    for _ in range(2):
        ask()

    lines = [record.ready_fields for record in caplog.records if hasattr(record, "ready_fields")]
    assert [line.rpartition(" ms=")[0] for line in lines] == [
        f"method='GET' path='/{SLUG}' status=200"
    ] * 2


def test_a_name_that_is_not_ours_is_refused_though_the_page_is_at_hand():
    ask()

    assert ask(host="evil.example")[0] == "400 Bad Request"


def test_other_answers_come_whole_and_files_in_pieces():
    status, headers, body = ask("/healthz")
    icon = ask("/static/pages/icon.svg")

    assert (status, headers["Content-Type"], body) == ("200 OK", "text/plain", b"ok\n")
    assert icon[0] == "200 OK"
    assert b"<svg" in icon[2]

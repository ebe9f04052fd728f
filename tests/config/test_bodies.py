"""Senders that take their time: so many threads wait for them, and no more."""

import io
import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from countin.config.bodies import MOST_AT_ONCE, read_ahead
from countin.config.wsgi import application
from tests.journeys.installation import wait_until


@pytest.fixture(autouse=True)
def no_database() -> Iterator[None]:
    """None is needed here, and so none is closed before and after a request."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


class SlowSender(io.RawIOBase):
    """Sends a few bytes, and the rest once it may."""

    def __init__(self) -> None:
        self.is_asked = threading.Event()
        self.may_end = threading.Event()

    def read(self, size: int = -1) -> bytes:
        self.is_asked.set()
        self.may_end.wait(20)
        return b"a=b"


class Untouched(io.RawIOBase):
    """Nobody may wait for this one."""

    def read(self, size: int = -1) -> bytes:
        raise AssertionError("read")


def ask(
    sent: io.IOBase,
    *,
    path: str = "/healthz",
    method: str = "POST",
    length: str = "1000",
    **headers: str,
):
    """Status, headers and body of what the server would get."""
    begun: list[Any] = []
    environ = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "testserver",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": length,
        "REMOTE_ADDR": "203.0.113.7",
        "wsgi.url_scheme": "http",
        "wsgi.input": sent,
        **headers,
    }
    answer = application(environ, lambda *told: begun.append(told))
    body = b"".join(answer)
    getattr(answer, "close", lambda: None)()
    return begun[0][0], dict(begun[0][1]), body


@pytest.fixture
def slow() -> Iterator[list[SlowSender]]:
    """As many slow senders as may keep a thread waiting, each with one."""
    senders = [SlowSender() for _ in range(MOST_AT_ONCE)]
    threads = [threading.Thread(target=ask, args=[sender]) for sender in senders]
    for thread in threads:
        thread.start()
    wait_until(lambda: all(sender.is_asked.is_set() for sender in senders), within=10, every=0.02)
    yield senders
    for sender in senders:
        sender.may_end.set()
    for thread in threads:
        thread.join()


def test_one_slow_sender_more_is_told_when_to_come_and_not_waited_for(slow):
    status, headers, body = ask(Untouched())

    assert (status, headers["Retry-After"]) == ("503 Service Unavailable", "5")
    assert headers["Cache-Control"] == "no-store"
    assert body == (
        b"Many are sending something at once. Nothing was taken: go back in 5 seconds and press "
        b"again.\n"
    )


@pytest.mark.parametrize(
    ("accepted", "cookie", "language", "words"),
    [
        ("de-AT,de;q=0.9", "", "de", "in 5 Sekunden"),
        ("de", "lang=ar", "ar", "5"),
        ("xx", "lang=xx", "en", "in 5 seconds"),
    ],
)
def test_whoever_is_told_to_come_again_is_told_in_their_language(
    slow, accepted, cookie, language, words
):
    _status, headers, body = ask(Untouched(), HTTP_ACCEPT_LANGUAGE=accepted, HTTP_COOKIE=cookie)

    assert headers["Content-Language"] == language
    assert headers["Content-Length"] == str(len(body))
    assert words in body.decode()


def test_beside_slow_senders_whoever_only_looks_is_answered(slow):
    status, _headers, body = ask(
        io.BytesIO(), path="/static/pages/icon.svg", method="GET", length=""
    )

    assert status == "200 OK"
    assert b"<svg" in body


def test_beside_slow_senders_a_press_without_anything_sent_is_answered(slow):
    assert ask(Untouched(), length="0")[0] != "503 Service Unavailable"


def test_the_end_of_one_makes_room_for_another(slow):
    slow[0].may_end.set()

    wait_until(lambda: ask(io.BytesIO(b"a=b"), length="3")[0][:3] != "503", within=10, every=0.02)

    assert ask(io.BytesIO(b"a=b"), length="3")[0] != "503 Service Unavailable"


def test_a_sender_that_breaks_off_makes_room(slow):
    slow[0].may_end.set()
    wait_until(lambda: ask(io.BytesIO(b"a=b"), length="3")[0][:3] != "503", within=10, every=0.02)

    with pytest.raises(AssertionError):
        ask(Untouched())

    assert ask(io.BytesIO(b"a=b"), length="3")[0] != "503 Service Unavailable"


@pytest.mark.parametrize("length", ["65537", "99999999999", "-5", "many"])
def test_what_is_too_long_or_says_no_length_is_not_waited_for(length):
    assert ask(Untouched(), length=length)[0][:3] in ("400", "403", "405", "413")


def test_a_program_is_told_so_as_a_problem(slow):
    status, headers, body = ask(Untouched(), path="/api/v1/campaigns/x/pause")

    told = json.loads(body)
    assert status == "503 Service Unavailable"
    assert (headers["Content-Type"], headers["Retry-After"]) == ("application/problem+json", "5")
    assert (told["status"], told["detail"].endswith("ask again after Retry-After.")) == (503, True)


def test_what_comes_in_pieces_is_read_whole_and_no_further_than_may_be():
    """Programs that write as they go name no length."""
    short, long = io.BytesIO(b"a=b"), io.BytesIO(b"x" * 70_000)
    pieces = {"length": "", "HTTP_TRANSFER_ENCODING": "chunked"}
    environ: dict[str, Any] = {"PATH_INFO": "/", "HTTP_TRANSFER_ENCODING": "chunked"}
    environ["wsgi.input"] = short

    read_ahead(environ)
    status, _headers, _body = ask(long, **pieces)

    assert (environ["CONTENT_LENGTH"], environ["wsgi.input"].read()) == ("3", b"a=b")
    assert (status[:3], long.tell()) == ("413", 65_537)


@pytest.mark.parametrize("path", ["/\u591c", "/api/v1/webhooks/\u0663/deliveries", "/\u00e9"])
def test_an_address_in_any_letters_is_read(path):
    as_servers_give_it = path.encode().decode("latin-1")

    status, _headers, _body = ask(io.BytesIO(), path=as_servers_give_it, method="PUT", length="")

    assert status[:3] in ("401", "403")

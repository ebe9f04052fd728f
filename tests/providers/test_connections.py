"""What comes over the wire, byte by byte, and what becomes of the connection."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta

import pytest

from countin.providers.asking import ask
from countin.providers.contract import TryLater
from countin.providers.http import Http
from tests.providers.certificates import secure_with, write_certificate
from tests.providers.gate import CountingGate
from tests.providers.raw_service import OK, RawService

CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
BY_ITS_END = b"HTTP/1.1 200 OK\r\n\r\n"


@pytest.fixture
def http() -> Iterator[Http]:
    session = Http(gate=CountingGate(), wait_for=timedelta(seconds=2))
    yield session
    ask(session.close())


@pytest.mark.parametrize(
    ("pieces", "body"),
    [
        ([CHUNKED, b"1\r\no\r\n1\r\nk\r\n", b"0\r\n\r\n"], b"ok"),
        ([bytes((byte,)) for byte in OK], b"ok"),
        ([BY_ITS_END, b"o", b"k", None], b"ok"),
        ([b"HTTP/1.0 200 OK\r\n\r\nok", None], b"ok"),
        ([b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", OK], b"ok"),
        ([b"HTTP/1.1 100 Continue\r\n\r\n" + OK], b"ok"),
        ([b"HTTP/1.1 204 No Content\r\n\r\n"], b""),
    ],
    ids=["chunks", "drips", "by its end", "of old", "hints before", "continue", "no content"],
)
def test_an_answer_is_read_whole_however_it_comes(http, pieces, body):
    with RawService(pieces) as service:
        answer = ask(http.request("GET", service.base_url))

    assert answer.body == body


@pytest.mark.parametrize(
    "pieces",
    [
        [b"SSH-2.0-OpenSSH_9.6\r\n"],
        [b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok", None],
        [CHUNKED, b"5\r\nok", None],
        [CHUNKED, b"five\r\nok\r\n0\r\n\r\n"],
        [b"HTTP/1.1 200 OK\r\nContent-Le", None],
        [b"HTTP/1.1 101 Switching\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n"],
        [b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok"],
        [None],
    ],
    ids=["ssh", "short", "cut chunk", "no number", "cut header", "upgrade", "two lengths", "none"],
)
def test_what_is_no_whole_answer_means_later_and_is_not_sent_again(http, pieces):
    not_whole = pytest.raises(TryLater, match=r"could not be reached \(NoAnswer\)")
    with RawService(pieces) as service, not_whole:
        ask(http.request("PUT", service.base_url))

    assert len(service.heard) == 1


def test_headers_without_end_mean_later(http):
    more = b"X-More: " + b"a" * 65_000 + b"\r\n"
    endless: list[bytes | None] = [b"HTTP/1.1 200 OK\r\n", *[more] * 20]

    too_much = pytest.raises(TryLater, match="more than 1048576 bytes")
    with RawService(endless) as service, too_much:
        ask(http.request("GET", service.base_url))


@pytest.mark.parametrize(
    ("answer", "connections"),
    [
        ([OK], 1),
        ([b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok"], 2),
        ([b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok"], 2),
        ([OK + OK], 2),
        ([OK + b"\r\nnonsense"], 2),
    ],
    ids=["kept", "closed by word", "of old", "two at once", "more than was asked"],
)
def test_a_connection_is_used_again_only_where_nothing_else_came(http, answer, connections):
    with RawService(answer) as service:
        answers = [ask(http.request("PUT", service.base_url)) for _ in range(2)]

        assert [one.body for one in answers] == [b"ok", b"ok"]
        assert service.connections == connections


def test_what_nobody_asked_for_is_never_another_calls_answer(http):
    late = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nother"
    with RawService([OK, late], [OK]) as service:
        first = ask(http.request("GET", service.base_url))
        ask(asyncio.sleep(0.05))
        second = ask(http.request("GET", service.base_url))

    assert (first.body, second.body) == (b"ok", b"ok")


def test_a_connection_that_was_closed_meanwhile_is_not_asked(http):
    with RawService([OK, None], [OK]) as service:
        ask(http.request("PUT", service.base_url))
        ask(asyncio.sleep(0.05))
        ask(http.request("PUT", service.base_url))

    assert (len(service.heard), service.connections) == (2, 2)


def test_who_gives_up_leaves_no_connection_for_others(http):
    async def give_up() -> None:
        async with asyncio.timeout(0.05):
            await http.request("GET", service.base_url)

    with RawService([], [OK]) as service:
        with pytest.raises(TimeoutError):
            ask(give_up())
        answer = ask(http.request("GET", service.base_url))

    assert (answer.body, service.connections) == (b"ok", 2)


def test_a_certificate_that_this_machine_trusts_is_accepted(http, tmp_path, monkeypatch):
    path = write_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))

    with RawService([OK], secure=secure_with(path)) as service:
        answer = ask(http.request("GET", service.base_url))

    assert answer.body == b"ok"


def test_a_certificate_for_another_name_is_refused(http, tmp_path, monkeypatch):
    path = write_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))

    not_trusted = pytest.raises(TryLater, match="SSLCertVerificationError")
    with RawService([OK], secure=secure_with(path)) as service, not_trusted:
        ask(http.request("GET", service.base_url.replace("127.0.0.1", "localhost")))

    assert service.heard == []


@pytest.mark.parametrize(
    "asked",
    [
        {"headers": {"Authorization": "Bearer a\r\nHost: elsewhere"}},
        {"headers": {"Authorization": "Bearer a\nb"}},
        {"headers": {"Authorization": "Bearer é"}},
        {"path": "/a b"},
        {"path": "/a\r\nX: y"},
        {"path": "/é"},
    ],
)
def test_nothing_breaks_out_of_a_header_or_an_address(http, asked):
    path = asked.pop("path", "/")

    with RawService([OK]) as service, pytest.raises(ValueError, match=r"plain|encoded"):
        ask(http.request("GET", f"{service.base_url}{path}", **asked))

    assert service.heard == []

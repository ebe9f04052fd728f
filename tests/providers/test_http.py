import asyncio
from collections.abc import Iterator
from datetime import timedelta

import pytest

from countin.providers.asking import ask
from countin.providers.contract import TryLater
from countin.providers.http import Answer, Http
from tests.providers.gate import CountingGate
from tests.providers.odd_service import Reply


@pytest.fixture
def gate() -> CountingGate:
    return CountingGate()


@pytest.fixture
def http(gate: CountingGate) -> Iterator[Http]:
    session = Http(gate=gate, wait_for=timedelta(seconds=2))
    yield session
    ask(session.close())


def test_an_answer_is_given_whole_whatever_its_status(service, http):
    service.will_answer(Reply(418, b'{"a": 1}', {"X-Kind": "teapot"}))

    answer = ask(http.request("GET", service.base_url))

    assert (answer.status, answer.json(), answer.headers["x-kind"]) == (418, {"a": 1}, "teapot")


def test_parameters_are_encoded_to_the_last_bracket(service, http):
    params = {"ids[albums]": "1,2", "q": "upc:0 é"}

    ask(http.request("PUT", f"{service.base_url}/me", params=params))

    assert service.heard[0].path == "/me?ids%5Balbums%5D=1%2C2&q=upc%3A0%20%C3%A9"


def test_a_request_without_a_body_claims_no_content(service, http):
    ask(http.request("PUT", f"{service.base_url}/me", params={"uris": "a"}))

    heard = service.heard[0]
    assert (heard.body, heard.headers.get("Content-Type"), heard.headers["Content-Length"]) == (
        b"",
        None,
        "0",
    )


def test_a_form_is_sent_as_a_form(service, http):
    ask(http.request("POST", service.base_url, form={"code": "a b&c"}))

    heard = service.heard[0]
    kind = heard.headers["Content-Type"]
    assert (heard.body, kind) == (b"code=a+b%26c", "application/x-www-form-urlencoded")


def test_json_is_sent_as_json(service, http):
    ask(http.request("POST", service.base_url, json={"a": []}))

    heard = service.heard[0]
    assert (heard.body, heard.headers["Content-Type"]) == (b'{"a": []}', "application/json")


def test_every_request_passes_the_gate(service, http, gate):
    for _ in range(3):
        ask(http.request("GET", service.base_url))

    assert (gate.entered, len(service.heard)) == (3, 3)


def test_nothing_is_sent_through_a_closed_gate(service, http, gate):
    gate.cool_down(after=timedelta(hours=1), because="rate_limited")

    with pytest.raises(TryLater) as raised:
        ask(http.request("GET", service.base_url))

    assert (raised.value.app_wide, service.heard) == (True, [])


def test_a_gate_that_closes_while_a_call_waits_for_its_connection_is_obeyed(service):
    class Shuts(CountingGate):
        async def enter(self) -> None:
            await super().enter()
            self.cool_down(after=timedelta(hours=1), because="rate_limited")

    http = Http(gate=Shuts())

    with pytest.raises(TryLater) as raised:
        ask(http.request("PUT", service.base_url))
    ask(http.close())

    assert (raised.value.app_wide, service.heard) == (True, [])


def test_a_redirect_is_an_answer_and_is_not_followed(service, http):
    service.will_answer(Reply(302, headers={"Location": f"{service.base_url}/elsewhere"}))

    answer = ask(http.request("GET", service.base_url))

    assert (answer.status, len(service.heard)) == (302, 1)


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "POST"])
def test_a_lost_connection_means_later_and_nothing_is_sent_twice(service, http, gate, method):
    service.will_answer(Reply(is_cut=True))

    with pytest.raises(TryLater, match="could not be reached"):
        ask(http.request(method, service.base_url))

    assert (len(service.heard), gate.entered) == (1, 1)


def test_a_service_that_is_not_there_means_later(service, http):
    address = service.base_url
    service.__exit__(None, None, None)

    with pytest.raises(TryLater, match=r"^127\.0\.0\.1 could not be reached"):
        ask(http.request("GET", f"{address}/secret-path", headers={"Authorization": "s3cret"}))


def test_a_host_without_a_name_means_later(http):
    with pytest.raises(TryLater, match="could not be reached"):
        ask(http.request("GET", "http://nowhere.invalid/"))


def test_a_service_that_stays_silent_means_later(service, gate):
    service.will_answer(Reply(delay=1.0))
    impatient = Http(gate=gate, wait_for=timedelta(milliseconds=100))

    with pytest.raises(TryLater, match="could not be reached"):
        ask(impatient.request("GET", service.base_url))


def test_an_answer_cut_in_the_middle_means_later(service, http):
    service.will_answer(Reply(body=b'{"a"', claimed_length=400))

    with pytest.raises(TryLater, match="could not be reached"):
        ask(http.request("GET", service.base_url))


def test_an_answer_without_end_means_later(service, http):
    service.will_answer(Reply(body=b" " * (1024 * 1024 + 1)))

    with pytest.raises(TryLater, match="more than 1048576 bytes"):
        ask(http.request("GET", service.base_url))


@pytest.mark.parametrize("body", [b'{"a": s3cret', b"", b"\xff", b"[" * 100_000])
def test_broken_json_means_later_and_is_not_repeated(body):
    answer = Answer(200, {}, body)

    with pytest.raises(TryLater) as raised:
        answer.json()

    assert (raised.value.__cause__, raised.value.__context__) == (None, None)
    assert "s3cret" not in str(raised.value)


def test_an_answer_shows_neither_headers_nor_body():
    answer = Answer(200, {"Set-Cookie": "s3cret"}, b"s3cret")

    assert repr(answer) == "Answer(status=200)"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7),
        ({"retry-after": " 86400 "}, 86_400),
        ({"retry-after": "1.5"}, 1.5),
        ({"retry-after": "0"}, 1),
        ({"retry-after": "999999999"}, 7 * 86_400),
        ({}, 30),
        ({"retry-after": "soon"}, 30),
        ({"retry-after": "-5"}, 30),
        ({"retry-after": "Fri, 27 Nov 2026 00:02:00 GMT"}, 30),
        (
            {
                "retry-after": "Fri, 27 Nov 2026 00:02:00 GMT",
                "date": "Fri, 27 Nov 2026 00:00:00 GMT",
            },
            120,
        ),
        (
            {
                "retry-after": "Thu, 26 Nov 2026 00:00:00 GMT",
                "date": "Fri, 27 Nov 2026 00:00:00 GMT",
            },
            1,
        ),
    ],
)
def test_the_silence_asked_for_is_read_in_every_form(headers, seconds):
    assert Answer(429, headers, b"").silence() == timedelta(seconds=seconds)


def test_hushing_closes_the_gate_for_as_long_as_asked(http, gate):
    error = http.hush(Answer(429, {"retry-after": "9"}, b""), because="rate_limited")

    assert gate.cooled_down == [(timedelta(seconds=9), "rate_limited")]
    assert (error.after, error.app_wide, error.because) == (
        timedelta(seconds=9),
        True,
        "rate_limited",
    )


def test_connections_are_used_again(service, http):
    async def ask_twice() -> None:
        for _ in range(2):
            await http.request("GET", service.base_url)

    ask(ask_twice())

    assert len({heard.headers["Host"] for heard in service.heard}) == 1
    assert len(service.heard) == 2


def test_a_session_serves_two_loops_one_after_the_other(service, http):
    first = ask(http.request("GET", service.base_url))

    async def ask_here():
        answer = await http.request("GET", service.base_url)
        await http.close()
        return answer.status

    second = asyncio.run(ask_here())

    assert (first.status, second, len(service.heard)) == (200, 200, 2)

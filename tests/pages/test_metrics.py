"""`/metrics` over real HTTP: closed by itself, open to whoever brings the token."""

from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse

import pytest
from django.db import DatabaseError, connection

from countin.config.environment import BadSetting, Values
from countin.config.metrics_token import read_metrics_token
from countin.pages.metrics import LAST_MADE
from countin.workspaces.models import Alarm
from tests.insights.rows import AFTER, make_campaign, make_presave

TOKEN = "e5b1f0a2c3d4e5f6a7b8"


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    LAST_MADE.clear()
    yield
    LAST_MADE.clear()


@pytest.fixture
def ask(live_server):
    """By an address that is not our name, as Prometheus asks within a network of its own."""

    def ask(token: str | None = TOKEN, *, scheme: str = "Bearer") -> tuple[HTTPResponse, str]:
        line = HTTPConnection(live_server.thread.host, live_server.thread.port, timeout=20)
        headers = {"Host": "10.1.2.3:8000"}
        if token is not None:
            headers["Authorization"] = f"{scheme} {token}"
        line.request("GET", "/metrics", headers=headers)
        answer = line.getresponse()
        text = answer.read().decode()
        line.close()
        return answer, text

    return ask


@pytest.mark.sqlite
@pytest.mark.parametrize("brought", ["", TOKEN])
def test_without_a_token_in_the_settings_nothing_is_there(ask, settings, brought):
    settings.METRICS_TOKEN = ""

    answer, text = ask(brought)

    assert answer.status == 404
    assert "countin_" not in text


@pytest.mark.sqlite
def test_another_token_is_refused_with_the_next_step(ask, settings):
    settings.METRICS_TOKEN = TOKEN

    answers = [
        ask(None),
        ask(TOKEN[:-1]),
        ask("Schlüssel"),
        ask(TOKEN, scheme="Basic"),
    ]

    for answer, text in answers:
        assert answer.status == 401
        assert answer.headers["WWW-Authenticate"] == 'Bearer realm="metrics"'
        assert "COUNTIN_METRICS_TOKEN" in text
        assert TOKEN not in text


def test_the_token_opens_it_and_no_fan_is_in_it(ask, settings):
    settings.METRICS_TOKEN = TOKEN
    presave = make_presave(make_campaign())
    assert presave.connection is not None

    answer, text = ask()

    assert (answer.status, answer.headers["Cache-Control"]) == (200, "no-store")
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    assert 'countin_promises{provider="spotify",state="saved"} 0.0' in text
    assert presave.connection.account_hash not in text
    assert TOKEN not in text


@pytest.mark.sqlite
def test_an_answer_is_kept_for_ten_seconds(ask, settings):
    settings.METRICS_TOKEN = TOKEN
    _answer, first = ask()
    Alarm.objects.create(kind="overdue", subject="spotify", words="Look.", raised_at=AFTER)

    _answer, second = ask()
    LAST_MADE.clear()
    _answer, third = ask()

    assert second == first
    assert 'countin_alarms_open{kind="overdue"} 1.0' in third


@pytest.mark.sqlite
def test_a_database_that_does_not_answer_is_said_so(db, browser, settings):
    settings.METRICS_TOKEN = TOKEN

    def refuse(*_call: object) -> None:
        raise DatabaseError

    with connection.execute_wrapper(refuse):
        answer = browser.client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})

    assert answer.status_code == 503
    assert "countin doctor" in answer.content.decode()


@pytest.mark.parametrize("token", ["short", "with spaces in between", "with-an-ü-in-between"])
def test_a_token_that_can_not_be_sent_or_is_guessed_is_refused_at_the_start(token):
    with pytest.raises(BadSetting, match="openssl rand -hex 32"):
        read_metrics_token(Values({"COUNTIN_METRICS_TOKEN": token}))

"""What `countin serve` says when it starts, to somebody who sees it for the first time."""

import re
import socket
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from countin.config.addresses import Controller
from countin.config.commands.serve import serve
from countin.config.welcoming import welcome
from countin.workspaces.organizers import take_entry_link

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
_KEY = re.compile(r"http://127.0.0.1:8000/studio/in/(\S+)")


@pytest.fixture
def hers(settings):
    settings.BASE_URL, settings.IS_LOOPBACK = "http://127.0.0.1:8000", True
    settings.CONTROLLER = Controller("Mara Quill", "mara@quill.example", "2 Mill Road, Leeds")
    return settings


def told(*, port: int = 8000, is_seen: bool = True) -> str:
    return "\n".join(welcome(port=port, is_seen=is_seen, now=NOW))


@pytest.mark.sqlite
@pytest.mark.django_db
def test_the_first_start_prints_the_way_into_the_studio_until_somebody_came(hers):
    first, again = told(), told()
    keys = [_KEY.findall(words)[0] for words in (first, again)]
    came = [take_entry_link(key, now=NOW) for key in keys]

    after = told()

    assert "Sign in as mara@quill.example" in first
    assert [who and who.email for who in came] == [None, "mara@quill.example"]
    assert after == ("Count-In runs. The studio: http://127.0.0.1:8000/studio/   Ctrl-C ends it.")


@pytest.mark.sqlite
@pytest.mark.django_db
@pytest.mark.parametrize(("is_seen", "contact"), [(False, "mara@quill.example"), (True, "0113 4")])
def test_no_link_goes_into_a_log_nor_to_somebody_without_an_address(hers, is_seen, contact):
    hers.CONTROLLER = Controller("Mara Quill", contact, "2 Mill Road, Leeds")

    words = told(is_seen=is_seen)

    assert "countin organizer add EMAIL prints a link that lets you in" in words
    assert "/studio/in/" not in words


@pytest.mark.sqlite
@pytest.mark.django_db
def test_links_that_lead_to_another_port_are_said_to(hers):
    words = told(port=8001)

    assert "Set COUNTIN_BASE_URL to http://127.0.0.1:8001 and start it again." in words


def test_a_port_in_use_is_refused_before_anything_starts(monkeypatch):
    monkeypatch.setattr("countin.config.commands.serve._BETWEEN", 0.0)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        done = CliRunner().invoke(serve, ["--port", str(port)])

    assert done.exit_code == 1
    assert done.output == (
        f"Error: Port {port} of 127.0.0.1 can't be had (address already in use). "
        "Choose another with --port.\n"
    )

"""Programs at both sizes: a token that lets one in until it is ended, and a webhook that is tried,
whose deliveries are read and sent again."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect

from tests.browser.house import House
from tests.browser.pressing import wait_for_words
from tests.browser.sizes import Size, both_sizes
from tests.browser.studio.conftest import Sit
from tests.journeys.installation import wait_until

pytestmark = [pytest.mark.database, pytest.mark.once, pytest.mark.timeout(300)]


@both_sizes
def test_a_token_lets_a_program_in_until_it_is_ended(size: Size, label: House, sit: Sit):
    owner = sit(label, size)
    owner.follow("Programs")
    owner.unfold("Make a token")
    owner.fill("Which program", f"Sheet of a {size.name}")
    owner.press("Make it")
    secret = owner.page.get_by_label("Secret", exact=True).input_value()
    owner.unfold("Add a webhook")
    owner.look("studio-programs")
    key = {"Authorization": f"Bearer {secret}"}
    lets_in = owner.page.request.get(f"{label.base_url}/api/v1/campaigns", headers=key)

    owner.follow("Programs")
    owner.press(_about("End it", f"Sheet of a {size.name}"))

    ended = owner.page.request.get(f"{label.base_url}/api/v1/campaigns", headers=key)
    assert (lets_in.status, ended.status) == (200, 401)
    expect(owner.page.get_by_text(secret)).to_have_count(0)


@both_sizes
def test_a_webhook_is_tried_its_log_read_and_sent_again(size: Size, label: House, sit: Sit):
    with _program() as (program, taken):
        owner = sit(label, size)
        owner.follow("Programs")
        owner.unfold("Add a webhook")
        owner.fill("Address of the program", f"http://{program}/told")
        owner.press("Add it")
        expect(owner.page.get_by_label("Secret", exact=True)).to_have_value(re.compile("^whsec_"))
        owner.press(_about("Try it", program))
        owner.reads("An event about nothing is on its way.")
        wait_until(lambda: len(taken) == 1, within=30)
        wait_for_words(owner.page, "taken")
        owner.look("studio-deliveries")

        owner.press(re.compile("^Send again"))

        wait_until(lambda: len(taken) == 2, within=30)
        assert {message["webhook-id"] for message in taken} == {taken[0]["webhook-id"]}
        assert all(message["webhook-signature"].startswith("v1,") for message in taken)
        owner.follow("‹ Programs")
        owner.press(_about("End it", program))
        owner.reads("It is told nothing more.")


def _about(press: str, what: str) -> re.Pattern[str]:
    """A button whose name goes on, out of sight, with what it is about."""
    return re.compile(f"^{press} ?: .*{re.escape(what)}")


@contextmanager
def _program() -> Iterator[tuple[str, list[dict[str, str]]]]:
    """A program that is told, and the headers of what it took."""
    taken: list[dict[str, str]] = []

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            taken.append({name.lower(): value for name, value in self.headers.items()})
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    with server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_port}", taken
        server.shutdown()

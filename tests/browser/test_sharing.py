"""Sharing in a browser: a link of one's own, and the card on another site."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Arrive
from tests.browser.house import House
from tests.browser.looks import look_well
from tests.browser.pressing import connect_spotify, press

pytestmark = [pytest.mark.database, pytest.mark.once, pytest.mark.timeout(300)]
_ADDRESS = re.compile(r"^http://127\.0\.0\.1:\d+/l/[\w-]{12}$")
_PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1"
)


@contextmanager
def another_site(page: str) -> Iterator[str]:
    """A site that is not ours, of one page."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    with server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def shared_address(page: Page) -> str:
    field = page.locator(".share input[readonly]")
    expect(field).to_be_visible()
    expect(field).to_have_value(_ADDRESS)
    return field.input_value()


def test_a_fan_shares_and_reads_how_often_the_link_was_opened(label: House, arrive: Arrive):
    label.sim.add_fan("sharer", country="DE")
    visitor = arrive(label)
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visitor.open(label.page)
    connect_spotify(page, fan="sharer")

    press(page, "Share")
    address = shared_address(page)
    expect(page.get_by_text("Copied.")).to_be_visible()
    look_well(page, "thanks-shared")
    assert page.evaluate("navigator.clipboard.readText()") == address
    # A browser without a head counts as a machine.
    friend = arrive(label, user_agent=_PHONE).open(address)
    expect(friend.get_by_role("heading", level=1)).to_be_visible()

    once = page.get_by_text("It was opened once.")
    for _second in range(20):  # the visit is written a moment after the page went out
        page.reload()
        if once.is_visible():
            break
        page.wait_for_timeout(1000)
    expect(once).to_be_visible()
    assert shared_address(page) == address


def test_without_scripts_the_address_is_there_to_be_copied(label: House, arrive: Arrive):
    label.sim.add_fan("plain", country="DE")
    page = arrive(label, java_script_enabled=False).open(label.page)
    connect_spotify(page, fan="plain")

    press(page, "Share")

    assert shared_address(page)
    expect(page.get_by_role("button", name="Share", exact=True)).to_have_count(0)


def test_the_card_works_in_the_frame_of_another_site(label: House, arrive: Arrive):
    visitor = arrive(label)
    look_well(visitor.open(f"{label.page}/embed"), "embed")
    with another_site(f'<iframe src="{label.page}/embed" width="320"></iframe>') as site:
        page = visitor.open(site)
        with page.context.expect_page() as opened:
            page.frame_locator("iframe").get_by_role("link").click()

    assert opened.value.url == label.page
    expect(opened.value.get_by_role("heading", level=1)).to_be_visible()

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


_SNIPPET = """<!doctype html><title>A blog</title>
<meta name="viewport" content="width=device-width">
<a href="{page}" data-count-in>Midnight</a>
<a href="https://elsewhere.example/x" data-count-in>Not ours</a>
<script async src="{base}/embed.js"></script>"""
_HEIGHT = "() => Number(document.querySelector('iframe').height)"


def test_the_snippet_puts_the_card_on_another_site(label: House, arrive: Arrive):
    visitor = arrive(label)
    look_well(visitor.open(f"{label.page}/embed"), "embed")
    with another_site(_SNIPPET.format(page=label.page, base=label.base_url)) as site:
        page = visitor.open(site)
        card = page.frame_locator("iframe")
        expect(card.get_by_role("link")).to_be_visible()
        expect(page.get_by_role("link", name="Not ours")).to_be_visible()
        page.set_viewport_size({"width": 150, "height": 640})
        page.wait_for_function("() => Number(document.querySelector('iframe').height) > 180")
        told = page.evaluate(_HEIGHT)
        # The site itself is another window, and of another origin: it is not listened to.
        page.evaluate("() => postMessage({ countInHeight: 555 }, '*')")
        page.evaluate("() => new Promise((done) => setTimeout(done))")
        assert page.evaluate(_HEIGHT) == told
        page.set_viewport_size({"width": 1280, "height": 800})
        page.wait_for_function(f"({_HEIGHT})() < {told}")
        with page.context.expect_page() as opened:
            card.get_by_role("link").click()
        assert page.context.cookies(site) == []

    assert opened.value.url == label.page
    expect(opened.value.get_by_role("heading", level=1)).to_be_visible()

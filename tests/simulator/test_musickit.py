"""The script for the page, in a real browser: another origin, a pop-up, a click."""

import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.simulator.caller import AppleCaller

PAGE = """<!doctype html><title>A page of another origin</title>
<button>Go</button><output></output>
<script>
const told = (text) => { document.querySelector("output").textContent = text; };
document.addEventListener("musickitloaded", async () => {
  await MusicKit.configure({ developerToken: "TOKEN", app: { name: "Count-In", build: "1" } });
  document.querySelector("button").onclick = () => {
    const music = MusicKit.getInstance();
    told("asked");
    music.authorize().then(
      (token) => told(`agreed ${token === music.musicUserToken} ${music.storefrontId}`),
      (error) => told(`rejected ${error.errorCode}`),
    );
  };
});
</script>
<script src="SCRIPT"></script>"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context()
    made.set_default_timeout(5_000)
    yield made
    made.close()


class PageServer(HTTPServer):
    """Really served: Chromium lets no page of unknown origin load from loopback."""

    body = ""

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class PageHandler(BaseHTTPRequestHandler):
    server: PageServer

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(self.server.body.encode())

    def log_message(self, format: str, *_values: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[PageServer]:
    with PageServer(("127.0.0.1", 0), PageHandler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join(timeout=5)


@pytest.fixture
def page(context: BrowserContext, site: PageServer, apple: AppleCaller) -> Page:
    """A page that uses the script, of an origin that is not the simulator's."""
    token = apple.developer_token(origin=[site.origin])
    site.body = PAGE.replace("TOKEN", token).replace("SCRIPT", apple.sim.apple_musickit_url)
    opened = context.new_page()
    opened.goto(f"{site.origin}/")
    return opened


def pop_up_of(page: Page) -> Page:
    with page.expect_popup() as shown:
        page.get_by_role("button", name="Go").click()
    return shown.value


def test_agreeing_in_the_pop_up_resolves_with_a_token(page: Page):
    pop_up = pop_up_of(page)
    pop_up.get_by_label("Account").fill("ada")
    with pop_up.expect_event("close"):
        pop_up.get_by_role("button", name="Agree").click()

    page.get_by_text("agreed true de").wait_for()


def test_cancelling_rejects(page: Page):
    pop_up_of(page).get_by_role("button", name="Cancel").click()

    page.get_by_text("rejected AUTHORIZATION_ERROR").wait_for()


def test_closing_the_pop_up_rejects(page: Page):
    pop_up_of(page).close()

    page.get_by_text("rejected AUTHORIZATION_ERROR").wait_for()


def test_a_token_that_is_still_valid_resolves_without_asking(page: Page, apple: AppleCaller):
    pop_up = pop_up_of(page)
    pop_up.get_by_label("Account").fill("ada")
    pop_up.get_by_role("button", name="Agree").click()
    page.get_by_text("agreed true de").wait_for()
    page.reload()

    page.get_by_role("button", name="Go").click()

    page.get_by_text("agreed true de").wait_for()
    assert len(apple.sim.world.apple.user_tokens) == 1


def test_silent_neither_resolves_nor_rejects(page: Page, apple: AppleCaller):
    apple.sim.tell("settings", {"apple_authorize": "silent"})
    page.reload()

    page.get_by_role("button", name="Go").click()
    page.wait_for_timeout(800)

    assert page.locator("output").text_content() == "asked"

"""Somebody with a phone: one browser context, and whatever went wrong in it."""

from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response

PHONE = {"width": 390, "height": 844}
PATIENCE = 20_000  # ms; both cores may be busy with other tests
_LOUD = ("error", "warning")


class Visitor:
    """Cookies of its own. `troubles` holds what no fan should ever cause: errors on the console
    (violations of the content policy are some), scripts that failed, and requests to anybody
    but us. `left` holds the addresses outside to which the visitor was sent."""

    def __init__(self, browser: Browser, *, own: str, service: str, **options: Any) -> None:
        self._own, self._service = own, service
        self.troubles: list[str] = []
        self.left: list[str] = []
        self._expected: set[int] = set()
        phone = {"viewport": PHONE, "is_mobile": True, "has_touch": True}
        given = {**phone, "locale": "en-US", "timezone_id": "Europe/Berlin", **options}
        self.context = browser.new_context(reduced_motion="reduce", **given)
        self.context.set_default_timeout(PATIENCE)
        self.context.on("request", self._watch_request)
        self.context.on("response", self._watch_response)
        self.context.on("console", self._watch_console)
        self.context.on("weberror", lambda error: self.troubles.append(f"script: {error.error}"))

    def open(self, address: str) -> Page:
        """In a new tab. A path alone is one of ours."""
        page = self.context.new_page()
        page.goto(self._own + address if address.startswith("/") else address)
        return page

    def expect_status(self, status: int) -> None:
        """A script of ours may be answered so, and the browser complain about it."""
        self._expected.add(status)

    def close(self) -> None:
        self.context.close()

    def _watch_request(self, request: Request) -> None:
        host = _origin(request.url)
        if host == self._own or request.url.startswith(("data:", "blob:", "about:")):
            return
        # No page of ours holds frames, so this is the whole tab or a pop-up.
        if request.is_navigation_request():
            if host != self._service:
                self.left.append(request.url)
            return
        asked_by = request.frame.url
        if host == self._service and _may_ask_service(asked_by, own=self._own):
            return
        self.troubles.append(f"{asked_by} asks a third party: {request.url}")

    def _watch_response(self, response: Response) -> None:
        request = response.request
        is_page = request.is_navigation_request()
        is_ours = _origin(response.url) == self._own
        if response.status >= 500 and response.status != 503:
            self.troubles.append(f"{response.status} {response.url}")
        elif is_ours and response.status >= 400 and not is_page:
            if response.status not in self._expected:
                self.troubles.append(f"{response.status} {response.url}")

    def _watch_console(self, message: ConsoleMessage) -> None:
        if message.type not in _LOUD or _origin(message.location["url"]) == self._service:
            return
        # A page with an honest status is no fault; what else failed is seen by its response.
        if not message.text.startswith("Failed to load resource: the server responded"):
            self.troubles.append(f"console: {message.text}")


def _may_ask_service(page: str, *, own: str) -> bool:
    """Apple's script is loaded on the page that asks, and nowhere else of ours."""
    return _origin(page) != own or PurePosixPath(urlsplit(page).path).name == "apple"


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"

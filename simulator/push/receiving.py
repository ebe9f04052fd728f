"""The push service itself: one address a browser, POST takes a message (RFC 8030)."""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from types import TracebackType

from aiohttp import web

from simulator.push.browsers import Browser, Unreadable, make_browser
from simulator.push.senders import Stranger, check_sender
from simulator.threads import ServerThread

_LARGEST_BODY = 4096


class PushService:
    """A context manager: a push service on a loopback port. `now` is its clock. What stands in
    `answers` (status and headers) is given to the next messages instead of looking at them;
    `refused` says why others were not taken; `asked` counts all."""

    def __init__(self, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.now = now
        self.answers: list[tuple[int, dict[str, str]]] = []
        self.refused: list[str] = []
        self.asked = 0
        self.strays: list[str] = []  # asked for beside the subscriptions' addresses
        self._browsers: dict[str, Browser] = {}
        self._numbers = count(1)
        app = web.Application()
        app.router.add_post("/push/{name}", self._take)
        app.router.add_route("*", "/{rest:.*}", self._stray)
        self._server = ServerThread(app)

    @property
    def base_url(self) -> str:
        return self._server.base_url

    def __enter__(self) -> "PushService":
        self._server.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.__exit__(kind, error, trace)

    def subscribe(self, *, server_key: str = "") -> Browser:
        """A browser whose owner said yes. With a key, it takes messages of that sender alone."""
        name = f"subscription-{next(self._numbers)}-kept-secret"
        endpoint = f"{self.base_url}/push/{name}"
        browser = make_browser(name, endpoint=endpoint, server_key=server_key)
        self._browsers[name] = browser
        return browser

    def forget(self, browser: Browser) -> None:
        """Its owner took the permission back."""
        del self._browsers[browser.name]

    async def _take(self, request: web.Request) -> web.Response:
        self.asked += 1
        if self.answers:
            status, headers = self.answers.pop(0)
            return web.Response(status=status, headers=headers)
        browser = self._browsers.get(request.match_info["name"])
        if browser is None:
            return web.Response(status=410)
        status, why = self._look(request, browser=browser, body=await request.read())
        if why:
            self.refused.append(why)
        return web.Response(status=status, headers={"Location": f"/messages/{self.asked}"})

    def _look(self, request: web.Request, *, browser: Browser, body: bytes) -> tuple[int, str]:
        status, why = _look_at_form(request, body=body)
        if why:
            return status, why
        header = request.headers.get("Authorization", "")
        try:
            key = check_sender(header, audience=self.base_url, now=self.now())
            if browser.server_key not in ("", key):
                raise Stranger("not the sender this browser allowed")
            browser.take(body)
        except Stranger as stranger:
            return 403, str(stranger)
        except Unreadable as unreadable:
            return 400, str(unreadable)
        return 201, ""

    async def _stray(self, request: web.Request) -> web.Response:
        self.strays.append(request.path)
        return web.Response(status=404)


def _look_at_form(request: web.Request, *, body: bytes) -> tuple[int, str]:
    if not request.headers.get("TTL", "").isdigit():
        return 400, "no TTL"
    if request.headers.get("Content-Encoding") != "aes128gcm":
        return 415, "not aes128gcm"
    return (413, "too large") if len(body) > _LARGEST_BODY else (201, "")

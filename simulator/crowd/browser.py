"""One fan's browser: opens addresses, follows redirects, presses what the page names."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from aiohttp import ClientSession
from yarl import URL

from simulator.crowd.cookies import Jar
from simulator.crowd.reading import Document, Element

_MOST_REDIRECTS = 10


class NotFound(Exception):
    """The page has nothing of that name; the text lists what it has."""


class Broken(Exception):
    """A server error, where no service is failing."""


def shown(address: URL) -> str:
    """The path for people to read, without the keys in it."""
    return "/".join("…" if len(part) > 30 else part for part in address.path.split("/"))


@dataclass(frozen=True)
class Page:
    """Where the browser ended up, and the way there."""

    address: URL
    status: int
    text: str = field(repr=False)
    came_by: tuple[URL, ...] = field(default=(), repr=False)

    @cached_property
    def document(self) -> Document:
        return Document(self.text)

    def button(self, name: str) -> Element:
        """The button whose name begins so. Raises NotFound."""
        return self._named(self.document.buttons, name=name, kind="button")

    def link(self, name: str) -> Element:
        """The link whose name begins so. Raises NotFound."""
        return self._named(self.document.links, name=name, kind="link")

    def has_button(self, name: str) -> bool:
        return any(self._is_named(each, name) for each in self.document.buttons)

    def has_link(self, name: str) -> bool:
        return any(self._is_named(each, name) for each in self.document.links)

    def target(self, link: Element) -> URL:
        """Where a link leads."""
        return self.address.join(URL(link.get("href")))

    def _named(self, elements: list[Element], *, name: str, kind: str) -> Element:
        exactly = [e for e in elements if self.document.name_of(e).lower() == name.lower()]
        for element in exactly or elements:
            if self._is_named(element, name):
                return element
        there = ", ".join(repr(self.document.name_of(each)) for each in elements)
        raise NotFound(
            f"no {kind} {name!r} on {shown(self.address)} ({self.status},"
            f" {self.document.title!r}); there: {there or 'none'}"
        )

    def _is_named(self, element: Element, name: str) -> bool:
        return self.document.name_of(element).lower().startswith(name.lower())


class Browser:
    """Cookies and manners of one fan. The session is shared by the crowd."""

    def __init__(self, session: ClientSession, *, agent: str, time_zone: str) -> None:
        self._session = session
        self._headers = {"User-Agent": agent, "Accept-Language": "en"}
        self._time_zone = time_zone
        self.jar = Jar()

    async def open(self, address: URL | str, *, referrer: str = "") -> Page:
        """GET, then wherever it leads."""
        headers = {"Sec-Fetch-Site": "none"} | ({"Referer": referrer} if referrer else {})
        return await self._go("GET", URL(address), data=None, headers=headers)

    async def follow(self, page: Page, *, link: str) -> Page:
        """Click the link of this name. Raises NotFound."""
        headers = {"Sec-Fetch-Site": "same-origin", "Referer": str(page.address)}
        target = page.target(page.link(link))
        return await self._go("GET", target, data=None, headers=headers)

    async def press(
        self,
        page: Page,
        *,
        button: str,
        fill: Mapping[str, str] | None = None,
        tick: tuple[str, ...] = (),
    ) -> Page:
        """Fill fields and tick boxes by the beginnings of their names, then press the button.
        Raises NotFound."""
        return await self.send(page, page.button(button), fill=fill or {}, tick=tick)

    async def send(
        self,
        page: Page,
        pressed: Element,
        *,
        fill: Mapping[str, str],
        tick: tuple[str, ...] = (),
    ) -> Page:
        """Press a button that was found already."""
        form = page.document.form_of(pressed)
        if form is None:
            raise NotFound(f"the button on {shown(page.address)} belongs to no form")
        values = self._values(page, form=form, fill=fill, tick=tick)
        if pressed.get("name"):
            values.append((pressed.get("name"), pressed.get("value")))
        action = pressed.get("formaction") or form.get("action")
        target = page.address.join(URL(action)) if action else page.address
        headers = {
            "Referer": str(page.address),
            "Origin": str(page.address.origin()),
            "Sec-Fetch-Site": "same-origin",
        }
        if (form.get("method") or "get").lower() == "get":
            return await self._go("GET", target.update_query(values), data=None, headers=headers)
        return await self._go("POST", target, data=values, headers=headers)

    async def post_json(self, page: Page, *, target: URL, data: object) -> tuple[int, Any]:
        """What a page's script sends by `fetch`, and the answer: status and JSON."""
        headers = {
            **self._headers,
            "Referer": str(page.address),
            "Origin": str(page.address.origin()),
            "Sec-Fetch-Site": "same-origin",
            "Cookie": self.jar.header(target),
        }
        async with self._session.post(target, json=data, headers=headers) as answer:
            self.jar.take(answer.headers.getall("Set-Cookie", []), address=target)
            if answer.status >= 500:
                raise Broken(f"{shown(target)} answered {answer.status}")
            return answer.status, await answer.json()

    def _values(
        self, page: Page, *, form: Element, fill: Mapping[str, str], tick: tuple[str, ...]
    ) -> list[tuple[str, str]]:
        document = page.document
        values = [
            (name, self._by_script(element, value)) for element, name, value in
            document.values_of(form)
        ]  # fmt: skip
        for wanted in (*fill, *tick):
            element = self._field(page, form=form, wanted=wanted)
            value = fill[wanted] if wanted in fill else element.get("value") or "on"
            values = [pair for pair in values if pair[0] != element.get("name")]
            values.append((element.get("name"), value))
        return values

    def _by_script(self, element: Element, value: str) -> str:
        # The one thing a page's script fills in by itself: the browser's time zone.
        is_zone = element.get("type") == "hidden" and element.get("name") == "time_zone"
        return self._time_zone if is_zone else value

    def _field(self, page: Page, *, form: Element, wanted: str) -> Element:
        document = page.document
        mine = [each for each in document.fields if document.form_of(each) is form]
        for each in mine:
            if document.name_of(each).lower().startswith(wanted.lower()):
                return each
        there = ", ".join(repr(document.name_of(each)) for each in mine)
        raise NotFound(f"no field {wanted!r} on {shown(page.address)}; there: {there or 'none'}")

    async def _go(
        self,
        method: str,
        address: URL,
        *,
        data: list[tuple[str, str]] | None,
        headers: Mapping[str, str],
    ) -> Page:
        came_by: list[URL] = []
        for _ in range(_MOST_REDIRECTS):
            sent = {**self._headers, **headers}
            if cookies := self.jar.header(address):
                sent["Cookie"] = cookies
            async with self._session.request(
                method, address, data=data, headers=sent, allow_redirects=False
            ) as answer:
                self.jar.take(answer.headers.getall("Set-Cookie", []), address=address)
                came_by.append(address)
                if answer.status not in (301, 302, 303, 307, 308):
                    text = await answer.text(errors="replace")
                    if answer.status >= 500:
                        raise Broken(f"{shown(address)} answered {answer.status}")
                    return Page(address, answer.status, text, tuple(came_by))
                address = address.join(URL(answer.headers["Location"], encoded=True))
                method, data = "GET", None
            if address.host != came_by[0].host:
                # Off to the real service: nobody goes there from here.
                return Page(address, 0, "", tuple(came_by))
        raise NotFound(f"redirected {_MOST_REDIRECTS} times, last to {shown(address)}")

"""A fan's phone without JavaScript: opens addresses, presses what a page names, keeps cookies."""

import http.client
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from yarl import URL

from simulator.crowd.cookies import Jar
from simulator.crowd.reading import Document, Element

_AGENT = "Mozilla/5.0 (Linux; Android 14; Pixel 8) Chrome/130.0 Mobile"
_MOST_REDIRECTS = 10


class NotThere(AssertionError):
    """The page has nothing of that name; the text says what it has."""


@dataclass(frozen=True)
class Heard:
    """One answer as it came over the wire."""

    address: URL
    status: int
    headers: tuple[tuple[str, str], ...] = field(repr=False)
    body: bytes = field(repr=False)


@dataclass(frozen=True)
class Page:
    """Where the phone ended up, and every address on the way there."""

    address: URL
    status: int
    text: str = field(repr=False)
    way: tuple[URL, ...] = field(default=(), repr=False)

    @cached_property
    def document(self) -> Document:
        return Document(self.text)

    @property
    def words(self) -> str:
        """All that is read aloud."""
        return self.document.root.text

    @property
    def buttons(self) -> list[str]:
        return [self.document.name_of(each) for each in self.document.buttons]

    def link(self, name: str) -> URL:
        """Where the link whose name begins so leads."""
        return self.address.join(URL(self._named(self.document.links, name).get("href")))

    def button(self, name: str) -> Element:
        return self._named(self.document.buttons, name)

    def element_with(self, attribute: str) -> Element:
        for element in self.document.root.walk():
            if element.has(attribute):
                return element
        raise NotThere(f"nothing with {attribute} on {self.address.path} ({self.status})")

    def field(self, name: str, *, form: Element) -> Element:
        mine = [each for each in self.document.fields if self.document.form_of(each) is form]
        return self._named(mine, name)

    def _named(self, elements: Iterable[Element], name: str) -> Element:
        names = []
        for element in elements:
            names.append(self.document.name_of(element))
            if names[-1].startswith(name):
                return element
        raise NotThere(
            f"no {name!r} on {self.address.path} ({self.status});"
            f" there: {names}; {self.words[:300]}"
        )


class Phone:
    """One browser. `heard` keeps every answer, so that a test can look for what leaks; `time_zone`
    is what the pages' script would tell."""

    def __init__(self, *, heard: list[Heard] | None = None, time_zone: str = "") -> None:
        self.jar = Jar()
        self._time_zone = time_zone
        self.heard: list[Heard] = [] if heard is None else heard

    def open(self, address: URL | str) -> Page:
        """GET, then wherever it leads."""
        return self._go("GET", URL(address), headers={"Sec-Fetch-Site": "none"})

    def press(
        self, page: Page, button: str, *, fill: Mapping[str, str] | None = None, tick: str = ""
    ) -> Page:
        """Fill fields and tick a box by the beginning of their names, then press the button."""
        pressed = page.button(button)
        form = page.document.form_of(pressed)
        if form is None:
            raise NotThere(f"the button {button!r} on {page.address.path} belongs to no form")
        shown = [(name, value) for _element, name, value in page.document.values_of(form)]
        values = [pair if pair[0] != "time_zone" else (pair[0], self._time_zone) for pair in shown]
        for name, text in (fill or {}).items():
            box = page.field(name, form=form).get("name")
            values = [pair for pair in values if pair[0] != box] + [(box, text)]
        if tick:
            box_element = page.field(tick, form=form)
            values.append((box_element.get("name"), box_element.get("value") or "on"))
        if pressed.get("name"):
            values.append((pressed.get("name"), pressed.get("value")))
        action = form.get("action")
        target = page.address.join(URL(action, encoded=True)) if action else page.address
        return self._go("POST", target, headers=_manners(page), body=urlencode(values).encode())

    def post_json(self, page: Page, target: URL, *, data: object) -> tuple[int, Any]:
        """What a page's script sends by `fetch`, and the answer: status and JSON."""
        headers = _manners(page) | {"Content-Type": "application/json"}
        heard = self._ask("POST", target, headers=headers, body=json.dumps(data).encode())
        return heard.status, json.loads(heard.body)

    def _go(
        self, method: str, address: URL, *, headers: Mapping[str, str], body: bytes | None = None
    ) -> Page:
        way: list[URL] = []
        sent = dict(headers)
        if body is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        for _ in range(_MOST_REDIRECTS):
            way.append(address)
            heard = self._ask(method, address, headers=sent, body=body)
            if heard.status not in (301, 302, 303, 307, 308):
                return Page(address, heard.status, heard.body.decode(errors="replace"), tuple(way))
            location = next(value for name, value in heard.headers if name == "location")
            address = address.join(URL(location, encoded=True))
            method, body = "GET", None
            sent = {"Sec-Fetch-Site": "cross-site"}
            if address.host != way[0].host:
                # Off to the real service: nobody goes there from here.
                return Page(address, 0, "", tuple(way))
        raise NotThere(f"redirected {_MOST_REDIRECTS} times, last to {address.path}")

    def _ask(
        self, method: str, address: URL, *, headers: Mapping[str, str], body: bytes | None
    ) -> Heard:
        sent = {"User-Agent": _AGENT, "Accept-Language": "en", **headers}
        if cookies := self.jar.header(address):
            sent["Cookie"] = cookies
        connection = http.client.HTTPConnection(address.host or "", address.port, timeout=30)
        try:
            connection.request(method, address.raw_path_qs, body=body, headers=sent)
            answer = connection.getresponse()
            lines = tuple((name.lower(), value) for name, value in answer.getheaders())
            heard = Heard(address, answer.status, lines, answer.read())
        finally:
            connection.close()
        self.jar.take((v for name, v in lines if name == "set-cookie"), address=address)
        self.heard.append(heard)
        return heard


def _manners(page: Page) -> dict[str, str]:
    return {
        "Origin": str(page.address.origin()),
        "Referer": str(page.address),
        "Sec-Fetch-Site": "same-origin",
    }

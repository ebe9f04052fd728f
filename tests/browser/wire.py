"""Requests that no browser would send, byte by byte."""

import contextlib
import re
import socket
from dataclasses import dataclass
from html import unescape

from tests.browser.house import House

_LONGEST_ANSWER = 64 * 1024


@dataclass(frozen=True)
class Heard:
    """The answer: its status, its headers as they came, and the page's words."""

    status: int
    head: str
    page: str

    @property
    def title(self) -> str:
        found = re.search(r"<h1[^>]*>(?:\s*<bdi>)?(.*?)(?:</bdi>\s*)?</h1>", self.page, re.DOTALL)
        return unescape(found[1].strip()) if found else ""

    @property
    def next_step(self) -> str:
        """The last sentences of an error page say what to do."""
        found = re.search(r'<p class="muted">(.*?)</p>', self.page, re.DOTALL)
        return unescape(found[1].strip()) if found else ""


def send(
    house: House,
    method: str,
    target: str,
    *,
    headers: dict[str, str] | None = None,
    body: bytes = b"",
    origin: str | None = None,
) -> Heard:
    """Whatever is given, as it is given; a form of our own pages unless `origin` says else."""
    port = house.stage.product.port
    given = {
        "Host": f"127.0.0.1:{port}",
        "Connection": "close",
        "Origin": house.base_url if origin is None else origin,
        "Content-Length": str(len(body)),
        "Content-Type": "application/x-www-form-urlencoded",
        **(headers or {}),
    }
    lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {text}" for name, text in given.items())]
    data = "\r\n".join([*lines, "", ""]).encode("latin-1") + body
    return _read(_exchange(port, data=data))


def _exchange(port: int, *, data: bytes) -> bytes:
    answer = b""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        # What is far too large is refused before all of it was sent.
        with contextlib.suppress(ConnectionError):
            connection.sendall(data)
        with contextlib.suppress(ConnectionError):
            while len(answer) < _LONGEST_ANSWER and (part := connection.recv(65536)):
                answer += part
    return answer


def _read(answer: bytes) -> Heard:
    head, _, page = answer.decode(errors="replace").partition("\r\n\r\n")
    return Heard(int(head.split()[1]), head, page)

"""A browser's cookies: by host and path. Ports share them, as they do in browsers."""

from collections.abc import Iterable
from http.cookies import CookieError, SimpleCookie

from yarl import URL


class Jar:
    """The cookies of one fan."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str, str], str] = {}

    def take(self, headers: Iterable[str], *, address: URL) -> None:
        """Keep what an answer sets; an age of zero or less takes it away."""
        for header in headers:
            try:
                cookie = SimpleCookie(header)
            except CookieError:
                continue
            for name, morsel in cookie.items():
                place = (address.host or "", morsel["path"] or "/", name)
                if morsel["max-age"] and int(morsel["max-age"]) <= 0:
                    self._kept.pop(place, None)
                else:
                    self._kept[place] = morsel.value

    def header(self, address: URL) -> str:
        """What is sent to this address."""
        return "; ".join(
            f"{name}={value}"
            for (host, path, name), value in self._kept.items()
            if host == address.host and _is_below(address.path, path)
        )

    def forget(self) -> None:
        """A new browser, or cookies cleared."""
        self._kept.clear()


def _is_below(path: str, parent: str) -> bool:
    return path == parent or path.startswith(parent.rstrip("/") + "/")

"""What a page holds, as people type it, one a line: tracks, links with their words, the release at
services. A line that was not touched says what it said before, whatever it looks like."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

from countin.campaigns.codes import BadCode
from countin.campaigns.recognizing import recognize
from countin.studio.making.starting import id_forms

Read = TypeVar("Read")
Place = tuple[str, str, str]  # "id" or "link", the service, what the file holds of it
_LENGTH: Final = re.compile(r"(.+?)[\s,–—-]+\(?([0-9]{1,3}:[0-5][0-9])\)?")
_NUMBER: Final = re.compile(r"([0-9]{1,3})[.)]\s+(.+)")


def spell_track(track: Mapping[str, str]) -> str:
    """`Slow Train 3:12`."""
    return " ".join(filter(None, (track["title"], track.get("length"))))


def read_track_lines(text: str, *, standing: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    """As `release.tracks` of a file. Numbers in front of all of them, from 1 on, are dropped."""
    before = {spell_track(track): dict(track) for track in standing}
    lines = _lines(text)
    if not before.keys() >= set(lines):
        lines = _without_numbers(lines)
    return _read(lines, before=before, read=_read_track)


def spell_link(link: Mapping[str, str]) -> str:
    """`Vinyl https://shop.example/vinyl`."""
    return f"{link['label']} {link['url']}"


def read_link_lines(text: str, *, standing: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    """As `preorder` of a file: words, and the address behind them; without words its host. Raises
    BadCode."""
    before = {spell_link(link): dict(link) for link in standing}
    return _read(_lines(text), before=before, read=_read_link)


def read_service_lines(text: str, *, standing: Mapping[str, Place]) -> list[Place]:
    """Where the release is, a link of any known service a line. Raises BadCode."""
    places = _read(_lines(text), before=standing, read=_read_place)
    named = [name for _kind, name, _value in places]
    if twice := next((name for name in named if named.count(name) > 1), None):
        raise BadCode(f"There are two links at one service ({twice}).", "Keep one of them.")
    return places


def _lines(text: str) -> list[str]:
    return [line for line in map(str.strip, text.splitlines()) if line]


def _read(
    lines: Iterable[str], *, before: Mapping[str, Read], read: Callable[[str], Read]
) -> list[Read]:
    return [before[line] if line in before else read(line) for line in lines]


def _without_numbers(lines: list[str]) -> list[str]:
    found = [_NUMBER.fullmatch(line) for line in lines]
    if len(lines) < 2 or [int(one[1]) for one in found if one] != list(range(1, len(lines) + 1)):
        return lines
    return [one[2] for one in found if one]


def _read_track(line: str) -> dict[str, str]:
    if found := _LENGTH.fullmatch(line):
        return {"title": found[1], "length": found[2]}
    return {"title": line}


def _read_link(line: str) -> dict[str, Any]:
    label, _, url = line.rpartition(" ")
    if "://" not in url:
        raise BadCode(f"{line!r} is no link.", "Write words, if any, before the address.")
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        raise BadCode(f"{url!r} is no address.", "Copy it from the browser's bar.") from None
    return {"label": label.strip(" :") or host.removeprefix("www."), "url": url}


def _read_place(line: str) -> Place:
    found = recognize(line, id_forms=id_forms())
    if found.key in ("upc", "isrc"):
        raise BadCode(f"{line!r} is a code.", "It has a field of its own above.")
    return ("link" if found.is_elsewhere else "id", found.key, found.value)

"""The form of public identifiers: barcode, ISRC, Spotify and Apple Music ids. Pure."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

_ISRC: Final = re.compile(r"[A-Z]{2}[A-Z0-9]{3}[0-9]{7}")
_ISRC_WITH_HYPHENS: Final = re.compile(r"[A-Z]{2}-[A-Z0-9]{3}-[0-9]{2}-[0-9]{5}")
_SPOTIFY_ID: Final = re.compile(r"[0-9A-Za-z]{22}")
_SPOTIFY_URI: Final = re.compile(r"spotify:([a-z]+):([0-9A-Za-z]+)")
_SPOTIFY_URL: Final = re.compile(
    r"https?://open\.spotify\.com/(?:intl-[a-z-]+/)?([a-z]+)/([0-9A-Za-z]+)/?(?:[?#].*)?"
)
_APPLE_ID: Final = re.compile(r"[0-9]{1,20}")
_APPLE_OURS: Final = re.compile(r"(album|song)s:([0-9]{1,20})")
_APPLE_URL: Final = re.compile(
    r"https?://(?:geo\.)?music\.apple\.com/[a-z]{2}/([a-z-]+)/(?:[^/?#]+/)?(?:id)?([0-9]{1,20})/?"
    r"(?:[?#].*)?"
)


class BadCode(ValueError):
    """The text is no such identifier; `what` says why, `mend` the next step."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(f"{what} {mend}")
        self.what = what
        self.mend = mend


@dataclass(frozen=True)
class IdForms:
    """How a service's ids are read, into the one spelling that is stored."""

    release: Callable[[str], str]
    artist: Callable[[str], str]


def read_upc(text: str) -> str:
    """The digits of a UPC-A (12), an EAN-13, or a GTIN-14 that begins with zero, as written.
    Raises BadCode."""
    digits = re.sub(r"[ -]", "", text)
    if not re.fullmatch(r"[0-9]{12,14}", digits) or (len(digits) == 14 and digits[0] != "0"):
        raise BadCode(
            f"{text!r} is no UPC or EAN: those have 12 or 13 digits.",
            "Copy it from your distributor's page.",
        )
    if digits[-1] != (expected := check_digit(digits[:-1])):
        raise BadCode(
            f"{digits} fails its check digit: after {digits[:-1]} comes {expected}.",
            "One digit is mistyped: copy it from your distributor's page.",
        )
    return digits


def check_digit(body: str) -> str:
    """The last digit of a GS1 number whose other digits are these."""
    weighted = sum(int(digit) * (1 if n % 2 else 3) for n, digit in enumerate(reversed(body)))
    return str(-weighted % 10)


def read_isrc(text: str) -> str:
    """Twelve characters without hyphens, in capitals. Raises BadCode."""
    code = text.upper()
    if text.isascii() and _ISRC_WITH_HYPHENS.fullmatch(code):
        code = code.replace("-", "")
    if not text.isascii() or not _ISRC.fullmatch(code):
        raise BadCode(
            f"{text!r} is no ISRC: two letters, three letters or digits, seven digits, "
            "like QZ-ABC-26-00001.",
            "Copy it from your distributor's page.",
        )
    return code


def read_spotify_release(text: str) -> str:
    """`spotify:album:ID`, or a track's, from a URI, an open.spotify.com link or an album's bare
    id. Raises BadCode."""
    return _read_spotify(text, kinds=("album", "track"))


def read_spotify_artist(text: str) -> str:
    """`spotify:artist:ID` from a URI, an open.spotify.com link or a bare id. Raises BadCode."""
    return _read_spotify(text, kinds=("artist",))


def read_apple_release(text: str) -> str:
    """`albums:123`, or a song's, from a music.apple.com link, our own spelling or an album's
    bare id. Raises BadCode."""
    kind, number = _read_apple(text, kinds=("album", "song"))
    return f"{kind}s:{number}"


def read_apple_artist(text: str) -> str:
    """The digits of an artist from a music.apple.com link or a bare id. Raises BadCode."""
    return _read_apple(text, kinds=("artist",))[1]


ID_FORMS: Final[Mapping[str, IdForms]] = MappingProxyType(
    {
        "spotify": IdForms(release=read_spotify_release, artist=read_spotify_artist),
        "apple_music": IdForms(release=read_apple_release, artist=read_apple_artist),
    }
)


def _read_spotify(text: str, *, kinds: tuple[str, ...]) -> str:
    found = _SPOTIFY_URI.fullmatch(text) or _SPOTIFY_URL.fullmatch(text)
    kind, code = found.groups() if found else (kinds[0], text)
    if kind not in kinds:
        raise _wrong_kind("Spotify", given=kind, wanted=kinds[0])
    if not _SPOTIFY_ID.fullmatch(code):
        raise BadCode(
            f"{text!r} is no Spotify {kind}: its id has 22 letters and digits.",
            "Use Share, Copy link, or leave it out.",
        )
    return f"spotify:{kind}:{code}"


def _read_apple(text: str, *, kinds: tuple[str, ...]) -> tuple[str, str]:
    found = _APPLE_OURS.fullmatch(text) or _APPLE_URL.fullmatch(text)
    kind, code = found.groups() if found else (kinds[0], text)
    if kind not in kinds:
        raise _wrong_kind("Apple Music", given=kind, wanted=kinds[0])
    if not _APPLE_ID.fullmatch(code):
        raise BadCode(
            f"{text!r} is no Apple Music {kind}: its id has digits only.",
            "Use Share, Copy Link, or leave it out.",
        )
    return kind, code


def _wrong_kind(service: str, *, given: str, wanted: str) -> BadCode:
    if given == "prerelease":
        return BadCode(
            f"This is the address of a countdown page, not of an {wanted}.",
            "Give the UPC instead; the album's own address comes with the release.",
        )
    return BadCode(
        f"This is a {service} {given}, where an {wanted} is wanted.",
        f"Take the link that has /{wanted}/ in it.",
    )

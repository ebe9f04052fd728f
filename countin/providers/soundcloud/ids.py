"""SoundCloud's ids are its links: `artist/track`, `artist/sets/name`, and `artist` alone.

Its API knows them by URNs, which stand on no page: what people paste can be told from a link alone.
"""

import re

from countin.providers.contract import BadId, IdForms, Refused

_NAME = r"[a-z0-9](?:[a-z0-9_-]{0,254})"
_RELEASE = re.compile(rf"{_NAME}/(?:sets/)?{_NAME}")
_ARTIST = re.compile(_NAME)
_LINK = re.compile(r"https?://(?:www\.|m\.)?soundcloud\.com/([^?#]*?)/?(?:[?#].*)?", re.IGNORECASE)
# What follows a release's own address in a private link is a secret: it is left out.
_SECRET = re.compile(r"/s-[A-Za-z0-9]+\Z")
_ADDRESS = re.compile(r"https://(?:[a-z0-9-]+\.)?soundcloud\.com/.+")
_HOSTS = ("soundcloud.com", "www.soundcloud.com", "m.soundcloud.com")
# Pages of SoundCloud itself, and the parts of an artist's page.
_NO_ARTISTS = {"discover", "stream", "search", "upload", "you", "charts", "pages", "feed", "tags"}
_NO_TRACKS = {"tracks", "albums", "sets", "reposts", "likes", "followers", "following", "comments"}


def spell_release(text: str) -> str:
    """`artist/track`, or `artist/sets/name`. Raises BadId."""
    path = _path(text)
    artist, _, rest = path.partition("/")
    if not _RELEASE.fullmatch(path) or artist in _NO_ARTISTS or rest in _NO_TRACKS:
        raise BadId(
            f"{text!r} is no track and no album on SoundCloud.",
            "Open it there and copy the address from the browser's bar: it has the artist's name "
            "and the title in it.",
        )
    return path


def spell_artist(text: str) -> str:
    """The artist's name in addresses. Raises BadId."""
    path = _path(text)
    if not _ARTIST.fullmatch(path) or path in _NO_ARTISTS:
        raise BadId(
            f"{text!r} is no artist on SoundCloud.",
            "Open the artist's page there and copy the address from the browser's bar.",
        )
    return path


def take_link(text: str) -> str:
    """Any address at SoundCloud, as it is written: its app shares short ones. Raises BadId."""
    if not _ADDRESS.fullmatch(text):
        raise BadId(f"{text!r} is no address of SoundCloud.", "Give one at soundcloud.com.")
    return text


ID_FORMS = IdForms(release=spell_release, artist=spell_artist, hosts=_HOSTS, link=take_link)


def read_release_id(text: str) -> str:
    """The one spelling. Raises Refused for anything else: it will never be found, nor saved."""
    try:
        return spell_release(text)
    except BadId:
        raise Refused("This is no SoundCloud track or album. Use its link.") from None


def read_artist_id(text: str) -> str:
    """The one spelling. Raises Refused for anything else."""
    try:
        return spell_artist(text)
    except BadId:
        raise Refused("This is no SoundCloud artist. Use the link of their page.") from None


def is_set(release_id: str) -> bool:
    """An album or EP is a set there; its address says so."""
    return "/sets/" in release_id


def address_of(path: str) -> str:
    """On the web, or in the app where it is installed."""
    return f"https://soundcloud.com/{path}"


def _path(text: str) -> str:
    given = text.strip()
    found = _LINK.fullmatch(given)
    return _SECRET.sub("", found[1]).lower() if found else given

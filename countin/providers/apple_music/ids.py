"""Apple's ids are bare numbers; ours name the kind: `albums:123`, `songs:123`."""

import re

from countin.providers.contract import BadId, IdForms, Refused

_NUMBER = re.compile(r"[0-9]{1,20}")
_OURS = re.compile(r"(album|song)s:([0-9]{1,20})")
_LINK = re.compile(
    r"https?://(?:geo\.)?music\.apple\.com/(?:[a-z]{2}/)?([a-z-]+)/(?:[^/?#]+/)?(?:id)?([0-9]{1,20})/?"
    r"(?:[?#].*)?"
)
# An album's link that names one of its songs is that song's.
_SONG_IN_LINK = re.compile(r"[^?#]*\?(?:[^#]*&)?i=([0-9]{1,20})(?:[&#].*)?")


def is_number(text: str) -> bool:
    """Has it the form of an id without its kind?"""
    return _NUMBER.fullmatch(text) is not None


def spell_release(text: str) -> str:
    """`albums:123`, or a song's. A bare number is an album's. Raises BadId."""
    kind, number = _read(text, kinds=("album", "song"))
    return f"{kind}s:{number}"


def spell_artist(text: str) -> str:
    """The number of an artist. Raises BadId."""
    return _read(text, kinds=("artist",))[1]


ID_FORMS = IdForms(
    release=spell_release,
    artist=spell_artist,
    hosts=("music.apple.com", "geo.music.apple.com"),
    native_hosts=("music.apple.com", "geo.music.apple.com"),
    native_words="A pre-add: for releases that were delivered as a pre-order, with one track out "
    "ahead; not for singles of one track.",
)


def read_release_id(text: str) -> tuple[str, str]:
    """The kind ("albums" or "songs") and the number. Raises Refused for anything else: it
    will never be found, nor saved."""
    try:
        kind, number = _read(text, kinds=("album", "song"))
    except BadId:
        raise Refused("This is no Apple Music album or song. Use the number in its link.") from None
    return f"{kind}s", number


def release_address(release_id: str, *, market: str) -> str:
    """The release on the web, or in the app where it is installed."""
    kind, number = read_release_id(release_id)
    return f"https://music.apple.com/{storefront_of(market)}/{kind.rstrip('s')}/{number}"


def artist_address(artist_id: str) -> str:
    """The artist on the web, or in the app. Raises Refused for what is no artist."""
    try:
        return f"https://music.apple.com/us/artist/{spell_artist(artist_id)}"
    except BadId:
        raise Refused("This is no Apple Music artist. Use the number in its link.") from None


def storefront_of(market: str) -> str:
    """Apple's name of a market; the United States' where none is known."""
    return market.lower() or "us"


def _read(text: str, *, kinds: tuple[str, ...]) -> tuple[str, str]:
    given = text.strip()
    kind, number = _parts(given) or (kinds[0], given)
    if kind not in kinds:
        raise BadId(
            f"This is an Apple Music {kind}, where an {kinds[0]} is wanted.",
            f"Take the link that has /{kinds[0]}/ in it.",
        )
    if not is_number(number):
        raise BadId(
            f"{text!r} is no Apple Music {kind}: its id has digits only.",
            "Use Share, Copy Link, or leave it out.",
        )
    return kind, number


def _parts(given: str) -> tuple[str, str] | None:
    if ours := _OURS.fullmatch(given):
        return ours[1], ours[2]
    link = _LINK.fullmatch(given)
    if link is None:
        return None
    if link[1] == "album" and (song := _SONG_IN_LINK.fullmatch(given)):
        return "song", song[1]
    return link[1], link[2]

"""TIDAL's ids are bare; ours name the kind: `albums:123`, `tracks:123`."""

import re

from countin.providers.contract import BadId, IdForms, Refused

# TIDAL calls its ids opaque: what it answers is believed, what people paste is held to digits.
_PASTED = re.compile(r"[0-9]{1,20}")
_ANSWERED = re.compile(r"[A-Za-z0-9_-]{1,64}")
_OURS = re.compile(r"(album|track)s:([A-Za-z0-9_-]{1,64})")
_HOSTS = ("tidal.com", "www.tidal.com", "listen.tidal.com", "desktop.tidal.com")
_LINK = re.compile(
    r"https?://(?:www\.|listen\.|desktop\.)?tidal\.com/(?:[a-z]{2}/)?(?:browse/)?([a-z-]+)/([0-9]{1,20})"
    r"(?:/u)?/?(?:[?#].*)?"
)
_ADDRESS = re.compile(r"https://(?:[a-z0-9-]+\.)?tidal\.com/.+")


def is_bare_id(text: str) -> bool:
    """Can it be an id without its kind, as the service answers?"""
    return _ANSWERED.fullmatch(text) is not None


def spell_release(text: str) -> str:
    """`albums:123`, or a track's. A bare number is an album's. Raises BadId."""
    kind, bare = _read(text, kinds=("album", "track"))
    return f"{kind}s:{bare}"


def spell_artist(text: str) -> str:
    """The number of an artist. Raises BadId."""
    return _read(text, kinds=("artist",))[1]


def take_link(text: str) -> str:
    """Any address at TIDAL, as it is written. Raises BadId."""
    if not _ADDRESS.fullmatch(text):
        raise BadId(f"{text!r} is no address of TIDAL.", "Give one at tidal.com.")
    return text


ID_FORMS = IdForms(release=spell_release, artist=spell_artist, hosts=_HOSTS, link=take_link)


def read_release_id(text: str) -> tuple[str, str]:
    """The kind ("albums" or "tracks") and the bare id. Raises Refused for anything else: it will
    never be found, nor saved."""
    if found := _OURS.fullmatch(text):
        return f"{found[1]}s", found[2]
    try:
        kind, bare = _read(text, kinds=("album", "track"))
    except BadId:
        raise Refused("This is no TIDAL album or track. Use the number in its link.") from None
    return f"{kind}s", bare


def read_artist_id(text: str) -> str:
    """The bare id of an artist. Raises Refused for anything else."""
    if is_bare_id(text):
        return text
    try:
        return spell_artist(text)
    except BadId:
        raise Refused("This is no TIDAL artist. Use the number in its link.") from None


def release_address(release_id: str) -> str:
    """The release on the web, or in the app where it is installed."""
    kind, bare = read_release_id(release_id)
    return f"https://tidal.com/{kind.removesuffix('s')}/{bare}"


def artist_address(artist_id: str) -> str:
    """The artist on the web, or in the app where it is installed."""
    return f"https://tidal.com/artist/{read_artist_id(artist_id)}"


def _read(text: str, *, kinds: tuple[str, ...]) -> tuple[str, str]:
    given = text.strip()
    ours = _OURS.fullmatch(given)
    found = ours or _LINK.fullmatch(given)
    kind, bare = found.groups() if found else (kinds[0], given)
    if kind not in kinds:
        raise BadId(
            f"This is a TIDAL {kind}, where an {kinds[0]} is wanted.",
            f"Take the link that has /{kinds[0]}/ in it.",
        )
    if not ours and not _PASTED.fullmatch(bare):
        raise BadId(
            f"{text!r} is no TIDAL {kind}: its id has digits only.",
            "Use Share, Copy link, or leave it out.",
        )
    return kind, bare

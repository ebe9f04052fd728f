"""Spotify's ids: URIs everywhere in our code, links and bare ids read too."""

import re

from countin.providers.contract import BadId, IdForms, Refused

# What people paste is held to the form that ids have had so far, so that a slip is noticed;
# what the service itself answers is believed.
_BARE = re.compile(r"[A-Za-z0-9]{22}")
_ANSWERED = re.compile(r"[A-Za-z0-9]{1,64}")
_URI = re.compile(r"spotify:([a-z]+):([A-Za-z0-9]+)")
_LINK = re.compile(
    r"https?://open\.spotify\.com/(?:intl-[a-z-]+/)?([a-z]+)/([A-Za-z0-9]+)/?(?:[?#].*)?"
)


def is_bare_id(text: str) -> bool:
    """Can it be an id without its kind, as the service answers?"""
    return _ANSWERED.fullmatch(text) is not None


def spell_release(text: str) -> str:
    """`spotify:album:ID`, or a track's. A bare id is an album's. Raises BadId."""
    return ":".join(("spotify", *_read(text, kinds=("album", "track"), form=_BARE)))


def spell_artist(text: str) -> str:
    """`spotify:artist:ID`. Raises BadId."""
    return ":".join(("spotify", *_read(text, kinds=("artist",), form=_BARE)))


ID_FORMS = IdForms(
    release=spell_release,
    artist=spell_artist,
    hosts=("open.spotify.com",),
    native_hosts=("open.spotify.com",),
    native_words="A Countdown Page: for albums and EPs, not singles, of artists with 5,000 active "
    "listeners a month.",
)


def read_release_uri(text: str) -> tuple[str, str]:
    """The kind ("album" or "track") and bare id of a release. Raises Refused for anything
    else: it will never be found, nor saved."""
    try:
        return _read(text, kinds=("album", "track"), form=_ANSWERED)
    except BadId:
        raise Refused("This is no Spotify album or track. Use its URI: spotify:album:…") from None


def read_artist_id(text: str) -> str:
    """The bare id of an artist. Raises Refused for anything else."""
    try:
        return _read(text, kinds=("artist",), form=_ANSWERED)[1]
    except BadId:
        raise Refused("This is no Spotify artist. Use its URI: spotify:artist:…") from None


def release_address(release_id: str) -> str:
    """The release on the web, or in the app where it is installed."""
    kind, bare = read_release_uri(release_id)
    return f"https://open.spotify.com/{kind}/{bare}"


def artist_address(artist_id: str) -> str:
    """The artist on the web, or in the app where it is installed."""
    return f"https://open.spotify.com/artist/{read_artist_id(artist_id)}"


def _read(text: str, *, kinds: tuple[str, ...], form: re.Pattern[str]) -> tuple[str, str]:
    given = text.strip()
    found = _URI.fullmatch(given) or _LINK.fullmatch(given)
    kind, bare = found.groups() if found else (kinds[0], given)
    if kind not in kinds:
        raise _other_kind(kind, wanted=kinds[0])
    if not form.fullmatch(bare):
        raise BadId(
            f"{text!r} is no Spotify {kind}: its id has 22 letters and digits.",
            "Use Share, Copy link, or leave it out.",
        )
    return kind, bare


def _other_kind(given: str, *, wanted: str) -> BadId:
    if given == "prerelease":
        return BadId(
            f"This is the address of a countdown page, not of an {wanted}.",
            "Give the UPC instead; the album's own address comes with the release.",
        )
    return BadId(
        f"This is a Spotify {given}, where an {wanted} is wanted.",
        f"Take the link that has /{wanted}/ in it.",
    )

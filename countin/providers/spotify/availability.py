"""Does a market show what Spotify answered? Its signs differ by quota mode and by year."""

from datetime import datetime

from countin.providers.reading import (
    JsonObject,
    is_before_its_day,
    object_in,
    objects_in,
    text_in,
)

# These restrictions are the listener's, not the market's.
_RESTRICTS_LISTENERS = {"explicit", "product"}


def is_shown(item: JsonObject, *, market: str, now: datetime) -> bool:
    """Whether an album or track, as answered for this market, is out there. Signs that are
    absent (development mode has fewer) speak for it; a day to come speaks against it, unless
    something can be played already."""
    if _is_kept_from(item, market=market) or _is_restricted(item):
        return False
    playable = _signs_of_play(item)
    if playable:
        return any(playable)
    return not is_before_its_day(_release_date(item), now=now)


def _is_kept_from(item: JsonObject, *, market: str) -> bool:
    markets = item.get("available_markets")
    if not isinstance(markets, list):
        return False
    return market not in markets if market else not markets


def _is_restricted(item: JsonObject) -> bool:
    restrictions = object_in(item, "restrictions")
    return bool(restrictions) and text_in(restrictions, "reason") not in _RESTRICTS_LISTENERS


def _signs_of_play(item: JsonObject) -> list[bool]:
    tracks = objects_in(object_in(item, "tracks"), "items")
    if item.get("is_playable") is False:
        return [False]
    signs = (part.get("is_playable") for part in (item, *tracks))
    return [sign for sign in signs if isinstance(sign, bool)]


def _release_date(item: JsonObject) -> str:
    album = object_in(item, "album") or item
    # A year or a month alone is no day, and says nothing about today.
    return text_in(album, "release_date")

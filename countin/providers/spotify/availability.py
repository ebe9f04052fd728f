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
    absent (development mode has fewer) speak for it."""
    return not (
        _is_kept_from(item, market=market)
        or _is_restricted(item)
        or _is_all_silent(item)
        or is_before_its_day(_release_date(item), now=now)
    )


def _is_kept_from(item: JsonObject, *, market: str) -> bool:
    markets = item.get("available_markets")
    if not isinstance(markets, list):
        return False
    return market not in markets if market else not markets


def _is_restricted(item: JsonObject) -> bool:
    restrictions = object_in(item, "restrictions")
    return bool(restrictions) and text_in(restrictions, "reason") not in _RESTRICTS_LISTENERS


def _is_all_silent(item: JsonObject) -> bool:
    if item.get("is_playable") is False:
        return True
    tracks = objects_in(object_in(item, "tracks"), "items")
    return bool(tracks) and all(track.get("is_playable") is False for track in tracks)


def _release_date(item: JsonObject) -> str:
    album = object_in(item, "album") or item
    # A year or a month alone is no day, and says nothing about today.
    return text_in(album, "release_date")

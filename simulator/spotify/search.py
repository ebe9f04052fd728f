"""`/search`: by barcode, by ISRC, or by words."""

import re
from dataclasses import dataclass

from aiohttp import web

from simulator.answers import json_answer
from simulator.catalogue.releases import Release, Track
from simulator.fans import SPOTIFY
from simulator.spotify.albums import read_page
from simulator.spotify.calls import Call, Refusal
from simulator.spotify.shapes import Shape, full_track, paged, simplified_album, wrapped_error

FIELD = re.compile(r'(upc|isrc|album|artist|track|tag|year|genre):("[^"]*"|\S+)', re.IGNORECASE)
KINDS = ("album", "track", "artist", "playlist", "show", "episode", "audiobook")
TWO_WEEKS = 14 * 86_400


@dataclass(frozen=True)
class Query:
    fields: dict[str, str]
    words: tuple[str, ...]

    def is_met_by(self, release: Release, *, title: str) -> bool:
        artists = " ".join(artist.name for artist in release.artists).lower()
        everything = f"{title} {release.title} {artists}".lower()
        return (
            all(word in everything for word in self.words)
            and self.fields.get("artist", "") in artists
            and self.fields.get("album", "") in release.title.lower()
            and self.fields.get("track", "") in title.lower()
        )


def search(call: Call) -> web.Response:
    kinds = call.request.query.get("type", "").split(",")
    if not kinds[0] or any(kind not in KINDS for kind in kinds):
        raise Refusal(wrapped_error(400, message="Bad search type field"))
    text = call.request.query.get("q", "")
    if not text.strip():
        raise Refusal(wrapped_error(400, message="No search query"))
    limit, offset = read_page(call)
    query = _read(text)
    answer: dict[str, Shape] = {}
    for kind in kinds:
        items = _albums(call, query=query) if kind == "album" else []
        items = _tracks(call, query=query) if kind == "track" else items
        part = items[offset : offset + limit]
        answer[f"{kind}s"] = paged(part, limit=limit, offset=offset, total=len(items))
    return json_answer(answer)


def _read(text: str) -> Query:
    fields = {name.lower(): value.strip('"').lower() for name, value in FIELD.findall(text)}
    words = tuple(FIELD.sub(" ", text).lower().replace('"', " ").split())
    return Query(fields, words)


def _albums(call: Call, *, query: Query) -> list[Shape]:
    shelf = call.world.shelf
    if "isrc" in query.fields:
        return []
    found = shelf.albums_by_upc(query.fields["upc"]) if "upc" in query.fields else list(shelf)
    return [
        simplified_album(release, is_extended=call.is_extended)
        for release in found
        if _is_shown(call, release=release, query=query)
        and query.is_met_by(release, title=release.title)
    ]


def _tracks(call: Call, *, query: Query) -> list[Shape]:
    shelf = call.world.shelf
    if "upc" in query.fields:
        return []
    found: list[tuple[Release, Track]]
    if "isrc" in query.fields:
        found = shelf.tracks_by_isrc(query.fields["isrc"])
    else:
        found = [(release, track) for release in shelf for track in release.tracks]
    return [
        full_track(release, track=track, is_extended=call.is_extended)
        for release, track in found
        if _is_shown(call, release=release, query=query)
        and query.is_met_by(release, title=track.title)
    ]


def _is_shown(call: Call, *, release: Release, query: Query) -> bool:
    if not call.world.shows(release, market=call.market, service=SPOTIFY):
        return False
    if query.fields.get("tag") != "new":
        return True
    moment = call.world.moment(release, market=call.market or "", service=SPOTIFY)
    return moment is not None and moment > call.world.clock.now() - TWO_WEEKS

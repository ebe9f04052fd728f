"""Adding releases, and moving the moment at which they are shown."""

from dataclasses import replace
from typing import Any

from aiohttp import web

from simulator.answers import json_answer
from simulator.catalogue.reading import read_availability, read_release
from simulator.catalogue.releases import Release
from simulator.clock import iso
from simulator.control.asking import controlled, read_object
from simulator.fans import SERVICES
from simulator.keys import world_of
from simulator.twins.known import twins
from simulator.world import World

SAMPLE_MARKETS = ("NZ", "AU", "JP", "DE", "GB", "US")


@controlled
async def put_release(request: web.Request) -> web.Response:
    """Add a release or replace the one of the same id, in the form of the catalogue's files."""
    world = world_of(request)
    data = await read_object(request)
    known = {artist.key: _artist_data(artist) for each in world.shelf for artist in each.artists}
    release = read_release(data, artists=known, source="control API")
    world.shelf.put(release)
    return json_answer(_shown(world, release=release), status=201)


@controlled
async def set_availability(request: web.Request) -> web.Response:
    """`timing` local with `date`, global with `at`, or published; `markets`, `excluded_markets`.
    `pre_add` may be sent alone or along."""
    world = world_of(request)
    release = world.shelf.get(request.match_info["id"])
    data = await read_object(request)
    if "pre_add" in data:
        release = replace(release, pre_add=str(data.pop("pre_add")))
    if data:
        availability = read_availability(data)
        day = availability.day or release.release_date
        release = replace(release, availability=availability, release_date=day)
    world.shelf.put(release)
    return json_answer(_shown(world, release=release))


@controlled
async def list_releases(request: web.Request) -> web.Response:
    world = world_of(request)
    return json_answer({"releases": [_shown(world, release=each) for each in world.shelf]})


@controlled
async def show_release(request: web.Request) -> web.Response:
    """With `?market=XX`, its moments and ids there."""
    world = world_of(request)
    release = world.shelf.get(request.match_info["id"])
    markets = tuple(filter(None, [request.query.get("market", "").upper()])) or SAMPLE_MARKETS
    return json_answer(_shown(world, release=release, markets=markets))


def _shown(
    world: World, *, release: Release, markets: tuple[str, ...] = SAMPLE_MARKETS
) -> dict[str, Any]:
    return {
        "id": release.key,
        "title": release.title,
        "kind": release.kind,
        "artists": [_artist_data(artist) for artist in release.artists],
        "upc": release.upc,
        "date": release.release_date.isoformat(),
        "spotify_uri": release.spotify_uri,
        "apple_ids": {name: release.apple_album_id(name.lower()) for name in markets},
        "tracks": [
            {"title": t.title, "isrc": t.isrc, "spotify_uri": f"spotify:track:{t.spotify_id}"}
            for t in release.tracks
        ],
        "ids": {name: twin.ids_of(release) for name, twin in twins().items()},
        "pre_add": release.pre_add,
        "invented": list(release.invented),
        "source": release.source,
        "available_at": {
            service: {name: _moment(world, release, name, service) for name in markets}
            for service in SERVICES
        },
    }


def _moment(world: World, release: Release, market: str, service: str) -> str | None:
    moment = world.moment(release, market=market, service=service)
    return None if moment is None else iso(moment)


def _artist_data(artist: Any) -> dict[str, str]:
    return {
        "id": artist.key,
        "name": artist.name,
        "spotify_id": artist.spotify_id,
        "apple_id": artist.apple_id,
    }

"""Apple's lookup by UPC, as its pages show it: 200 whatever it finds, JSON sent as JavaScript."""

import json

from aiohttp import web

from simulator.catalogue.releases import Release
from simulator.keys import world_of


async def look_up(request: web.Request) -> web.Response:
    """`/lookup?upc=…&entity=album&country=US`."""
    world, country = world_of(request), request.query.get("country", "US").upper()
    found = [
        _collection(release, country=country)
        for release in world.shelf.albums_by_upc(request.query.get("upc", ""))
        if world.shows(release, market=country, service="apple_music")
    ]
    body = "\n\n\n" + json.dumps({"resultCount": len(found), "results": found}) + "\n"
    return web.Response(text=body, content_type="text/javascript", charset="utf-8")


def _collection(release: Release, *, country: str) -> dict[str, object]:
    store = country.lower()
    number = release.apple_album_id(store)
    slug = release.title.lower().replace(" ", "-")
    return {
        "wrapperType": "collection",
        "collectionType": "Album",
        "artistId": int(release.artists[0].apple_id),
        "collectionId": int(number),
        "artistName": " & ".join(artist.name for artist in release.artists),
        "collectionName": release.title,
        "collectionViewUrl": f"https://music.apple.com/{store}/album/{slug}/{number}?uo=4",
        "collectionExplicitness": "explicit" if release.is_explicit else "notExplicit",
        "trackCount": len(release.tracks),
        "copyright": f"℗ {release.release_date.year} {release.label or 'Unknown'}",
        "country": "USA",
        "releaseDate": f"{release.release_date.isoformat()}T07:00:00Z",
    }

"""Open catalogs at their stand-ins, and what they may answer besides."""

import asyncio
from collections.abc import Iterator

import pytest
from aiohttp import web

from countin.elsewhere.catalogs import Answer, Catalog, Codes, ask_catalogs
from countin.elsewhere.deezer import Deezer
from countin.elsewhere.itunes import ITunes
from countin.elsewhere.known import KNOWN, catalogs_of
from countin.elsewhere.musicbrainz import MusicBrainz
from countin.elsewhere.sessions import open_session
from simulator.running import RunningSimulator

UPC = "4006381333931"
ISRC = "ZZTST0700001"
RELEASE = {
    "id": "flickermood",
    "title": "Flickermood",
    "kind": "single",
    "artist": {"id": "forss", "name": "Forss"},
    "upc": UPC,
    "date": "2007-01-01",
    "timing": "published",
    "tracks": [{"title": "Flickermood", "isrc": ISRC}],
}


async def at_once(_seconds: float) -> None:
    """No second has to pass between two requests to a stand-in."""


@pytest.fixture(scope="module")
def sim() -> Iterator[RunningSimulator]:
    with RunningSimulator() as running:
        running.tell("releases", RELEASE)
        yield running


def ask_one(catalog: Catalog, *, codes: Codes) -> Answer:
    async def ask() -> list[Answer]:
        session = open_session(who="Count-In (test)", wait_for_s=20, lets_loopback=True)
        return await ask_catalogs([catalog], codes=codes, session=session)

    return asyncio.run(ask())[0]


def test_apples_lookup_knows_an_album_by_its_upc(sim: RunningSimulator):
    told = ask_one(ITunes(f"{sim.base_url}/itunes"), codes=Codes(upc=UPC))

    assert [(one.title, one.artist) for one in told.found] == [("Flickermood", "Forss")]
    assert told.found[0].link.startswith("https://music.apple.com/us/album/flickermood/")
    assert "?" not in told.found[0].link


def test_deezer_knows_an_album_by_upc_and_a_track_by_isrc(sim: RunningSimulator):
    catalog = Deezer(f"{sim.base_url}/deezer")

    album = ask_one(catalog, codes=Codes(upc=UPC, isrc=ISRC)).found
    track = ask_one(catalog, codes=Codes(isrc=ISRC)).found

    assert ["/album/" in album[0].link, "/track/" in track[0].link] == [True, True]
    assert (len(album), track[0].note) == (1, "one track")


def test_musicbrainz_gives_the_links_where_one_can_hear_it(sim: RunningSimulator):
    """No review, no encyclopedia."""
    told = ask_one(MusicBrainz(f"{sim.base_url}/musicbrainz", rest=at_once), codes=Codes(upc=UPC))

    assert [one.link.split("/")[2] for one in told.found] == [
        "www.deezer.com",
        "the-held-notes.bandcamp.com",
    ]
    assert {(one.title, one.artist) for one in told.found} == {("Flickermood", "Forss")}


@pytest.mark.parametrize("name", [one.name for one in KNOWN])
def test_what_nobody_has_is_found_nowhere(sim: RunningSimulator, name: str):
    (catalog,) = catalogs_of({name: f"{sim.base_url}/{name}"}, rest=at_once)

    assert ask_one(catalog, codes=Codes(upc="0000000000000", isrc="")) == Answer(catalog.label)


ODD = (
    b"",
    b"<html><body>Sorry</body></html>",
    b'{"results": ',
    b"[]",
    b"null",
    b'{"results": {"a": 1}, "releases": 7, "link": 3, "artist": []}',
    b'{"results": [1, null, {"wrapperType": "collection", "collectionViewUrl": "javascript:x"}],'
    b' "releases": [null, {"id": "../../admin", "score": 100}], "link": "http://x.example"}',
    b"[" * 100_000,
    b'{"a": "' + b"x" * 700_000 + b'"}',
)


@pytest.mark.parametrize("status", [200, 301, 403, 429, 500])
def test_odd_answers_find_nothing_and_break_nothing(status: int):
    """Truncated, absurd, HTML, deep, huge: each is nothing found, or a sentence."""

    async def walk() -> list[Answer]:
        async def answer(request: web.Request) -> web.Response:
            headers = {"Location": "https://elsewhere.example/"} if status == 301 else {}
            return web.Response(body=bodies[0], status=status, headers=headers)

        bodies: list[bytes] = [b""]
        app = web.Application()
        app.router.add_get("/{rest:.*}", answer)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        address = f"http://127.0.0.1:{runner.addresses[0][1]}"
        told: list[Answer] = []
        for body in ODD:
            bodies[0] = body
            session = open_session(who="Count-In (test)", wait_for_s=20, lets_loopback=True)
            catalogs: list[Catalog] = [ITunes(address), Deezer(address)]
            catalogs.append(MusicBrainz(address, rest=at_once))
            told += await ask_catalogs(catalogs, codes=Codes(UPC, ISRC), session=session)
        await runner.cleanup()
        return told

    told = asyncio.run(walk())

    assert len(told) == 3 * len(ODD)
    assert [one.found for one in told] == [()] * len(told)
    if status != 200:
        assert all(one.trouble for one in told)

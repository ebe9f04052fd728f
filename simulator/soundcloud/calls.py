"""Resolving, looking, liking and following."""

from urllib.parse import quote, urlsplit

from aiohttp import web

from simulator.answers import json_answer
from simulator.catalogue.releases import Artist, Release
from simulator.soundcloud import shapes
from simulator.twins.gate import Call

# Something is made public for the whole world at once; that it is when the first market
# begins the day is a guess.
MARKET = "NZ"
DONE = {"status": "200 - OK"}


def resolve(call: Call) -> web.Response:
    """302 to the thing's address in the API."""
    path = urlsplit(call.request.query.get("url", "")).path.strip("/")
    release = next((r for r in call.world.shelf if shapes.path_of(r) == path), None)
    artist = next((a for a in _artists(call) if a.key.lower() == path), None)
    if release and is_public(call, release=release):
        urn = shapes.urn_of(release)
    elif artist:
        urn = shapes.artist_urn(artist)
    else:
        raise call.refuse(404, words="Not found")
    kind = urn.split(":")[1]
    target = f"https://api.soundcloud.com/{kind}/{quote(urn, safe='')}"
    answer = json_answer({"status": "302 - Found", "location": target}, status=302)
    answer.headers["Location"] = target
    return answer


def show(call: Call) -> web.Response:
    return json_answer(shapes.thing(_release(call)))


def show_me(call: Call) -> web.Response:
    account = call.account
    urn = f"soundcloud:users:{account.account_id}"
    return json_answer({"urn": urn, "username": account.fan_id, "country": "Germany"})


def like(call: Call) -> web.Response:
    account, path = call.account, shapes.path_of(_release(call))
    now = call.world.clock.now()
    account.writes.setdefault(path, []).append(now)
    if path in account.removed_by_fan:
        call.complain("saved_after_the_fan_removed_it", detail=path)
    account.saved.setdefault(path, now)
    return json_answer(DONE)


def unlike(call: Call) -> web.Response:
    account, path = call.account, shapes.path_of(_release(call))
    account.removals.setdefault(path, []).append(call.world.clock.now())
    if account.saved.pop(path, None) is None:
        raise call.refuse(404, words="Not found")
    return json_answer(DONE)


def follow(call: Call) -> web.Response:
    """201 with the artist where it is new, 200 where it stood; 422 where nobody more can be
    followed."""
    account, urn = call.account, call.request.match_info["urn"]
    artist = next((a for a in _artists(call) if shapes.artist_urn(a) == urn), None)
    if artist is None:
        raise call.refuse(404, words="Not found")
    if account.is_full:
        raise call.refuse(422, words="You have reached the maximum number of followings")
    key, is_new = artist.key.lower(), artist.key.lower() not in account.followed
    account.writes.setdefault(key, []).append(call.world.clock.now())
    account.followed.setdefault(key, call.world.clock.now())
    return json_answer(shapes.user(artist), status=201) if is_new else json_answer(DONE)


def is_public(call: Call, *, release: Release) -> bool:
    return call.world.shows(release, market=MARKET, service=call.twin.name)


def _release(call: Call) -> Release:
    urn = call.request.match_info["urn"]
    found = next((each for each in call.world.shelf if shapes.urn_of(each) == urn), None)
    if found is None or not is_public(call, release=found):
        raise call.refuse(404, words="Not found")
    return found


def _artists(call: Call) -> list[Artist]:
    return [artist for release in call.world.shelf for artist in release.artists]

"""`/me/library`: save, follow, remove and look, all by URIs in the query."""

import re

from aiohttp import web

from simulator.answers import json_answer
from simulator.fans import SPOTIFY, SpotifyAccount
from simulator.scenarios import Silent200
from simulator.spotify.calls import Call, Refusal
from simulator.spotify.shapes import flat_error, wrapped_error

MOST_URIS = 40
URI = re.compile(r"spotify:([a-z]+):([0-9A-Za-z]{22})\Z")
SAVED_KINDS = {"track", "album", "episode", "show", "audiobook", "user", "playlist"}
MODIFY = {"artist": "user-follow-modify", "user": "user-follow-modify"}
MODIFY["playlist"] = "playlist-modify-public"
READ = {"artist": "user-follow-read", "user": "user-follow-read"}
READ["playlist"] = "playlist-read-private"


def save(call: Call) -> web.Response:
    """PUT. Artist URIs are in no written list but were seen working (facts A3)."""
    uris = _uris(call)
    _need(call, uris=uris, scopes=MODIFY, rest="user-library-modify")
    account = call.account
    _refuse_full_library(account)
    _refuse_unknown(call, uris=uris)
    for uri in uris:
        if not _is_silent(call, account=account):
            put_in_library(call, account=account, uri=uri)
    return web.Response(status=200)


def remove(call: Call) -> web.Response:
    uris = _uris(call)
    _need(call, uris=uris, scopes=MODIFY, rest="user-library-modify")
    for uri in uris:
        take_out_of_library(call, account=call.account, uri=uri)
    return web.Response(status=200)


def contains(call: Call) -> web.Response:
    uris = _uris(call)
    _need(call, uris=uris, scopes=READ, rest="user-library-read")
    account = call.account
    return json_answer([uri in account.shelf_of(uri) for uri in uris])


def list_is_not_there(_call: Call) -> web.Response:
    return wrapped_error(405, message="Method not allowed")


def put_in_library(call: Call, *, account: SpotifyAccount, uri: str) -> None:
    """Write the URI down, whatever comes of it; a release not shown yet is not saved."""
    now = call.world.clock.now()
    account.writes.setdefault(uri, []).append(now)
    if uri in account.removed_by_fan:
        call.complain("saved_after_the_fan_removed_it", fan=account.fan_id, detail=uri)
    if is_out(call, uri=uri):
        account.shelf_of(uri).setdefault(uri, now)
        return
    call.complain("saved_before_release", fan=account.fan_id, detail=uri)
    what = call.world.settings.unreleased_save
    if what == "refused":
        raise Refusal(flat_error(400, message="Invalid uri"))
    if what == "saved":
        account.shelf_of(uri).setdefault(uri, now)


def take_out_of_library(call: Call, *, account: SpotifyAccount, uri: str) -> None:
    account.shelf_of(uri).pop(uri, None)
    account.removals.setdefault(uri, []).append(call.world.clock.now())


def is_out(call: Call, *, uri: str) -> bool:
    """Whether the fan's market shows it. Only albums and tracks have a moment."""
    _spotify, kind, id = uri.split(":")
    shelf = call.world.shelf
    if kind == "album":
        release = shelf.album(id)
    elif kind == "track":
        found = shelf.track(id)
        release = found[0] if found else None
    else:
        return True
    if release is None:
        return False
    return call.world.shows(release, market=call.market, service=SPOTIFY)


def _uris(call: Call) -> list[str]:
    text = call.request.query.get("uris", "")
    if not text:
        if "uris" in call.body:
            call.complain("body_instead_of_query")
        raise Refusal(flat_error(400, message="Missing required field: uris"))
    uris = text.split(",")
    if len(uris) > MOST_URIS:
        call.complain("over_40_uris", detail=str(len(uris)))
        raise Refusal(flat_error(400, message="Too many uris: at most 40"))
    if not all(_is_known_kind(uri) for uri in uris):
        call.complain("bad_uri", detail=text[:200])
        raise Refusal(flat_error(400, message="Invalid uri"))
    if call.world.settings.artist_uris_refused and call.request.method != "GET":
        if any(uri.startswith("spotify:artist:") for uri in uris):
            raise Refusal(flat_error(400, message="Unsupported uri kind: artist"))
    return uris


def _is_known_kind(uri: str) -> bool:
    found = URI.match(uri)
    return bool(found) and (found[1] in SAVED_KINDS or found[1] == "artist") if found else False


def _is_silent(call: Call, *, account: SpotifyAccount) -> bool:
    silent = call.world.scenarios.get(Silent200, service=SPOTIFY)
    if silent is None:
        return False
    return account.fan_id in silent.fans if silent.fans else call.world.chance(silent.share)


def _need(call: Call, *, uris: list[str], scopes: dict[str, str], rest: str) -> None:
    kinds = {uri.split(":")[1] for uri in uris}
    call.need_scopes(*{scopes.get(kind, rest) for kind in kinds})


def _refuse_full_library(account: SpotifyAccount) -> None:
    if account.has_full_library:
        raise Refusal(wrapped_error(502, message="Bad gateway"))


def _refuse_unknown(call: Call, *, uris: list[str]) -> None:
    shelf = call.world.shelf
    known = {"album": shelf.album, "track": shelf.track, "artist": shelf.artist}
    for uri in uris:
        _spotify, kind, id = uri.split(":")
        if kind in known and known[kind](id) is None:
            raise Refusal(flat_error(400, message="Invalid uri"))

"""The per-type library addresses: there for extended quota, gone for development mode."""

import json

from aiohttp import web

from simulator.answers import json_answer
from simulator.catalogue.codes import is_spotify_id
from simulator.spotify.albums import not_found
from simulator.spotify.calls import Call, Refusal
from simulator.spotify.gate import Answerer
from simulator.spotify.library import put_in_library, take_out_of_library
from simulator.spotify.shapes import full_album, full_artist, full_track, paged, wrapped_error

MOST_IN_BODY = 50


def old_write(kind: str, *, most: int, removes: bool) -> Answerer:
    """PUT or DELETE `/me/albums`, `/me/tracks`, `/me/following`, ids in query or body."""

    def answer(call: Call) -> web.Response:
        _refuse_development(call)
        scope = "user-follow-modify" if kind == "artist" else "user-library-modify"
        call.need_scopes(scope)
        account = call.account
        if account.has_full_library and not removes:
            return wrapped_error(502, message="Bad gateway")
        for id in _ids(call, most=most):
            uri = f"spotify:{kind}:{id}"
            if removes:
                take_out_of_library(call, account=account, uri=uri)
            else:
                put_in_library(call, account=account, uri=uri)
        return web.Response(status=204 if kind == "artist" else 200)

    return answer


def old_contains(kind: str) -> Answerer:
    def answer(call: Call) -> web.Response:
        _refuse_development(call)
        call.need_scopes("user-follow-read" if kind == "artist" else "user-library-read")
        uris = [f"spotify:{kind}:{id}" for id in _ids(call, most=50)]
        return json_answer([uri in call.account.shelf_of(uri) for uri in uris])

    return answer


def old_batch(kind: str) -> Answerer:
    """GET `/albums?ids=`, `/tracks?ids=`, `/artists?ids=`."""

    def answer(call: Call) -> web.Response:
        _refuse_development(call)
        found = [_resource(call, kind=kind, id=id) for id in _ids(call, most=50)]
        return json_answer({f"{kind}s": found})

    return answer


def list_saved(kind: str) -> Answerer:
    """GET `/me/albums` and `/me/tracks`, kept in both modes."""

    def answer(call: Call) -> web.Response:
        call.need_scopes("user-library-read")
        ids = [uri.split(":")[2] for uri in call.account.saved if f":{kind}:" in uri]
        items = [{kind: _resource(call, kind=kind, id=id)} for id in ids]
        return json_answer(paged(items, limit=50, offset=0))

    return answer


def _refuse_development(call: Call) -> None:
    if not call.is_extended:
        call.complain("removed_endpoint_in_development_mode")
        raise Refusal(web.Response(text="Forbidden", status=403))


def _ids(call: Call, *, most: int) -> list[str]:
    text = call.request.query.get("ids", "")
    ids = text.split(",") if text else _ids_of_body(call.body)
    most = most if text else MOST_IN_BODY
    if call.endpoint.endswith("/me/following") and call.request.query.get("type") != "artist":
        raise Refusal(wrapped_error(400, message="Missing required field: type"))
    if not ids or len(ids) > most or not all(is_spotify_id(id) for id in ids):
        raise Refusal(wrapped_error(400, message="Invalid ids"))
    return ids


def _ids_of_body(body: str) -> list[str]:
    try:
        data = json.loads(body or "{}")
        if "timestamped_ids" in data:
            return [str(entry["id"]) for entry in data["timestamped_ids"]]
        return [str(id) for id in data.get("ids", [])]
    except (ValueError, TypeError, KeyError, AttributeError):
        raise Refusal(wrapped_error(400, message="Error parsing JSON.")) from None


def _resource(call: Call, *, kind: str, id: str) -> object:
    shelf = call.world.shelf
    if kind == "album" and (release := shelf.album(id)):
        return full_album(release, is_extended=call.is_extended)
    if kind == "track" and (found := shelf.track(id)):
        return full_track(found[0], track=found[1], is_extended=call.is_extended)
    if kind == "artist" and (artist := shelf.artist(id)):
        return full_artist(artist, is_extended=call.is_extended)
    raise not_found()

"""`/userCollection…/me/relationships/items`: adding, removing, and what was skipped."""

import json
from collections.abc import Callable

from aiohttp import web

from simulator.tidal import shapes
from simulator.tidal.catalogue import album_of, is_known_artist, track_of
from simulator.twins.gate import Call

KINDS = {"Albums": "albums", "Tracks": "tracks", "Artists": "artists"}
MOST_ITEMS = 50
KEPT_FOR = 3_600.0
Act = Callable[[Call, list[str]], web.Response]


def add_items(call: Call) -> web.Response:
    return _once(call, act=_add)


def remove_items(call: Call) -> web.Response:
    return _once(call, act=_remove)


def _once(call: Call, *, act: Act) -> web.Response:
    """A key that was answered within the hour is answered the same again."""
    items = _items(call)
    key = call.request.headers.get("Idempotency-Key", "")
    if not key:
        call.complain("no_idempotency_key")
        return act(call, items)
    if len(key) > 128:
        raise call.refuse(400, words="Idempotency-Key is too long")
    now, payload = call.world.clock.now(), f"{call.request.method} {call.request.path} {call.body}"
    kept = call.ledger.replies.get(key)
    if kept and kept[3] + KEPT_FOR > now:
        if kept[0] != payload:
            call.complain("idempotency_key_reused")
            code = "IDEMPOTENT_REQUEST_PAYLOAD_MISMATCH"
            raise call.refuse(422, code=code, words="Key reused with a different payload")
        return web.Response(body=kept[2], status=kept[1], content_type=shapes.MEDIA)
    answer = act(call, items)
    body = answer.body if isinstance(answer.body, bytes) else b""
    call.ledger.replies[key] = (payload, answer.status, body, now)
    return answer


def _add(call: Call, items: list[str]) -> web.Response:
    account, kind = call.account, _kind(call)
    shelf = account.followed if kind == "artists" else account.saved
    if account.is_full:
        raise call.refuse(409, code="TOO_MANY_ITEMS_IN_COLLECTION", words="Limit reached")
    now, skipped, added = call.world.clock.now(), [], []
    for id in items:
        what = id if kind == "artists" else f"{kind}:{id}"
        account.writes.setdefault(what, []).append(now)
        if what in account.removed_by_fan:
            call.complain("saved_after_the_fan_removed_it", detail=what)
        if not _is_there(call, kind=kind, id=id):
            skipped.append({"id": id, "type": kind, "reason": "NOT_FOUND"})
        elif what in shelf:
            skipped.append({"id": id, "type": kind, "reason": "ALREADY_PRESENT"})
        else:
            shelf[what] = now
            added.append({"id": id, "type": kind, "meta": {"addedAt": "2026-01-01T00:00:00Z"}})
    return shapes.document(added, meta={"skipped": skipped})


def _remove(call: Call, items: list[str]) -> web.Response:
    account, kind = call.account, _kind(call)
    for id in items:
        what = id if kind == "artists" else f"{kind}:{id}"
        account.removals.setdefault(what, []).append(call.world.clock.now())
        (account.followed if kind == "artists" else account.saved).pop(what, None)
    return shapes.document(None)


def _is_there(call: Call, *, kind: str, id: str) -> bool:
    """The fan's own country decides, whatever is asked for."""
    if kind == "artists":
        return is_known_artist(call, id=id)
    found = track_of(call, id=id) if kind == "tracks" else None
    release = album_of(call, id=id) if kind == "albums" else found[0] if found else None
    if release is None:
        return False
    market = call.account.country
    is_out = call.world.shows(release, market=market, service=call.twin.name)
    if not is_out:
        call.complain("saved_before_release", detail=id)
    return is_out


def _kind(call: Call) -> str:
    return KINDS[call.request.match_info["kind"]]


def _items(call: Call) -> list[str]:
    if call.request.match_info["kind"] not in KINDS:
        raise call.refuse(404, words="Resource not found")
    if call.request.content_type != shapes.MEDIA:
        call.complain("not_json_api", detail=call.request.content_type)
        raise call.refuse(415, words="Unsupported media type")
    if call.grant is None or "collection.write" not in call.grant.scopes:
        raise call.refuse(403, words="Missing scope")
    try:
        data = json.loads(call.body)["data"]
        wrong = [one for one in data if one["type"] != _kind(call)]
        ids = [str(one["id"]) for one in data]
    except (ValueError, KeyError, TypeError):
        raise call.refuse(400, words="Invalid request body") from None
    if wrong or not 1 <= len(ids) <= MOST_ITEMS:
        raise call.refuse(400, words="Invalid request body")
    return ids

"""`/me`: who the token belongs to, and whom they follow."""

from aiohttp import web

from simulator.answers import json_answer
from simulator.spotify.calls import Call
from simulator.spotify.shapes import full_artist, paged, wrapped_error


def show_me(call: Call) -> web.Response:
    """Country, e-mail and product only for extended quota, with their scopes."""
    account = call.account
    shown: dict[str, object] = {
        "account_id": account.account_id,
        "display_name": account.display_name,
        "external_urls": {"spotify": f"https://open.spotify.com/user/{account.id}"},
        "href": f"https://api.spotify.com/v1/users/{account.id}",
        "id": account.id,
        "images": [],
        "type": "user",
        "uri": f"spotify:user:{account.id}",
    }
    scopes = call.grant.scopes if call.grant else frozenset()
    if call.is_extended and "user-read-private" in scopes:
        shown |= {"country": account.country, "product": "premium"}
    if call.is_extended and "user-read-email" in scopes:
        shown["email"] = f"{account.id}@fans.invalid"
    return json_answer(shown)


def list_following(call: Call) -> web.Response:
    call.need_scopes("user-follow-read")
    if call.request.query.get("type") != "artist":
        return wrapped_error(400, message="Missing required field: type")
    found = [call.world.shelf.artist(uri.split(":")[2]) for uri in call.account.followed]
    items = [full_artist(each, is_extended=call.is_extended) for each in found if each]
    return json_answer({"artists": paged(items, limit=50, offset=0)})

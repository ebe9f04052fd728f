"""TIDAL as the simulator stands in for it."""

from aiohttp import web

from simulator.tidal.catalogue import find_albums, find_tracks, show_album, show_track
from simulator.tidal.collection import add_items, remove_items
from simulator.tidal.shapes import error, ids_of
from simulator.twins.declared import Twin
from simulator.twins.gate import guarded


def add_calls(app: web.Application) -> None:
    """Below `/tidal/v2`."""
    router = app.router
    for path, answerer in (
        ("albums", find_albums),
        ("albums/{id}", show_album),
        ("tracks", find_tracks),
        ("tracks/{id}", show_track),
    ):
        handler = guarded(TWIN, endpoint=f"GET /{path}", answerer=answerer)
        router.add_get(f"/tidal/v2/{path}", handler)
    items = "userCollection{kind}/me/relationships/items"
    add = guarded(TWIN, endpoint=f"POST /{items}", answerer=add_items, writes=True)
    remove = guarded(TWIN, endpoint=f"DELETE /{items}", answerer=remove_items, writes=True)
    router.add_post(f"/tidal/v2/{items}", add)
    router.add_delete(f"/tidal/v2/{items}", remove)


TWIN = Twin(
    name="tidal",
    title="TIDAL",
    scopes={
        "collection.write": "Add to and remove from your collection.",
        "collection.read": "See your collection.",
        "user.read": "See your account: country, e-mail address.",
    },
    scheme="Bearer",
    error=error,
    access_life=86_400.0,
    is_single_use=False,
    names_user=True,
    consent_at="/tidal/login/authorize",
    tokens_at="/tidal/auth/v1/oauth2/token",
    add_calls=add_calls,
    ids_of=ids_of,
)

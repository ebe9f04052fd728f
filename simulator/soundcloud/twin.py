"""SoundCloud as the simulator stands in for it."""

from aiohttp import web

from simulator.soundcloud import calls
from simulator.soundcloud.shapes import error, ids_of
from simulator.twins.declared import Twin
from simulator.twins.gate import guarded

BASE = "/soundcloud/api"


def add_calls(app: web.Application) -> None:
    """Below `/soundcloud/api`."""
    router = app.router
    for path, answerer in (
        ("resolve", calls.resolve),
        ("me", calls.show_me),
        ("tracks/{urn}", calls.show),
        ("playlists/{urn}", calls.show),
    ):
        router.add_get(f"{BASE}/{path}", guarded(TWIN, endpoint=f"GET /{path}", answerer=answerer))
    for kind in ("tracks", "playlists"):
        path = f"likes/{kind}/{{urn}}"
        add = guarded(TWIN, endpoint=f"POST /{path}", answerer=calls.like, writes=True)
        remove = guarded(TWIN, endpoint=f"DELETE /{path}", answerer=calls.unlike, writes=True)
        router.add_post(f"{BASE}/{path}", add)
        router.add_delete(f"{BASE}/{path}", remove)
    path = "me/followings/{urn}"
    follow = guarded(TWIN, endpoint=f"PUT /{path}", answerer=calls.follow, writes=True)
    router.add_put(f"{BASE}/{path}", follow)


TWIN = Twin(
    name="soundcloud",
    title="SoundCloud",
    scopes={},
    scheme="OAuth",
    error=error,
    access_life=3_600.0,
    is_single_use=True,
    names_user=False,
    consent_at="/soundcloud/authorize",
    tokens_at="/soundcloud/oauth/token",
    add_calls=add_calls,
    ids_of=ids_of,
)

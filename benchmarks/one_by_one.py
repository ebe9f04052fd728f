"""One fan after the other with spotipy, as scripts for this do; its own classes, our address."""

from typing import Any

import spotipy
from spotipy.cache_handler import MemoryCacheHandler

_ALBUM = "0000000000000000000001"


def ask_one_by_one(address: str, *, times: int) -> None:
    """A refresh and a save, `times` times."""
    sign_in = _sign_in(address)
    for _ in range(times):
        token = sign_in.refresh_access_token("r" * 120)["access_token"]
        client = spotipy.Spotify(auth=token)
        client.prefix = f"{address}/v1/"
        client.current_user_saved_albums_add([_ALBUM])


def _sign_in(address: str) -> Any:
    sign_in = spotipy.SpotifyOAuth(
        client_id="c" * 32,
        client_secret="s" * 32,
        redirect_uri="http://127.0.0.1/",
        cache_handler=MemoryCacheHandler(),
    )
    sign_in.OAUTH_TOKEN_URL = f"{address}/api/token"
    return sign_in

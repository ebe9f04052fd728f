"""One fan after the other with spotipy, as scripts for this do; its own classes, our address.

Nothing is sealed, paced or written down, and a call that fails is not asked again.
"""

from typing import Any

import spotipy
from spotipy.cache_handler import MemoryCacheHandler

_ALBUM = "0000000000000000000001"
# What a fan's cache holds some weeks after they agreed.
_OLD = {
    "access_token": "a" * 120,
    "token_type": "Bearer",
    "expires_in": 3600,
    "expires_at": 0,
    "refresh_token": "r" * 120,
    "scope": "user-library-modify",
}


def ask_as_documented(address: str, *, times: int) -> None:
    """A refresh and a save, `times` times. As spotipy's documentation has it for several users:
    each has a cache of their own, a sign-in that reads it, and a client that signs in by that."""
    for _ in range(times):
        sign_in = _sign_in(address, known=dict(_OLD))
        client = spotipy.Spotify(auth_manager=sign_in)
        client.prefix = f"{address}/v1/"
        client.current_user_saved_albums_add([_ALBUM])


def ask_at_its_best(address: str, *, times: int) -> None:
    """Likewise with one sign-in and one client for all, so that connections are kept: a client
    that goes closes its own. The quickest that spotipy lets one be."""
    sign_in, client = _sign_in(address, known=None), spotipy.Spotify()
    client.prefix = f"{address}/v1/"
    for _ in range(times):
        client.set_auth(sign_in.refresh_access_token("r" * 120)["access_token"])
        client.current_user_saved_albums_add([_ALBUM])


def _sign_in(address: str, *, known: dict[str, Any] | None) -> Any:
    sign_in = spotipy.SpotifyOAuth(
        client_id="c" * 32,
        client_secret="s" * 32,
        redirect_uri="http://127.0.0.1/",
        scope="user-library-modify",
        cache_handler=MemoryCacheHandler(token_info=known),
    )
    sign_in.OAUTH_TOKEN_URL = f"{address}/api/token"
    return sign_in

"""The app's own token: look-ups in the catalogue are asked without any fan."""

from countin.providers.contract import ConsentGone, OperatorNeeded
from countin.providers.http import Http
from countin.providers.oauth import AppToken
from countin.providers.reading import JsonObject
from countin.providers.spotify.consent import ask_for_token
from countin.providers.spotify.options import DASHBOARD, SpotifyOptions


def make_app_token(options: SpotifyOptions, *, http: Http) -> AppToken:
    """By client credentials."""

    async def fetch() -> JsonObject:
        form = {"grant_type": "client_credentials"}
        try:
            return await ask_for_token(form, options=options, http=http)
        except ConsentGone:
            # No fan is involved here.
            raise OperatorNeeded(
                "Spotify refuses a token to this app.", mend=f"See its state at {DASHBOARD}."
            ) from None

    return AppToken(fetch)

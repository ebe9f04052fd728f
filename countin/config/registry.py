"""Builds the providers from the settings. To add one: its line here and in `environment`."""

from collections.abc import Mapping

from countin import clock
from countin.config.environment import BadSetting, Values
from countin.pacing.gates import AccountGate
from countin.providers.apple_music.options import AppleMusicOptions
from countin.providers.apple_music.provider import AppleMusicProvider
from countin.providers.asking import Http
from countin.providers.contract import Provider
from countin.providers.spotify.options import SpotifyOptions
from countin.providers.spotify.provider import SpotifyProvider

# With fewer, a day would end with the first few fans.
_FEWEST_CALLS = 100


def build_providers(values: Values) -> Mapping[str, Provider]:
    """Every service by name, in the order in which pages show them."""
    try:
        spotify = SpotifyOptions.from_values(values.of_provider("spotify"))
        apple_music = AppleMusicOptions.from_values(values.of_provider("apple_music"))
    except ValueError as error:
        raise BadSetting(str(error)) from error
    return {
        "spotify": SpotifyProvider(
            spotify,
            http=_http("spotify", spotify.client_id, daily=_daily("SPOTIFY", values)),
        ),
        "apple_music": AppleMusicProvider(
            apple_music,
            http=_http("apple_music", apple_music.team_id, daily=_daily("APPLE", values)),
            now=clock.now,
        ),
    }


def form_actions(providers: Mapping[str, Provider]) -> list[str]:
    """Where our own forms may end up: browsers check the redirect to a service too."""
    return [
        source for provider in providers.values() for source in provider.content_sources.form_action
    ]


def _http(provider: str, client_id: str, *, daily: int | None) -> Http:
    gate = AccountGate(
        provider=provider, client_id=client_id, now=clock.now, steady=clock.steady, daily=daily
    )
    return Http(gate=gate)


def _daily(service: str, values: Values) -> int | None:
    name = f"COUNTIN_{service}_DAILY_CALLS"
    text = values[name]
    if not text:
        return None
    if not text.isdecimal() or int(text) < _FEWEST_CALLS:
        raise BadSetting(f"{name} must be a number of calls from {_FEWEST_CALLS}, or empty.")
    return int(text)

"""The stage of Spotify's tests: its settings, and pressing Agree on its page."""

import http.client
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from countin.providers.asking import ask
from countin.providers.contract import Access, Ask, Grant
from countin.providers.http import Http
from countin.providers.spotify.options import OPTIONS, SpotifyOptions
from countin.providers.spotify.provider import SpotifyProvider
from simulator.running import RunningSimulator
from tests.providers.gate import CountingGate
from tests.providers.stage import BOTH, ProviderStage

RETURN = "http://127.0.0.1:8000/connect/spotify/return"
VERIFIER = "a-verifier-of-43-characters-or-more.~_0123456789"
EXTENDED = ("simulated-extended", "simulated-extended-secret", "extended")
DEVELOPMENT = ("simulated-development", "simulated-development-secret", "development")


def settings_for(sim: RunningSimulator, app: tuple[str, str, str]) -> dict[str, str]:
    return {
        "COUNTIN_SPOTIFY_CLIENT_ID": app[0],
        "COUNTIN_SPOTIFY_CLIENT_SECRET": app[1],
        "COUNTIN_SPOTIFY_QUOTA": app[2],
        "COUNTIN_SPOTIFY_ACCOUNTS_URL": sim.spotify_accounts_url,
        "COUNTIN_SPOTIFY_API_URL": sim.spotify_api_url,
    }


def agree(address: str, *, fan: str, decision: str = "agree") -> dict[str, str]:
    """Press a button on the service's page; gives the parameters of the return."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    connection.request(
        "POST",
        f"{parts.path}?{parts.query}",
        body=urlencode({"fan": fan, "decision": decision}),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    answer = connection.getresponse()
    answer.read()
    connection.close()
    assert answer.status == 302
    query = parse_qs(urlsplit(answer.headers["Location"]).query)
    return {name: values[0] for name, values in query.items()}


def get_code(provider: SpotifyProvider, *, fan: str = "ada", asks: frozenset[Ask] = BOTH) -> str:
    address = provider.consent_address(
        state="s" * 40, verifier=VERIFIER, return_address=RETURN, asks=asks
    )
    return agree(address, fan=fan)["code"]


def accept(provider: SpotifyProvider, code: str, *, verifier: str = VERIFIER) -> Any:
    now = datetime.now(UTC)
    return ask(provider.accept_code(code, verifier=verifier, return_address=RETURN, now=now))


class SpotifyStage(ProviderStage):
    options = OPTIONS
    any_id = "spotify:album:0000000000000000000000"

    def values(self, sim: RunningSimulator) -> Mapping[str, str]:
        return settings_for(sim, EXTENDED)

    def build(self, values: Mapping[str, str], *, http: Http) -> SpotifyProvider:
        return SpotifyProvider(SpotifyOptions.from_values(values), http=http)

    def connect(
        self, provider: Any, *, sim: RunningSimulator, fan: str, asks: frozenset[Ask] = BOTH
    ) -> tuple[Grant, Access]:
        result: tuple[Grant, Access] = accept(provider, get_code(provider, fan=fan, asks=asks))
        return result

    def pin(self, shown: Mapping[str, Any]) -> tuple[str, str]:
        return shown["spotify_uri"], f"spotify:artist:{shown['artists'][0]['spotify_id']}"

    @pytest.fixture
    def guests_only(self, sim: RunningSimulator, gate: CountingGate) -> Iterator[SpotifyProvider]:
        http = Http(gate=gate)
        yield self.build(settings_for(sim, DEVELOPMENT), http=http)
        ask(http.close())

"""The stage of TIDAL's tests: its settings, and pressing Agree on its page."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from countin.providers.asking import ask
from countin.providers.contract import Access, Ask, Grant
from countin.providers.http import Http
from countin.providers.tidal.options import OPTIONS, TidalOptions
from countin.providers.tidal.provider import TidalProvider
from simulator.running import RunningSimulator
from tests.providers.spotify_stage import VERIFIER, agree
from tests.providers.stage import BOTH, ProviderStage

RETURN = "http://127.0.0.1:8000/connect/tidal/return"


def settings_for(sim: RunningSimulator) -> dict[str, str]:
    return {
        "COUNTIN_TIDAL_CLIENT_ID": "simulated-tidal",
        "COUNTIN_TIDAL_CLIENT_SECRET": "simulated-tidal-secret",
        "COUNTIN_TIDAL_LOGIN_URL": f"{sim.base_url}/tidal/login",
        "COUNTIN_TIDAL_AUTH_URL": f"{sim.base_url}/tidal/auth/v1",
        "COUNTIN_TIDAL_API_URL": f"{sim.base_url}/tidal/v2",
    }


class TidalStage(ProviderStage):
    options = OPTIONS
    any_id = "albums:1"

    def values(self, sim: RunningSimulator) -> Mapping[str, str]:
        return settings_for(sim)

    def build(self, values: Mapping[str, str], *, http: Http) -> TidalProvider:
        return TidalProvider(TidalOptions.from_values(values), http=http)

    def connect(
        self, provider: Any, *, sim: RunningSimulator, fan: str, asks: frozenset[Ask] = BOTH
    ) -> tuple[Grant, Access]:
        address = provider.consent_address(
            state="s" * 40, verifier=VERIFIER, return_address=RETURN, asks=asks
        )
        code, now = agree(address, fan=fan)["code"], datetime.now(UTC)
        accepted = provider.accept_code(code, verifier=VERIFIER, return_address=RETURN, now=now)
        result: tuple[Grant, Access] = ask(accepted)
        return result

    def pin(self, shown: Mapping[str, Any]) -> tuple[str, str]:
        ids = shown["ids"]["tidal"]
        return f"albums:{ids['release']}", ids["artist"]

    def calls(self, provider: Any, **given: Any) -> list[Any]:
        # Whose account it is, the token's own answer says: identify sends nothing.
        return super().calls(provider, **given)[1:]

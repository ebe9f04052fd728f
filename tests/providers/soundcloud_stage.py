"""The stage of SoundCloud's tests: its settings, and pressing Agree on its page."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from countin.providers.asking import ask
from countin.providers.contract import Access, Ask, Grant
from countin.providers.http import Http
from countin.providers.soundcloud.options import OPTIONS, SoundCloudOptions
from countin.providers.soundcloud.provider import SoundCloudProvider
from simulator.running import RunningSimulator
from tests.providers.spotify_stage import VERIFIER, agree
from tests.providers.stage import BOTH, ProviderStage

RETURN = "http://127.0.0.1:8000/connect/soundcloud/return"


def settings_for(sim: RunningSimulator) -> dict[str, str]:
    return {
        "COUNTIN_SOUNDCLOUD_CLIENT_ID": "simulated-soundcloud",
        "COUNTIN_SOUNDCLOUD_CLIENT_SECRET": "simulated-soundcloud-secret",
        "COUNTIN_SOUNDCLOUD_LOGIN_URL": f"{sim.base_url}/soundcloud",
        "COUNTIN_SOUNDCLOUD_API_URL": f"{sim.base_url}/soundcloud/api",
    }


class SoundCloudStage(ProviderStage):
    options = OPTIONS
    any_id = "nobody/nothing"

    def values(self, sim: RunningSimulator) -> Mapping[str, str]:
        return settings_for(sim)

    def build(self, values: Mapping[str, str], *, http: Http) -> SoundCloudProvider:
        return SoundCloudProvider(SoundCloudOptions.from_values(values), http=http, now=self.now)

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
        ids = shown["ids"]["soundcloud"]
        return ids["release"], ids["artist"]

    def calls(self, provider: Any, **given: Any) -> list[Any]:
        # A look without the service's own id asks nothing: nothing is found by codes.
        identify, by_id, _by_code, *rest = super().calls(provider, **given)
        return [identify, by_id, *rest]

"""The stage of Apple Music's tests: its settings, and pressing Agree in its pop-up."""

import http.client
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from countin.providers.apple_music.options import OPTIONS, AppleMusicOptions
from countin.providers.apple_music.provider import AppleMusicProvider
from countin.providers.asking import ask
from countin.providers.contract import Access, Ask, Grant
from countin.providers.http import Http
from simulator.running import RunningSimulator
from tests.providers.stage import BOTH, ProviderStage

ORIGIN = "https://pages.example"


def settings_for(sim: RunningSimulator) -> dict[str, str]:
    return {
        "COUNTIN_APPLE_TEAM_ID": sim.apple_team_id,
        "COUNTIN_APPLE_KEY_ID": sim.apple_key_id,
        "COUNTIN_APPLE_PRIVATE_KEY": sim.apple_private_key,
        "COUNTIN_APPLE_API_URL": sim.apple_api_url,
        "COUNTIN_APPLE_MUSICKIT_URL": sim.apple_musickit_url,
    }


class AppleMusicStage(ProviderStage):
    options = OPTIONS
    any_id = "albums:1"

    def values(self, sim: RunningSimulator) -> Mapping[str, str]:
        return settings_for(sim)

    def build(self, values: Mapping[str, str], *, http: Http) -> AppleMusicProvider:
        return AppleMusicProvider(AppleMusicOptions.from_values(values), http=http, now=self.now)

    def connect(
        self, provider: Any, *, sim: RunningSimulator, fan: str, asks: frozenset[Ask] = BOTH
    ) -> tuple[Grant, Access]:
        now = self.now()
        token = provider.page_token(origin=ORIGIN, now=now)
        query = urlencode({"app": "T", "origin": ORIGIN, "token": token})
        connection = http.client.HTTPConnection(urlsplit(sim.base_url).netloc, timeout=10)
        connection.request(
            "POST",
            f"/apple/authorize?{query}",
            body=urlencode({"fan": fan, "decision": "agree"}),
            headers={
                "Content-Type": "application/x-www-form-urlencoded",
                "Accept": "application/json",
            },
        )
        told = json.loads(connection.getresponse().read())
        connection.close()
        result: tuple[Grant, Access] = ask(provider.accept_token(told["musicUserToken"], now=now))
        return result

    def pin(self, shown: Mapping[str, Any]) -> tuple[str, str]:
        (album_id,) = shown["apple_ids"].values()
        return album_id, shown["artists"][0]["apple_id"]

    def bare(self, release_id: str) -> str:
        return release_id.split(":")[1]

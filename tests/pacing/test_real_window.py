"""Two gates in front of one small window of the simulator: real HTTP, real time, PostgreSQL."""

import base64
import random
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast

import pytest
from django.db import connection

from countin import clock
from countin.pacing.accounts import ensure_account
from countin.pacing.gates import AccountGate
from countin.providers.asking import ask
from countin.providers.contract import Provider, TryLater
from countin.providers.http import Http
from countin.providers.spotify.options import SpotifyOptions
from countin.providers.spotify.provider import SpotifyProvider
from countin.release_day.asking import ask_all
from countin.workspaces.jobs import Bench
from simulator.running import RunningSimulator

CALLS, LIMIT, WINDOW = 40, 15, 6.0
WINDOWS = -(-CALLS // LIMIT) - 1  # that have to free before the last call
CLIENT, SECRET = "simulated-extended", "simulated-extended-secret"
_NOBODY = cast(Any, None)
BENCH = Bench(clock.now, {}, _NOBODY, _NOBODY, "", mail_is_set=False, chance=random.Random(7))


class Worker:
    """A gate, a session and a database connection of its own."""

    def __init__(self, sim: RunningSimulator) -> None:
        self.sim = sim
        self.http = Http(
            gate=AccountGate(
                provider="spotify", client_id=CLIENT, now=clock.now, steady=clock.steady
            )
        )
        self.provider: Provider = SpotifyProvider(SpotifyOptions(CLIENT, SECRET), http=self.http)

    async def get_token(self) -> str:
        key = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        answer = await self.http.request(
            "POST",
            f"{self.sim.spotify_accounts_url}/api/token",
            form={"grant_type": "client_credentials"},
            headers={"Authorization": f"Basic {key}"},
        )
        return str(cast(Any, answer.json())["access_token"])

    async def look(self, token: str) -> bool:
        """One call; whether it was answered."""
        try:
            answer = await self.http.request(
                "GET",
                f"{self.sim.spotify_api_url}/search",
                params={"q": "any", "type": "album", "market": "DE"},
                headers={"Authorization": f"Bearer {token}"},
            )
        except TryLater:
            return False
        if answer.status == 429:
            self.http.hush(answer, because="rate_limited")
        return answer.status == 200

    def send(self, left: list[int], *, token: str) -> None:
        """What may be sent, and after a silence the rest."""
        while left[0] > 0:
            batch = min(10, left[0])
            left[0] -= batch
            looks = (self.look(token) for _ in range(batch))
            left[0] += batch - sum(sum(each) for each in ask_all(self.provider, looks, bench=BENCH))
            if (until := self.provider.gate.closed_until()) is not None:
                clock.wait_until(until)
        connection.close()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_use_one_window_and_keep_each_other_s_silences():
    with RunningSimulator() as sim:
        workers, left = [Worker(sim) for _ in range(2)], [CALLS]
        ensure_account(workers[0].provider)
        token = ask(workers[0].get_token())
        scenario = {"name": "rate-limited", "limit": LIMIT, "window_seconds": WINDOW}
        # Each may have calls on their way while the other is refused.
        sim.tell("scenario", {**scenario, "clock": "real", "grace_seconds": 1.0})

        began = time.monotonic()
        with ThreadPoolExecutor(2) as threads:
            list(threads.map(lambda worker: worker.send(left, token=token), workers))
        took = time.monotonic() - began
        complaints = sim.look("complaints")["kinds"]
        for worker in workers:
            ask(worker.http.close())

    # How much longer it takes is measured where no other tests run beside (decision 27).
    assert left == [0]
    assert took >= WINDOWS * WINDOW
    assert complaints == {}

"""Fans who change their mind while the wave runs: each is told the truth."""

import random
import time

import pytest

from tests.journeys.installation import wait_until
from tests.journeys.stage import ARTIST, Stage, sleep_until

FANS, CHANGED = 24, 10


@pytest.mark.once
def test_whoever_withdraws_during_the_wave_is_told_what_became_of_it(stage: Stage):
    fans = stage.crowd(FANS, followers=FANS)
    chance = random.Random(11)
    # Slow enough that the wave lasts; cut, so that some saves happen without our knowing.
    limit = {"name": "rate-limited", "limit": 14, "window_seconds": 2.0, "clock": "real"}
    stage.sim.tell("scenario", [limit, {"name": "cut", "share": 0.3, "add": True}])
    sleep_until(stage.release_soon())
    wait_until(lambda: stage.holders(), within=30, every=0.01)

    for fan in chance.sample(fans, CHANGED):
        time.sleep(chance.uniform(0, 0.4))
        stage.withdraw_if_open(fan)
    counts = stage.play_out(within=60)

    told = {fan: stage.told_on_own_page(fan) for fan in fans}
    saved = {fan for fan, words in told.items() if "Saved to your Spotify library" in words}
    withdrawn = {fan for fan, words in told.items() if "Nothing will be saved" in words}
    assert saved | withdrawn == set(fans)
    assert stage.holders() == saved
    assert counts["presaves"]["withdrawn"] == len(withdrawn)
    assert 0 < len(withdrawn) <= CHANGED
    assert stage.holders(ARTIST) >= saved
    assert stage.complaints() == {}

"""The organizer's clip and video: there, labelled, and silent until somebody presses play."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.house import House
from tests.browser.looks import look_well
from tests.campaigns.recorded import make_video, make_wav

pytestmark = [pytest.mark.database, pytest.mark.once, pytest.mark.timeout(300)]
PLAY = "player => { player.muted = true; player.play().catch(() => undefined); }"


def test_nothing_plays_or_loads_until_it_is_asked_for(keyless: House, arrive: Arrive):
    make_wav(keyless.stage.folder / "clip.wav")
    make_video(keyless.stage.folder / "teaser.mov", size=(640, 360))
    address = keyless.open_campaign(
        "players", title="Players", release=", clip: clip.wav, video: teaser.mov"
    )
    page = arrive(keyless).open("/")
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))

    page.goto(address, wait_until="networkidle")

    assert [url for url in loaded if url.endswith((".m4a", ".mp4"))] == []
    look_well(page, "players")
    for name, kind in (("Clip", ".m4a"), ("Video", ".mp4")):
        player = page.get_by_label(f"{name} of Players by The Held Notes")
        expect(player).to_be_visible()
        with page.expect_response(re.compile(rf"\{kind}$")) as answer:
            player.evaluate(PLAY)
        assert answer.value.status == 206

"""No Spotify app, no Apple membership, no mailbox: a calendar entry is what can be given."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.journeys.conftest import SetStage
from tests.journeys.installation import wait_until
from tests.journeys.stage import SLUG
from tests.linked import LINKED


@pytest.mark.once
def test_without_any_key_fans_get_a_calendar_entry_and_nothing_breaks(set_stage: SetStage):
    stage = set_stage(has_keys=False)
    stage.open_campaign()
    phone = stage.phone("ada")

    landing = phone.open(f"{stage.product.base_url}/{SLUG}")
    reminder = phone.press(landing, "Remind me for Spotify")
    calendar = phone.open(reminder.link("Add to calendar"))
    counts = stage.show()

    assert counts["modes"] == {"spotify": "remind", "apple_music": "remind", **LINKED}
    assert "Pre-save on Spotify" not in landing.buttons
    assert "E-mail address" not in reminder.words
    assert calendar.text.startswith("BEGIN:VCALENDAR")
    assert counts["reminders"]["asked"] == 1
    assert sum(counts["presaves"].values()) == 0
    assert stage.sim.look("calls")["total"] == 0


@pytest.mark.once
def test_without_any_key_release_day_passes_quietly(set_stage: SetStage):
    stage = set_stage(has_keys=False)
    stage.open_campaign()
    phone = stage.phone("ada")
    phone.press(phone.open(f"{stage.product.base_url}/{SLUG}"), "Remind me for Apple Music")

    moment = datetime.fromtimestamp(stage.release_soon(), UTC)
    wait_until(lambda: datetime.now(UTC) > moment + timedelta(seconds=2), within=40)
    page = phone.open(f"{stage.product.base_url}/{SLUG}")

    assert stage.show()["state"] in ("released", "releasing")
    assert page.status == 200
    assert "job failed" not in stage.product.log
    assert len(stage.product.processes("worker")) == 1

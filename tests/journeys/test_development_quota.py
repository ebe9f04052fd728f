"""An app in development mode: five listed accounts, and everybody else is reminded."""

import pytest

from tests.journeys.conftest import SetStage
from tests.journeys.stage import PRE_SAVE, SLUG


@pytest.mark.once
@pytest.mark.parametrize("answer", ["json", "bare"])
def test_the_public_is_reminded_and_guests_who_are_not_listed_are_told(
    set_stage: SetStage, answer: str
):
    stage = set_stage(quota="development")
    stage.sim.tell("settings", {"unregistered_answer": answer})
    stage.open_campaign()
    stage.sim.add_fan("listed", allow_listed=True)
    stage.sim.add_fan("stranger", allow_listed=False)
    guests_page = stage.product.ask("campaign", "guests", SLUG)["url"]

    public = stage.phone("public").open(f"{stage.product.base_url}/{SLUG}")
    welcome = stage.pre_save("listed", page=guests_page)
    refusal = stage.pre_save("stranger", page=guests_page)
    reminder = stage.phone("stranger").press(refusal, "Remind me for Spotify")
    counts = stage.show()

    assert "Remind me for Spotify" in public.buttons
    assert PRE_SAVE not in public.buttons
    assert "Your own page" in welcome.words
    assert "can't be served here" in refusal.words
    assert PRE_SAVE not in refusal.buttons
    assert "Add to calendar" in reminder.words
    assert counts["modes"]["spotify"] == "remind"
    assert counts["refused_by_service"] == 1
    assert counts["presaves"]["promised"] == 1
    assert sum(counts["presaves"].values()) == 1
    assert counts["reminders"]["asked"] == 1
    assert stage.complaints() == {}

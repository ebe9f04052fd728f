"""An app in development mode: five listed accounts, and everybody else is reminded."""

import pytest

from tests.journeys.conftest import SetStage
from tests.journeys.stage import PRE_SAVE, SLUG


@pytest.mark.once
def test_the_public_is_reminded_and_guests_who_are_not_listed_are_told(set_stage: SetStage):
    stage = set_stage(quota="development")
    stage.open_campaign()
    stage.sim.add_fan("listed", allow_listed=True)
    guests_page = stage.product.ask("campaign", "guests", SLUG)["url"]

    public = stage.phone("public").open(f"{stage.product.base_url}/{SLUG}")
    welcome = stage.pre_save("listed", page=guests_page)

    assert "Remind me for Spotify" in public.buttons
    assert PRE_SAVE not in public.buttons
    assert "Your own page" in welcome.words
    # Both shapes of a refusal that Spotify was seen to answer with.
    for answer in ("json", "bare"):
        stage.sim.tell("settings", {"unregistered_answer": answer})
        stage.sim.add_fan(answer, allow_listed=False)
        refusal = stage.pre_save(answer, page=guests_page)
        reminder = stage.phone(answer).press(refusal, "Remind me for Spotify")
        assert "can't be served here" in refusal.words
        assert PRE_SAVE not in refusal.buttons
        assert "Add to calendar" in reminder.words
    counts = stage.show()
    assert counts["modes"]["spotify"] == "remind"
    assert counts["refused_by_service"] == 2
    assert counts["presaves"]["promised"] == 1
    assert sum(counts["presaves"].values()) == 1
    assert counts["reminders"]["asked"] == 2
    assert stage.complaints() == {}

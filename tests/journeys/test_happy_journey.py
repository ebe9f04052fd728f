"""From the landing page to the library, over real HTTP and real processes."""

from tests.journeys.stage import ARTIST, Stage


def test_forty_fans_find_the_release_in_their_libraries(stage: Stage):
    fans = stage.crowd(40, followers=15)

    stage.release_soon()
    counts = stage.play_out(within=40)

    assert counts["presaves"] == {
        "promised": 0, "saved": 40, "needs_fan": 0, "failed": 0, "withdrawn": 0,
    }  # fmt: skip
    assert stage.holders() == set(fans)
    assert counts["follows"] == {
        "asked": 15, "waiting": 0, "done": 15, "failed": 0, "withdrawn": 0,
    }  # fmt: skip
    assert stage.holders(ARTIST) == set(fans[:15])
    assert stage.writes(fans) == dict.fromkeys(fans, 1)
    assert stage.complaints() == {}

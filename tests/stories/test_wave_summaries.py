"""What came of a wave is written down when it is done."""

from collections import Counter

from rich.console import Console

from countin.insights.watch_text import draw_watched
from countin.insights.watching import watch_campaign
from countin.presaves.models import PreSave
from countin.release_day.models import Wave
from countin.workspaces.models import Notice
from tests.stories.night import Night


def test_a_wave_that_is_done_leaves_its_summary(night: Night):
    night.crowd(5)
    night.to_release()
    night.sim.tell("scenario", {"name": "revoked", "share": 0, "fans": ["fan-1"]})
    night.work_until_quiet()

    (wave,) = Wave.objects.filter(done_at__isnull=False)

    states = Counter(
        PreSave.objects.filter(campaign=night.campaign).values_list("state", flat=True)
    )
    assert wave.summary is not None
    assert {name: wave.summary[name] for name in states} == dict(states)
    assert wave.summary["total"] == states.total()
    assert (wave.summary["total"], wave.summary["saved"], wave.summary["needs_fan"]) == (5, 4, 1)
    assert wave.summary["reasons"] == {"grant_refused": 1}
    assert wave.summary["waited"] >= 1
    assert wave.summary["took"] <= 60
    shown = watch_campaign(night.campaign, providers=night.providers, now=night.now())
    drawn = Console(width=100, record=True)
    drawn.print(draw_watched(shown, campaign=night.campaign, providers=night.providers))
    assert "Spotify: 4 of 5 saved, the first after" in drawn.export_text()
    (notice,) = Notice.objects.all()
    assert notice.subject.startswith(f"{night.campaign.slug}, spotify, ")
    assert (
        "5 pre-saves.\nSaved: 4\nNeed their fan: 1\nFailed: 0\n  grant_refused: 1" in notice.words
    )
    assert "those on the artist's e-mail list are written to by themselves" in notice.words

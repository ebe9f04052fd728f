"""Each page shows what it may, and its figures can be taken along."""

import html
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from countin import clock
from countin.insights.models import Listening
from countin.insights.waves import WaveTally
from countin.insights.world_clock import draw_world_clock
from countin.insights.written import write_asked
from countin.presaves.models import PreSave
from countin.workspaces.models import AuditEntry, AuditLogClosed
from tests.api.asking import Program
from tests.insights.rows import make_campaign, make_presave
from tests.studio.conftest import Desk

pytestmark = pytest.mark.django_db
GIVEN: Any = {"providers": settings.PROVIDERS, "base_url": settings.BASE_URL}


def test_the_log_is_only_ever_added_to(owner: Desk):
    owner.make()
    entry = AuditEntry.objects.get(what="campaign created")
    attempts = (
        lambda: AuditEntry.objects.update(who="nobody"),
        lambda: AuditEntry.objects.all().delete(),
        entry.delete,
        entry.save,
    )

    for attempt in attempts:
        with pytest.raises(AuditLogClosed):
            attempt()

    lines = b"".join(owner.look("/studio/w/default/log.csv").streaming_content).decode()
    assert "owner@example.org,campaign created,midnight-single" in lines
    assert b"campaign created" in owner.look("/studio/w/default/log").content


def test_release_day_is_shown_and_rehearsed(manager: Desk, analyst: Desk):
    campaign = make_campaign(channels={"newsletter": 300})
    make_presave(campaign)
    make_presave(campaign, state="failed", reason="not_released")
    there = f"/studio/c/{campaign.slug}"

    asked = manager.press(f"{there}/release/rehearse")
    page = analyst.look(f"{there}/release").content.decode()
    report = analyst.look(f"{there}/report.html")
    waits = analyst.look(f"{there}/report").content.decode()
    write_asked(now=clock.now(), **GIVEN)
    shown = analyst.look(f"{there}/report").content.decode()

    assert asked.status_code == 302
    assert "1 of 2" in page
    assert "Ask your distributor, or mend the code" in page
    assert "The worker is at it" in page
    assert "attachment" in report["Content-Disposition"]
    assert campaign.release.title in report.content.decode()
    assert 'data-live="3"' in waits
    assert "The worker is writing it" in waits
    assert "data-live" not in shown.partition('id="report"')[2]
    assert "From the page to the library" in shown
    assert "release not found there" in page


def test_on_the_night_somebody_steps_in(manager: Desk, analyst: Desk, asks: Program):
    """Retried, paused and let go on from one page, and by a program; never by an analyst."""
    campaign = make_campaign(release_at=clock.now() - timedelta(hours=3))
    waiting = make_presave(campaign)
    make_presave(campaign, provider="apple_music", state="saved")
    later = {"attempts": 4, "next_attempt_at": clock.now() + timedelta(hours=2)}
    PreSave.objects.filter(pk=waiting.pk).update(**later)
    there = f"/studio/c/{campaign.slug}"
    to_come = make_campaign(release_at=clock.now() + timedelta(days=3, minutes=30))

    early = asks.post(f"/campaigns/{to_come.slug}/retry")
    refused = analyst.press(f"{there}/release/retry")
    paused = manager.press(f"{there}/pause", room="release")
    pressed = manager.press(f"{there}/release/retry")
    page = manager.look(f"{there}/release").content.decode()
    on = manager.press(f"{there}/resume", room="https://evil.example/")
    PreSave.objects.filter(pk=waiting.pk).update(**later)
    told = asks.post(f"/campaigns/{campaign.slug}/retry").json()
    by_service = asks.get(f"/campaigns/{campaign.slug}/watch").json()["by_provider"]

    assert (early.status_code, refused.status_code, pressed.status_code) == (409, 403, 302)
    assert paused["Location"] == f"{there}/release"
    assert on["Location"] == f"{there}/"
    assert "Set going: 1 pre-save tried now. It is paused: let it go on" in page
    assert "1 due, 0 done in the last minute" in page
    assert "Mend the code or link" in page
    cells = re.findall(r'row">Apple Music</th>|(?<=class="number">)\d+(?=</td>)', page)
    assert cells[cells.index('row">Apple Music</th>') + 1 :][:4] == ["1", "0", "0", "0"]
    assert {name: (five["saved"], five["promised"]) for name, five in by_service.items()} == {
        "spotify": (0, 1),
        "apple_music": (1, 0),
    }
    assert "1 wave done</summary>" in page
    to_begin = manager.look(f"/studio/c/{to_come.slug}/release").content.decode()
    assert "It begins in <strong>3 d 0 h</strong>" in to_begin
    assert "Try again now" not in to_begin
    assert "Step in" not in analyst.look(f"{there}/release").content.decode()
    assert (told["hurried"], told["reopened"]) == (1, 0)
    logged = AuditEntry.objects.filter(what="retry asked").values_list("detail", flat=True)
    assert list(logged) == ["1 pre-save tried now"] * 2


def test_midnights_are_drawn_on_one_line():
    """Each with how much of it is done, and now between them."""
    first = datetime(2026, 11, 26, 11, tzinfo=UTC)
    waves = [
        WaveTally("spotify", first, {"NZ"}, total=10, done=10),
        WaveTally("tidal", first, {"NZ"}, total=10, done=0),
        WaveTally("spotify", first + timedelta(hours=18), {"US"}, total=40, done=0),
    ]

    drawn = draw_world_clock(waves, now=first + timedelta(hours=9))

    assert drawn is not None
    assert drawn.now == "500.0"
    assert [mark.done_height for mark in drawn.marks] == ["20.0", "0.0"]
    assert [hour for _place, hour in drawn.hours] == ["12", "15", "18", "21", "00", "03"]
    assert "1 of 2 have come" in drawn.words
    assert draw_world_clock(waves[:2], now=first) is None


def test_an_export_is_read_in_from_the_page_of_the_day(manager: Desk, analyst: Desk):
    campaign = make_campaign()
    there = f"/studio/c/{campaign.slug}/release"
    songs = "Song,Plays\nMidnight Single,1204\n"

    def give(text: str, *, name: str = "band-audience-timeline.csv", **more: str) -> str:
        file = SimpleUploadedFile(name, text.encode("utf-16"))
        manager.press(f"{there}/listening", file=file, **more)
        return html.unescape(manager.look(there).content.decode())

    assert "2 rows about the artist" in give("Datum;H\u00f6rer\n1.12.2026;1.204\n2.12.2026;998\n")
    assert "Choose how its days are written" in give("date,streams\n03/04/2026,4\n")
    assert "name the first and the last day" in give(songs)
    assert "1 row about Midnight Single" in give(songs, first="2026-12-01", last="2026-12-07")
    assert "No heading in it is known" in give("colour,size\nred,3\n")
    assert "Name both days" in give(songs, first="2026-12-01")
    kept = Listening.objects.filter(campaign=campaign)
    assert set(kept.values_list("listeners", "streams")) == {
        (1204, None),
        (998, None),
        (None, 1204),
    }
    assert "Lay listening beside" not in analyst.look(there).content.decode()


def test_a_table_of_the_live_page_is_downloaded_under_the_names_of_its_definitions(analyst: Desk):
    campaign = make_campaign(channels={"newsletter": 300})
    make_presave(campaign, channel="newsletter", market="DE")
    there = f"/studio/c/{campaign.slug}"

    page = analyst.look(f"{there}/live").content.decode()
    file = analyst.look(f"{there}/live.csv", part="country").content.decode()

    assert file.splitlines() == [
        "country,live.countries.visits,live.countries.presaves",
        "DE,0,1",
    ]
    assert 'href="/studio/numbers#live.countries.presaves"' in page
    assert analyst.look(f"{there}/live.csv", part="fans").status_code == 404


def test_numbers_are_downloaded_by_their_names(analyst: Desk):
    campaign = make_campaign(channels={"newsletter": 300})
    make_presave(campaign, channel="newsletter")
    make_presave(campaign, state="saved")

    file = analyst.look(f"/studio/c/{campaign.slug}/numbers.csv").content.decode()

    lines = file.splitlines()
    assert lines[0] == "number,value"
    assert {"presaves.promised,1", "presaves.saved,1", "by_channel.newsletter.promised,1"} <= set(
        lines
    )
    assert not any(line.startswith(("modes", "slug", "url")) for line in lines)

"""The week before: what will go wrong is known, and nothing is saved."""

import random
from datetime import timedelta

import pytest

from countin.fans.models import Grant
from countin.presaves.mending import reopen_for_grant
from countin.presaves.models import PreSave
from countin.presaves.withdrawing import withdraw_presave
from countin.release_day.models import Rehearsal, RehearsedGrant, Wave
from countin.release_day.rehearsal.planning import ask_rehearsal
from countin.release_day.rehearsal.rehearsing import rehearse_on
from countin.release_day.rehearsal.sampling import draw, take_sample, untried
from countin.release_day.rehearsal.trying import try_tasks
from countin.vault.keys import KeyRing, make_keypair
from countin.vault.opening import Opener
from countin.workspaces.models import Alarm
from tests.stories.canaries import join, states
from tests.stories.night import Night
from tests.stories.test_pacing import answered


def rehearse(night: Night) -> list[dict[str, str]]:
    """By hand, to its end; the findings."""
    rehearsal = ask_rehearsal(night.campaign, now=night.now())
    for _round in range(60):
        night.work()
        rehearsal.refresh_from_db()
        if rehearsal.done_at:
            return list(rehearsal.findings)
    raise AssertionError("the rehearsal came to no end")


def words_about(findings: list[dict[str, str]], about: str) -> str:
    return " ".join(finding["words"] for finding in findings if finding["about"] == about)


def results() -> list[str]:
    return sorted(RehearsedGrant.objects.values_list("result", flat=True))


def test_a_rehearsal_finds_the_dead_permission_and_saves_nothing(night: Night):
    night.crowd(5)
    night.sim.tell("scenario", {"name": "revoked", "share": 0, "fans": ["fan-3"]})

    findings = rehearse(night)

    assert results() == ["alive"] * 4 + ["dead"]
    assert night.states() == {"promised": 4, "needs_fan": 1}
    assert night.reasons() == {"": 4, "grant_refused": 1}
    assert night.holders() == set()
    assert "4 of 5 permissions tried at Spotify still stand" in words_about(findings, "permissions")
    assert "8 calls to Spotify" in words_about(findings, "time")
    assert night.complaints() == {}


def test_a_permission_is_tried_once_in_its_life_and_serves_on_the_day(night: Night):
    fans = night.crowd(4)
    rehearse(night)
    rehearse(night)

    assert results() == ["alive"] * 4
    assert answered(night, "refresh")[200] == 4

    night.to_release()
    night.play()
    assert night.states() == {"saved": 4}
    assert night.holders() == set(fans)


def test_single_use_permissions_are_left_alone_but_for_the_first(night: Night):
    fans = night.crowd(5)
    join(night, "team")
    join(night, "more")
    night.sim.tell("scenario", "rotating-tokens")

    findings = rehearse(night)

    assert results() == ["rotated"]
    assert RehearsedGrant.objects.get().is_canary  # goes first here, too
    assert "good for one use" in words_about(findings, "permissions")
    assert "was not tried" in words_about(findings, "canaries")
    night.to_release()
    night.play()
    assert night.holders() == {*fans, "team", "more"}


def test_canaries_are_tried_ahead_once_and_what_is_to_be_mended_is_said(night: Night):
    fans = night.crowd(3)
    for name, country in (("good", "DE"), ("left", "FR"), ("shut", "NL")):
        join(night, name, country=country, reads=name != "shut")
    night.sim.tell("scenario", {"name": "revoked", "share": 0, "fans": ["left"]})

    findings = rehearse(night)
    again = rehearse(night)

    said = {one["grade"]: one["words"] for one in findings if one["about"] == "canaries"}
    words = words_about(findings, "canaries")
    assert said["fine"] == "Spotify answers for your canary (DE)."
    assert "refuses the permission of your canary (FR)" in words
    assert "library of your canary (NL) be read" in words
    assert words_about(again, "canaries") == words
    assert Alarm.objects.filter(kind="rehearsal", words__contains="private link").exists()
    assert "3 of 3 permissions tried" in words_about(findings, "permissions")
    assert answered(night, "refresh")[200] == 5  # three fans, two canaries, each of them once
    assert states() == ["waiting"] * 3
    night.to_release()
    night.play()
    assert night.holders() == {*fans, "good", "shut"}


def test_a_rehearsal_during_silence_tries_nothing_and_says_so(night: Night):
    night.crowd(3)
    night.sim.tell("scenario", {"name": "rate-limited", "limit": 0, "window_seconds": 900})

    ask_rehearsal(night.campaign, now=night.now())
    night.work()
    night.leap(timedelta(minutes=6))
    findings = rehearse(night)

    assert results() == []
    assert "could not be asked everything" in words_about(findings, "service")
    assert Alarm.objects.filter(kind="rehearsal", cleared_at__isnull=True).exists()


def test_a_fan_who_withdraws_while_tried_is_let_go(night: Night):
    presave = night.connect("ada")
    rehearsal = ask_rehearsal(night.campaign, now=night.now())
    (task,) = take_sample(night.spotify, rehearsal=rehearsal, limit=5, bench=night.bench())
    withdraw_presave(presave, now=night.now())
    presave.refresh_from_db()
    assert presave.withdraw_asked_at is not None

    try_tasks(night.spotify, tasks=[task], bench=night.bench())

    assert night.states() == {"withdrawn": 1}
    assert Grant.objects.live().count() == 0


def test_a_fan_who_withdrew_while_a_killed_worker_tried_is_let_go(night: Night):
    presave = night.connect("ada")
    rehearsal = ask_rehearsal(night.campaign, now=night.now())
    take_sample(night.spotify, rehearsal=rehearsal, limit=5, bench=night.bench())
    withdraw_presave(presave, now=night.now())
    assert night.states() == {"promised": 1}

    night.leap(timedelta(minutes=3))
    rehearse(night)

    assert night.states() == {"withdrawn": 1}
    assert Grant.objects.live().count() == 0


def test_permissions_that_can_not_be_opened_were_not_tried(night: Night):
    night.connect("ada")
    private, _public = make_keypair()
    night.opener = Opener(KeyRing(private))

    rehearse(night)

    assert results() == []


def test_in_the_last_week_it_happens_daily_by_itself(night: Night):
    night.connect("ada")
    night.work_until_quiet()
    assert Rehearsal.objects.count() == 0

    night.leap_to(night.campaign.release.first_moment - timedelta(days=6, hours=12))
    night.work_until_quiet()
    night.leap(timedelta(hours=25))
    night.work_until_quiet()

    assert Rehearsal.objects.filter(done_at__isnull=False, is_by_hand=False).count() == 2


def test_a_permission_that_will_be_too_old_is_asked_for_in_time(night: Night):
    night.connect("ada")
    night.connect("ben")
    aging = PreSave.objects.first()
    assert aging is not None
    Grant.objects.filter(connection=aging.connection).update(
        usable_until=night.campaign.release.moment_in("DE") - timedelta(hours=1)
    )

    findings = rehearse(night)

    aging.refresh_from_db()
    assert (aging.state, aging.reason) == ("needs_fan", "grant_expired")
    assert "1 permissions at Spotify will be too old" in words_about(findings, "age")
    assert Grant.objects.live().filter(connection=aging.connection).exists()

    Grant.objects.filter(connection=aging.connection).update(
        usable_until=night.now() + timedelta(days=180)
    )
    reopen_for_grant(aging.connection_id or 0, now=night.now())
    aging.refresh_from_db()
    assert aging.state == "promised"


@pytest.mark.parametrize("whole", [1000, 5])
def test_every_promise_is_as_likely_to_be_drawn(night: Night, monkeypatch, whole):
    monkeypatch.setattr("countin.release_day.rehearsal.sampling._WHOLE", whole)
    night.crowd(12)
    rows = untried(night.campaign, provider=night.spotify, now=night.now())
    chance = random.Random(3)

    drawn = [pk for _each in range(200) for pk in draw(rows, how_many=3, chance=chance)]

    assert len(drawn) == 600
    # 50 each on average; six standard deviations to either side.
    assert all(10 <= drawn.count(pk) <= 90 for pk in rows.values_list("pk", flat=True))


def test_apple_music_is_asked_with_the_permission_itself(night: Night):
    night.crowd(3, at="apple_music")
    night.work_until_quiet()

    findings = rehearse(night)

    assert results() == ["alive"] * 3
    assert "3 of 3 permissions tried at Apple Music still stand" in words_about(
        findings, "permissions"
    )
    assert night.states() == {"promised": 3}


def test_while_another_release_has_its_night_there_a_rehearsal_waits(night: Night):
    night.connect("ada")
    now = night.now()
    Wave.objects.create(
        campaign=night.campaign, provider="spotify", due_at=now - timedelta(days=40), opened_at=now
    )
    PreSave.objects.update(market="DE")
    rehearsal = ask_rehearsal(night.campaign, now=now)
    bench = night.bench()

    for _round in range(30):
        rehearse_on(bench)

    rehearsal.refresh_from_db()
    assert rehearsal.done_at is None
    assert results() == []


def test_a_rehearsal_that_the_day_overtakes_asks_nothing_more(night: Night):
    night.connect("ada")
    rehearsal = ask_rehearsal(night.campaign, now=night.now())
    night.to_release()

    rehearse_on(night.bench())

    rehearsal.refresh_from_db()
    assert rehearsal.done_at is not None
    assert results() == []

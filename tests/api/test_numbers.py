"""Numbers, release day and fans, as programs read them: what the commands print."""

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.conf import settings

from countin import clock
from countin.fans.keys import give_key
from countin.fans.models import Fan
from countin.insights.counts import count_campaign
from countin.privacy.commands import export_fans
from countin.workspaces.alarms import raise_alarm
from countin.workspaces.models import Workspace
from tests.api.asking import Program
from tests.insights.rows import make_campaign, make_presave, make_reminder


@pytest.fixture
def campaign(workspace):
    campaign = make_campaign(channels={"newsletter": 40})
    for state in ("promised", "saved", "saved"):
        make_presave(campaign, channel="newsletter", state=state)
    make_reminder(campaign, confirmed=True)
    return campaign


def test_counts_are_those_of_the_command(asks, campaign):
    told = asks.get(f"/campaigns/{campaign.slug}/counts").json()

    expected = count_campaign(
        campaign, providers=settings.PROVIDERS, base_url=settings.BASE_URL, now=clock.now()
    )
    assert told == {**json.loads(json.dumps(expected)), "state": told["state"]}


def test_report_and_release_day_are_whole(asks, campaign):
    report = asks.get(f"/campaigns/{campaign.slug}/report").json()
    day = asks.get(f"/campaigns/{campaign.slug}/watch").json()

    assert len(report["sentences"]) == 3
    assert report["counts"]["presaves"]["saved"] == 2
    assert day["presaves"] == report["counts"]["presaves"]


def test_a_rehearsal_is_asked_for_and_read(asks, workspace):
    far = make_campaign()
    far.release.release_date = clock.now().date().replace(year=clock.now().year + 1)
    far.release.save()
    assert asks.get(f"/campaigns/{far.slug}/rehearsals/latest").status_code == 404

    asked = asks.post(f"/campaigns/{far.slug}/rehearsals")

    assert asked.status_code == 202
    assert asks.get(f"/campaigns/{far.slug}/rehearsals/latest").json() == asked.json()


def test_after_the_first_moment_nothing_is_rehearsed(asks, workspace):
    past = make_campaign()
    past.release.release_date = past.release.release_date.replace(year=2025)
    past.release.save()

    assert asks.post(f"/campaigns/{past.slug}/rehearsals").status_code == 409


def test_fans_come_page_by_page_like_the_csv(asks, campaign):
    seen = list(asks.pages(f"/campaigns/{campaign.slug}/fans", limit=2))

    lines = CliRunner().invoke(export_fans, [campaign.slug]).output.splitlines()
    assert [row["kind"] for row in seen] == ["presave"] * 3 + ["reminder"]
    assert [",".join(row.values()) for row in seen] == lines[1:]


def test_a_fan_is_erased_by_the_key_of_their_page(asks, campaign):
    fan = Fan.objects.earliest("pk")
    key = give_key(fan, now=clock.now())

    told = asks.post("/fans/erasures", {"token": f"https://x.example/me/{key}"}).json()

    assert told == {"fans": 1, "done": True}
    assert not Fan.objects.filter(pk=fan.pk).exists()


@pytest.mark.parametrize("wish", [{}, {"email": "a@b.example", "token": "x"}])
def test_an_erasure_names_one_fan(asks, wish):
    assert asks.post("/fans/erasures", wish).status_code == 422


def test_fans_of_another_workspace_are_not_erased(asks, program, campaign):
    elsewhere = Workspace.objects.create(name="Other", slug="other", created_at=clock.now())
    fan = Fan.objects.earliest("pk")
    key = give_key(fan, now=clock.now())

    assert program(of=elsewhere).post("/fans/erasures", {"token": key}).status_code == 404
    assert Fan.objects.filter(pk=fan.pk).exists()


def test_alarms_are_ones_own_and_the_installations(asks, workspace):
    elsewhere = Workspace.objects.create(name="Other", slug="other", created_at=clock.now())
    for kind, of in (("all", None), ("own", workspace), ("other", elsewhere)):
        raise_alarm(kind, subject="x", words="Mend it.", now=clock.now(), workspace=of)

    assert {item["kind"] for item in asks.get("/alarms").json()["items"]} == {"all", "own"}


def test_what_is_shared_planned_and_read_in(asks: Program):
    """By programs as in the studio: texts, an artist's own plan, an export of listening."""
    campaign = make_campaign(channels={"newsletter": 300})
    here, day = f"/campaigns/{campaign.slug}", campaign.release.release_date
    export = f"Date,Listeners\n{day - timedelta(days=1)},40\n{day},80\n".encode()

    kit = asks.get(f"{here}/texts", channel="newsletter", language="de").json()
    plain = asks.get(f"{here}/texts").json()
    nowhere = asks.get(f"{here}/texts", language="xx").status_code
    added = asks.post(f"{here}/plan/tasks", {"day": str(day), "title": "Bake a cake"}).json()
    own = next(task["task"] for task in added["tasks"] if task["title"] == "Bake a cake")
    moved = asks.put(f"{here}/plan/tasks/{own}", {"day": str(day + timedelta(days=2))}).json()
    dropped = asks.put(f"{here}/plan/tasks/{own}", {"dropped": True}).json()
    about = asks.put(f"{here}/plan", {"distributor": "DistroKid"}).status_code
    kept = asks.post(f"{here}/plan/template").status_code
    abroad = asks.get(f"{here}/plan", country=["de", "NZ"]).json()["moments"]
    nobody = asks.get(f"{here}/plan", country="XX").status_code
    read = [asks.send_files(f"/listening/{campaign.slug}", table=export) for _again in range(2)]

    assert kit["address"].endswith("?via=newsletter")
    assert (plain["channel"], plain["language"]) == ("", "en")
    assert all(kit["address"] in text["words"] for text in kit["texts"])
    due = {one["task"]: (one["due_date"], one["standing"]) for one in moved["tasks"]}
    assert due[own][0] == str(day + timedelta(days=2))
    assert {one["task"]: one["standing"] for one in dropped["tasks"]}[own] == "dropped"
    assert (nowhere, about, kept, nobody) == (422, 200, 200, 422)
    assert [one["country"] for one in abroad] == ["NZ", "DE"]
    assert abroad[1]["at"] == "2026-11-26T23:00:00+00:00"
    assert [(one.status_code, one.json()["changed"]) for one in read] == [(200, 2), (200, 0)]

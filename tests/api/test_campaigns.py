"""A campaign made, changed, paused and read by a program."""

import json

import pytest

from countin.campaigns.models import Campaign
from countin.workspaces.models import AuditEntry, GivenAnswer, Workspace
from tests.api.asking import Program, campaign_sent
from tests.insights.rows import make_campaign
from tests.linked import LINKED


@pytest.fixture
def open_campaign(asks: Program) -> str:
    response = asks.put("/campaigns/midnight-single", campaign_sent())
    assert response.status_code == 200, response.content
    return "midnight-single"


def test_a_campaign_is_made_by_sending_it_and_sent_again_nothing_changes(asks, open_campaign):
    again = asks.put(f"/campaigns/{open_campaign}", campaign_sent()).json()

    assert (again["created"], again["changed"]) == (False, [])
    assert again["modes"] == {"spotify": "remind", "apple_music": "remind", **LINKED}
    assert asks.get(f"/campaigns/{open_campaign}").json()["state"] == "open"


def test_a_change_says_what_it_changed(asks, open_campaign):
    told = asks.put(f"/campaigns/{open_campaign}", campaign_sent(channels=["newsletter", "gig"]))

    assert told.json()["changed"] == ["channels.gig"]


def test_what_is_wrong_is_refused_whole_each_with_its_mend(asks, db):
    bad = campaign_sent()
    bad["release"] |= {"kind": "opera", "upc": "886448495582"}

    response = asks.put("/campaigns/midnight-single", bad)

    assert response.status_code == 422
    findings = json.loads(response.content)["findings"]
    assert len(findings) == 2
    assert all(finding["mend"] for finding in findings)
    assert not Campaign.objects.exists()


@pytest.mark.parametrize(
    "sent", ["", "{", "[]", '{"slug": {"a": 1}}', '{"artwork": "/etc/passwd"}']
)
def test_nonsense_is_refused(asks, sent: str):
    assert asks.put("/campaigns/midnight-single", sent).status_code == 422


def test_no_file_of_this_machine_is_read(asks):
    sent = campaign_sent()
    sent["release"]["artwork"] = "/etc/hostname"

    response = asks.put("/campaigns/midnight-single", sent)

    assert "has no picture lying beside it" in json.loads(response.content)["findings"][0]["what"]


def test_address_and_campaign_name_the_same(asks):
    response = asks.put("/campaigns/other", campaign_sent())

    assert "Write the same slug" in json.loads(response.content)["findings"][0]["mend"]


def test_pausing_and_resuming(asks, open_campaign):
    assert asks.post(f"/campaigns/{open_campaign}/pause").json()["state"] == "paused"
    assert asks.post(f"/campaigns/{open_campaign}/pause").json()["state"] == "paused"
    assert asks.post(f"/campaigns/{open_campaign}/resume").json()["state"] == "open"


def test_a_link_is_the_same_however_often_it_is_asked_for(asks, open_campaign):
    wish = {"channel": "newsletter", "utm_source": "november"}

    first, second = (asks.post(f"/campaigns/{open_campaign}/links", wish) for _ in range(2))

    assert first.json() == second.json()
    assert "via=newsletter" in first.json()["url"]
    unknown = asks.post(f"/campaigns/{open_campaign}/links", {"channel": "radio"})
    assert "Its channels are: newsletter." in json.loads(unknown.content)["detail"]


def test_a_key_makes_a_change_happen_once(asks, workspace):
    one = asks.put("/campaigns/midnight-single", campaign_sent(), Idempotency_Key="a")
    two = asks.put("/campaigns/midnight-single", campaign_sent(), Idempotency_Key="a")

    assert one.json()["created"]
    assert two.json() == one.json()
    assert two["Idempotent-Replayed"] == "true"
    other = asks.put("/campaigns/midnight-single", campaign_sent(channels=[]), Idempotency_Key="a")
    assert other.status_code == 422
    assert "Take a new one" in json.loads(other.content)["detail"]


def test_what_was_refused_may_be_sent_again_under_its_key(asks, workspace):
    refused = asks.post("/campaigns/midnight-single/pause", Idempotency_Key="b")
    asks.put("/campaigns/midnight-single", campaign_sent())

    again = asks.post("/campaigns/midnight-single/pause", Idempotency_Key="b")

    assert (refused.status_code, again.status_code) == (404, 200)


def test_while_the_first_is_under_way_the_second_waits(asks, open_campaign):
    asks.post(f"/campaigns/{open_campaign}/pause", Idempotency_Key="c")
    GivenAnswer.objects.update(status=None, body="")

    assert asks.post(f"/campaigns/{open_campaign}/pause", Idempotency_Key="c").status_code == 409


def test_the_list_goes_page_by_page_and_misses_nobody(asks, workspace):
    slugs = [make_campaign().slug for _each in range(5)]

    seen = [item["slug"] for item in asks.pages("/campaigns", limit=2)]

    assert seen == slugs[::-1]


@pytest.mark.parametrize("cursor", ["x", "Y3g", "cDE", "Yzk5OTk5OTk5OTk5OTk5OTk5OTk5OTk", "\u00e9"])
def test_a_cursor_from_elsewhere_is_refused(asks, cursor: str):
    assert asks.get("/campaigns", cursor=cursor).status_code == 422


def test_another_workspace_sees_nothing_of_it(asks, program, open_campaign):
    elsewhere = Workspace.objects.create(name="Other", slug="other", created_at=asks.token.made_at)
    stranger = program(of=elsewhere)

    assert stranger.get("/campaigns").json() == {"items": [], "next": None}
    for answer in (
        stranger.get(f"/campaigns/{open_campaign}"),
        stranger.get(f"/campaigns/{open_campaign}/counts"),
        stranger.get(f"/campaigns/{open_campaign}/report"),
        stranger.get(f"/campaigns/{open_campaign}/watch"),
        stranger.get(f"/campaigns/{open_campaign}/fans"),
        stranger.get(f"/campaigns/{open_campaign}/rehearsals/latest"),
        stranger.post(f"/campaigns/{open_campaign}/pause"),
        stranger.post(f"/campaigns/{open_campaign}/links", {"channel": "newsletter"}),
        stranger.post(f"/campaigns/{open_campaign}/rehearsals"),
    ):
        assert answer.status_code == 404
    taken = stranger.put(f"/campaigns/{open_campaign}", campaign_sent())
    assert "is taken" in json.loads(taken.content)["findings"][0]["what"]


def test_what_a_program_did_stands_in_the_log(asks, open_campaign):
    asks.post(f"/campaigns/{open_campaign}/pause")
    asks.post(f"/campaigns/{open_campaign}/pause")
    asks.get(f"/campaigns/{open_campaign}/fans")

    log = AuditEntry.objects.order_by("pk")
    assert [entry.what for entry in log] == ["campaign created", "campaign paused", "fans read"]
    assert {entry.who for entry in log} == {f"token {asks.token.pk}: a program"}
    assert {entry.from_address for entry in log} == {"127.0.0.1"}

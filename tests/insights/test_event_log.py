"""`countin campaign events`: our own rows as the log that the audit reads."""

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner

from countin.authenticity.event_log import read_log
from countin.fans.models import EmailAddress
from countin.insights.auditing.commands.from_files import events
from countin.insights.auditing.event_log import list_events
from countin.presaves.models import Transition
from tests.insights.rows import (
    BEFORE,
    make_authorization,
    make_campaign,
    make_follow,
    make_presave,
    make_visit,
)

pytestmark = pytest.mark.django_db


def test_a_fan_s_way_is_told_in_order():
    campaign = make_campaign(channels={"newsletter": None})
    visit = make_visit(campaign)
    visit.country, visit.ip_prefix, visit.browser = "DE", "ab12", "Firefox"
    visit.visited_at = BEFORE
    visit.save()
    press = make_authorization(campaign)
    press.visit, press.started_at = visit, BEFORE + timedelta(seconds=20)
    press.save()
    presave = make_presave(campaign, channel="newsletter")
    presave.visit, presave.promised_at = visit, BEFORE + timedelta(seconds=30)
    presave.save()
    make_follow(presave)
    _address(presave, "kim@example.org", confirmed_at=BEFORE + timedelta(hours=1))
    _move(presave, "needs_fan", reason="grant_dead", at=BEFORE + timedelta(days=2))
    _move(presave, "promised", at=BEFORE + timedelta(days=3))
    _move(presave, "saved", at=BEFORE + timedelta(days=4))

    told = [(event["type"], event["at"]) for event in list_events(campaign)]

    assert told == [
        ("visit", "2026-11-01T12:00:00.000Z"),
        ("connect", "2026-11-01T12:00:20.000Z"),
        ("presave", "2026-11-01T12:00:30.000Z"),
        ("email_confirmed", "2026-11-01T13:00:00.000Z"),
        ("revoke", "2026-11-03T12:00:00.000Z"),
        ("execute", "2026-11-05T12:00:00.000Z"),
    ]


def test_no_name_and_no_address_leaves_and_rare_domains_are_not_told():
    campaign = make_campaign()
    for number in range(5):
        _address(make_presave(campaign), f"fan-{number}@gmail.com", confirmed_at=None)
    _address(make_presave(campaign), "kim@kim-lastname.example", confirmed_at=None)

    code, out, err = _run(campaign.slug)

    domains = [json.loads(line)["email_domain"] for line in out.splitlines()]
    assert (code, err) == (0, "")
    assert sorted(domains) == ["gmail.com"] * 5 + ["other"]
    assert "fan-1" not in out


def test_machines_are_left_out_and_the_audit_can_read_the_rest():
    campaign = make_campaign()
    make_visit(campaign, is_bot=True)
    make_presave(campaign)

    _code, out, _err = _run(campaign.slug)

    log = read_log(out.splitlines())
    assert (len(log.visits), len(log.promises)) == (0, 1)


def test_the_meta_names_the_release(tmp_path):
    campaign = make_campaign()

    code, _out, _err = _run(campaign.slug, "--meta", tmp_path / "META.json")

    meta = json.loads((tmp_path / "META.json").read_text())
    assert code == 0
    assert meta["release"] == "2026-11-26T10:00:00.000Z"


def test_a_campaign_that_is_not_there_is_said():
    code, out, err = _run("nowhere")

    assert (code, out) == (1, "")
    assert "countin campaign list" in err


def _address(presave, address, *, confirmed_at):
    EmailAddress.objects.create(
        fan=presave.connection.fan, address=address, added_at=BEFORE, confirmed_at=confirmed_at
    )


def _move(presave, state, *, at, reason=""):
    Transition.objects.create(
        presave=presave,
        from_state="promised",
        to_state=state,
        reason=reason,
        happened_at=at,
    )


def _run(*arguments):
    result = CliRunner().invoke(events, [str(argument) for argument in arguments])
    return result.exit_code, result.stdout, result.stderr

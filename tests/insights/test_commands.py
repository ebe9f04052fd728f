"""`countin campaign show` as a program and as a person meet it."""

import json

import pytest
from click.testing import CliRunner
from django.conf import settings

from countin import clock
from countin.insights.commands import show
from countin.insights.counts import count_campaign
from tests.insights.rows import make_campaign, make_follow, make_presave, make_reminder

pytestmark = pytest.mark.django_db


def run(command, *arguments):
    """Exit code, standard output, standard error."""
    result = CliRunner().invoke(command, [str(argument) for argument in arguments])
    return result.exit_code, result.stdout, result.stderr


def test_show_prints_the_counts_as_one_json_document():
    campaign = make_campaign(channels={"newsletter": 3100})
    make_follow(make_presave(campaign, channel="newsletter"))

    code, out, err = run(show, campaign.slug, "--json")

    counts = count_campaign(
        campaign, providers=settings.PROVIDERS, base_url=settings.BASE_URL, now=clock.now()
    )
    assert (code, json.loads(out), err) == (0, {**counts, "links": []}, "")


def test_show_tells_people_the_same_numbers_within_80_columns():
    campaign = make_campaign(channels={"newsletter": 3100})
    for state in ("saved", "saved", "promised"):
        make_presave(campaign, channel="newsletter", state=state)
    make_presave(campaign, state="failed", reason="not_in_library", market="")
    make_reminder(campaign, confirmed=True)

    code, out, _err = run(show, campaign.slug)

    lines = {line.split("  ")[0].strip(): line.split() for line in out.splitlines()}
    assert code == 0
    assert lines["all"] == ["all", "1", "2", "0", "1", "0"]
    assert lines["by newsletter"] == ["by", "newsletter", "1", "2", "0", "0", "0"]
    assert lines["no channel"] == ["no", "channel", "0", "0", "0", "1", "0"]
    assert "Reasons: not_in_library 1" in out
    assert "asked 1 · confirmed 1 · sent 0 · opened 0 · withdrawn 0" in out
    assert max(len(line) for line in out.splitlines()) <= 80


def test_show_of_an_unknown_campaign_ends_with_the_next_step():
    code, out, err = run(show, "no-such-thing")

    assert (code, out) == (1, "")
    assert err == (
        "Error: There is no campaign 'no-such-thing'. See what there is: countin campaign list\n"
    )

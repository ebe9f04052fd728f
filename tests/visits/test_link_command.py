"""`countin campaign link`: what an organizer pastes somewhere."""

import json

import pytest
from click.testing import CliRunner, Result

from countin.campaigns.models import Campaign
from countin.visits.commands import print_link
from countin.visits.models import Link
from tests.insights.rows import make_campaign


@pytest.fixture
def campaign(db) -> Campaign:
    made = make_campaign(channels={"instagram": None, "newsletter": 40})
    Campaign.objects.filter(pk=made.pk).update(slug="midnight")
    return Campaign.objects.get(pk=made.pk)


def run(*words: str) -> Result:
    return CliRunner().invoke(print_link, ["midnight", *words])


def test_it_prints_the_short_and_the_readable_address(campaign, settings):
    result = run("--channel", "instagram")

    code = Link.objects.get().code
    base = settings.BASE_URL
    assert result.output.splitlines() == [f"{base}/l/{code}", f"{base}/midnight?via=instagram"]


def test_utm_words_are_in_the_readable_address_and_kept_for_the_short_one(campaign, settings):
    result = run("--channel", "instagram", "--utm-source", "story & co", "--utm-campaign", "night")

    readable = result.output.splitlines()[1]
    query = "via=instagram&utm_source=story+%26+co&utm_campaign=night"
    assert readable == f"{settings.BASE_URL}/midnight?{query}"
    link = Link.objects.get()
    assert (link.utm_source, link.utm_medium, link.utm_campaign) == ("story & co", "", "night")


def test_asked_twice_it_prints_the_same(campaign):
    first, second = run("--channel", "instagram"), run("--channel", "instagram")
    other = run("--channel", "instagram", "--utm-source", "x")

    assert first.output == second.output
    assert other.output.splitlines()[0] != first.output.splitlines()[0]
    assert Link.objects.count() == 2


def test_json_for_programs(campaign, settings):
    told = json.loads(run("--channel", "newsletter", "--json").output)

    assert told == {
        "slug": "midnight",
        "channel": "newsletter",
        "short": f"{settings.BASE_URL}/l/{Link.objects.get().code}",
        "url": f"{settings.BASE_URL}/midnight?via=newsletter",
    }


def test_an_unknown_channel_is_refused_with_those_there_are_and_the_next_step(campaign):
    make_campaign(channels={"tiktok": None})

    result = run("--channel", "tiktok")

    assert result.exit_code == 1
    assert "has no channel 'tiktok'. It has: instagram, newsletter." in result.output
    assert "apply the file" in result.output
    assert Link.objects.count() == 0


def test_an_unknown_campaign_is_refused_with_the_next_step(db):
    result = run("--channel", "instagram")

    assert result.exit_code == 1
    assert "countin campaign list" in result.output


@pytest.mark.parametrize("word", ["x" * 65, "a\nb", " padded "])
def test_words_that_would_be_cut_on_the_way_are_refused(campaign, word):
    result = run("--channel", "instagram", "--utm-source", word)

    assert (result.exit_code, Link.objects.count()) == (1, 0)

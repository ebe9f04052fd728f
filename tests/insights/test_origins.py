"""Visits by UTM source and by the links that fans share."""

import re

import pytest

from countin.fans.models import Fan
from countin.insights.origins import Shared, Source, tally_shared, tally_sources
from countin.insights.report_html import write_html
from countin.insights.report_json import report_as_json
from countin.insights.report_text import write_text
from countin.visits.models import Link, LinkKind, Visit
from tests.insights.reports import build
from tests.insights.rows import BEFORE, make_campaign, make_reminder

pytestmark = pytest.mark.django_db


def visit(campaign, **told) -> Visit:
    return Visit.objects.create(campaign=campaign, visited_at=BEFORE, **told)


def make_share(campaign, *, code="abcd", has_fan=True, **openings) -> Link:
    fan = Fan.objects.create(workspace=campaign.workspace, created_at=BEFORE) if has_fan else None
    return Link.objects.create(
        campaign=campaign, kind=LinkKind.PERSONAL, fan=fan, code=code, created_at=BEFORE, **openings
    )


@pytest.fixture
def campaign():
    """Three visits from instagram, one of them a machine's, one from a poster; a link that
    was opened twice."""
    made, other = make_campaign(), make_campaign()
    make_share(made, openings=1, openings_by_machines=1)
    make_share(made, code="unused", has_fan=False)
    for told in (
        {"utm_source": "instagram"},
        {"utm_source": "instagram", "utm_medium": "story"},
        {"utm_source": "instagram", "is_bot": True},
        {"utm_source": "poster"},
        {},
    ):
        visit(made, **told)
    visit(other, utm_source="elsewhere")
    make_share(other, code="other", openings=3)
    return made


def test_sources_are_counted_the_most_frequent_first(campaign):
    assert tally_sources(campaign) == (Source("instagram", 2, 1), Source("poster", 1, 0))


def test_invented_sources_do_not_flood_the_report(campaign):
    Visit.objects.bulk_create(
        Visit(campaign=campaign, visited_at=BEFORE, utm_source=f"made-up-{number}")
        for number in range(80)
    )

    sources = tally_sources(campaign)

    assert (len(sources), sources[0].name) == (50, "instagram")


def test_fans_links_are_counted_together_and_those_in_mails_are_none(campaign):
    make_reminder(campaign)

    assert tally_shared(campaign) == Shared(links=2, people=1, machines=1)


def test_the_report_shows_them_in_every_form(campaign):
    report = build(campaign)

    document, text = report_as_json(report), write_text(report)
    page = " ".join(re.sub(r"<[^>]+>", " ", write_html(report)).split())
    assert document["sources"][0] == {"name": "instagram", "people": 2, "machines": 1}
    assert document["shared"] == {"links": 2, "people": 1, "machines": 1}
    assert re.search(r"instagram: visits by people +2\n", text)
    assert re.search(r"visits by people that came by one +1\n", text)
    assert "instagram 2 by people, 1 by machines" in page
    assert "visits that came by one 1 by people, 1 by machines" in page


def test_a_report_without_any_is_silent_about_them():
    report = build(make_campaign())

    assert "utm" not in write_text(report)
    assert "fans share" not in write_text(report)
    assert "fans share" not in write_html(report)


def test_a_hostile_source_stays_text(campaign):
    visit(campaign, utm_source="<script>alert(1)</script>")

    assert "<script" not in write_html(build(campaign))

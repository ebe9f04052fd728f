"""The report calls the native mode by its name, and never takes a click for a pre-save."""

import pytest
from django.conf import settings

from countin.campaigns.models import OutsideLink
from countin.insights.report import build_report
from countin.insights.report_html import write_html
from countin.insights.report_json import report_as_json
from countin.insights.report_text import write_text
from tests.insights.rows import AFTER, make_campaign, make_click


@pytest.fixture
def led_away(db):
    """A campaign without any key, whose fans are led to Spotify's own page."""
    campaign = make_campaign(channels={"newsletter": 40})
    OutsideLink.objects.create(
        release=campaign.release,
        kind="native",
        provider="spotify",
        url="https://open.spotify.com/prerelease/1",
        position=1,
    )
    for _click in range(3):
        make_click(campaign, kind="native")
    return campaign


def build(campaign):
    return build_report(
        campaign, providers=settings.PROVIDERS, base_url="https://p.example", now=AFTER
    )


def test_the_mode_is_named_for_what_it_is(led_away):
    found = report_as_json(build(led_away))

    spotify = next(service for service in found["services"] if service["service"] == "spotify")
    assert spotify["mode"] == "native"
    assert spotify["because"].startswith(
        "Fans are led to Spotify's own pre-save page, with a reminder beside it: clicks are "
        "counted, what is done there Spotify tells nobody. Without that link: "
    )


def test_clicks_are_told_and_no_pre_save_is_made_of_them(led_away):
    found = report_as_json(build(led_away))

    assert found["sentences"][0].endswith(
        "nobody has pre-saved it or asked to be reminded; 3 clicks led to a service's own "
        "pre-save page, and what came of them is unknown."
    )
    assert found["counts"]["native"] == {"clicks": 3}
    assert sum(found["counts"]["presaves"].values()) == 0
    assert {step["count"] for step in found["funnel"]} == {0}
    assert found["rates"]["visits_that_led"] is None


def test_text_and_html_tell_the_clicks_apart(led_away):
    report = build(led_away)

    text, html = write_text(report), write_html(report)

    assert "Spotify: native" in text
    for form in (text, html.replace("&#x27;", "'")):
        assert "clicks on a service's own pre-save page" in form
        assert "What came of clicks on a service's own" in " ".join(form.split())

"""What apps' own browsers cost, app by app."""

import pytest

from countin.insights.in_app import AppSteps, tally_apps
from countin.insights.report_html import write_html
from countin.insights.report_json import report_as_json
from countin.insights.report_text import write_text
from countin.visits.models import AppStep, AppStepKind, Visit
from tests.insights.reports import build, plain
from tests.insights.rows import BEFORE, make_campaign, make_visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign():
    """Eight visits inside Instagram, three left, two promised outside, one was reminded inside;
    two visits inside TikTok; a machine that calls itself an app's."""
    campaign = make_campaign()
    _visit(campaign, times=8, in_app="instagram")
    _visit(campaign, times=3, left_app="instagram")
    _visit(campaign, times=2, in_app="tiktok")
    _visit(campaign, times=4)
    _visit(campaign, times=1, in_app="facebook", is_bot=True)
    _step(campaign, AppStepKind.REMINDED, times=1, has_left=False)
    _step(campaign, AppStepKind.PRESSED, times=3, has_left=True)
    _step(campaign, AppStepKind.CONNECTED, times=2, has_left=True)
    _step(campaign, AppStepKind.PROMISED, times=2, has_left=True)
    return campaign


def _visit(campaign, *, times, is_bot=False, **told):
    for _ in range(times):
        visit = make_visit(campaign, is_bot=is_bot)
        Visit.objects.filter(pk=visit.pk).update(**told or {"in_app": ""})


def _step(campaign, kind, *, times, has_left):
    for _ in range(times):
        AppStep.objects.create(
            campaign=campaign, app="instagram", kind=kind, has_left=has_left, stepped_at=BEFORE
        )


def test_each_app_has_who_came_who_left_and_what_was_done(campaign):
    instagram, tiktok = tally_apps(campaign)

    assert (instagram.name, instagram.label, instagram.visits) == ("instagram", "Instagram", 8)
    assert instagram.left == 3
    assert instagram.inside == AppSteps(reminded=1)
    assert instagram.outside == AppSteps(pressed=3, connected=2, promised=2)
    assert instagram.left_rate is not None
    assert instagram.left_rate.counts == "3 of 8"
    assert (tiktok.label, tiktok.visits, tiktok.left) == ("TikTok", 2, 0)
    assert tiktok.inside == tiktok.outside == AppSteps()


def test_another_campaigns_visits_are_not_counted_here(campaign):
    assert tally_apps(make_campaign()) == ()


def test_the_report_as_json_has_them_by_app(campaign):
    by_app = report_as_json(build(campaign))["by_app"]

    assert list(by_app) == ["instagram", "tiktok"]
    assert by_app["instagram"]["outside"] == {
        "pressed": 3,
        "connected": 2,
        "promised": 2,
        "reminded": 0,
    }
    assert by_app["instagram"]["left_rate"]["of"] == 8
    assert by_app["tiktok"]["visits"] == 2


@pytest.mark.parametrize("write", [write_text, write_html])
def test_text_and_page_say_the_same(campaign, write):
    written = " ".join(plain(write(build(campaign))).split())

    assert "8 visits by people, 3 left by the way out" in written
    assert "inside: pressed 0, connected 0, promised 0, reminded 1" in written
    assert "after the way out: pressed 3, connected 2, promised 2, reminded 0" in written
    assert "3 of 8" in written


def test_without_a_visit_inside_an_app_nothing_is_said():
    campaign = make_campaign()
    make_visit(campaign)

    assert "Inside apps" not in write_text(build(campaign))
    assert "Inside apps" not in write_html(build(campaign))

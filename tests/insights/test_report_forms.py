"""The report as text, JSON and HTML, and the command that writes it."""

import json
import re
from html.parser import HTMLParser

import pytest
from click.testing import CliRunner
from django.conf import settings

from countin.campaigns.models import Artist, Release
from countin.insights.commands import report as report_command
from countin.insights.counts import count_campaign
from countin.insights.report_html import write_html
from countin.insights.report_json import report_as_json
from countin.insights.report_text import write_text
from countin.insights.sentences import three_sentences
from tests.house.test_claims import claims_in
from tests.insights.reports import URL, build
from tests.insights.rows import AFTER, BEFORE, make_campaign

pytestmark = pytest.mark.django_db


def test_the_report_as_json_holds_the_counts_and_every_loss(released):
    report = build(released)

    document = json.loads(json.dumps(report_as_json(report)))

    counts = count_campaign(released, providers=settings.PROVIDERS, base_url=URL, now=AFTER)
    losses = {loss["loss"]: loss["count"] for step in document["funnel"] for loss in step["losses"]}
    assert document["counts"] == counts
    assert losses == {"refused": 1, "withdrawn": 1, "grant_dead": 1, "not_in_library": 1}
    assert document["sentences"] == list(three_sentences(report))
    assert document["rates"]["saved"]["of"] == 13
    assert document["channels"][0]["rates"]["activation"] is None


def test_the_text_is_aligned_and_fits_80_columns(released):
    text = write_text(build(released))

    lines = text.splitlines()
    assert max(len(line) for line in lines) <= 80
    figures = [line for line in lines if re.fullmatch(r" {2,4}[^(·]* {2,}[\d,]+", line)]
    assert len(figures) >= 15
    assert {len(line) for line in figures} == {70}


@pytest.mark.parametrize("write", [write_text, write_html])
def test_every_loss_stands_in_the_text_and_on_the_page(released, write):
    report = build(released)

    written = " ".join(re.sub(r"<[^>]+>", " ", write(report)).split())

    words = [loss.words for step in report.steps for loss in step.losses]
    assert len(words) == 4
    assert [text for text in words if text not in written] == []


@pytest.mark.parametrize("now", [BEFORE, AFTER])
def test_no_form_of_the_report_claims_what_must_never_be_claimed(released, now):
    report = build(released, now=now)

    lines = [*write_text(report).splitlines(), *write_html(report).splitlines()]

    assert [claim for line in lines for claim in claims_in(line)] == []


class Page(HTMLParser):
    """Tags with their attributes."""

    def __init__(self, text):
        super().__init__()
        self.tags = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


def test_the_page_needs_nothing_beside_it_and_its_pictures_are_told_in_words(released):
    page = Page(write_html(build(released)))

    tags = {tag for tag, _attributes in page.tags}
    addresses = {
        attributes[name]
        for _tag, attributes in page.tags
        for name in ("src", "href")
        if name in attributes
    }
    pictures = [attributes for tag, attributes in page.tags if tag == "svg"]
    assert tags & {"script", "link", "img", "iframe", "form"} == set()
    assert addresses == {f"{URL}/{released.slug}"}
    assert len(pictures) >= 10
    assert [p for p in pictures if p.get("role") != "img" or not p.get("aria-label")] == []


def test_a_hostile_title_stays_text_on_the_page():
    campaign = make_campaign()
    Release.objects.update(title="<script>alert(1)</script>")
    Artist.objects.update(name="`<img src=x>`")
    campaign.refresh_from_db()

    page = write_html(build(campaign, now=BEFORE))

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert {tag for tag, _attributes in Page(page).tags} & {"script", "img"} == set()


def test_the_command_writes_each_form_to_a_file_or_to_standard_output(released, tmp_path):
    page = tmp_path / "report.html"

    text = CliRunner().invoke(report_command, [released.slug])
    document = CliRunner().invoke(report_command, [released.slug, "--format", "json"])
    short = [CliRunner().invoke(report_command, [released.slug, to]) for to in ("--json", "--html")]
    html = CliRunner().invoke(
        report_command, [released.slug, "--format", "html", "--output", str(page)]
    )

    assert text.stdout.startswith("Midnight Single by The Held Notes\n")
    assert json.loads(document.stdout)["title"] == "Midnight Single"
    assert json.loads(short[0].stdout)["title"] == "Midnight Single"
    assert short[1].stdout.startswith("<!doctype html>")
    assert (html.exit_code, html.stdout) == (0, "")
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_the_command_says_what_to_do_about_a_file_it_cannot_write(released, tmp_path):
    target = tmp_path / "missing" / "report.txt"

    result = CliRunner().invoke(report_command, [released.slug, "--output", str(target)])

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        f"Error: {target} can't be written (No such file or directory). "
        "Choose another place with --output.\n"
    )


def test_the_command_of_an_unknown_campaign_ends_with_the_next_step():
    result = CliRunner().invoke(report_command, ["no-such-thing"])

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.endswith("See what there is: countin campaign list\n")

"""Every number that we show says what it counts and what it leaves out."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.conf import settings

from countin.campaigns.models import Artist, Campaign, Kind, Release, Timing
from countin.insights.counts import count_campaign
from countin.insights.numbers import SHOWN
from countin.workspaces.models import Workspace
from tests.house import tree

_PAGE = Path("docs/numbers.md")
_NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
_NOT_NUMBERS = {"slug", "url", "state", "modes"}


def test_every_number_has_its_line_in_the_numbers_page():
    """A reader of any figure finds in docs/numbers.md what it means, in the same words."""
    lines = [line for line in tree.text_of(_PAGE).splitlines() if line.startswith("|")]

    unsaid = [
        number.name
        for number in SHOWN
        if not any(
            f"`{number.name}`" in line and number.counts in line and number.leaves_out in line
            for line in lines
        )
    ]

    assert unsaid == []


def test_the_numbers_page_defines_no_number_that_is_not_shown():
    """A definition without its number sends the reader searching."""
    rows = [line for line in tree.text_of(_PAGE).splitlines() if line.startswith("| `")]

    defined = {row.split("`")[1] for row in rows}

    assert defined == {number.name for number in SHOWN}


def test_every_figure_of_the_studio_leads_to_its_definition():
    """A figure there is a link: where it leads has to stand on the page of numbers."""
    defined = {number.name for number in SHOWN}
    figure = re.compile(r'figure\.html" with name="([^"]+)"|studio_numbers" %}#([a-z_.]+)"')

    linked = {
        (path.name, one or other)
        for path in Path("countin/studio/templates").rglob("*.html")
        for one, other in figure.findall(path.read_text())
    }

    assert len(linked) > 15
    assert {pair for pair in linked if pair[1] not in defined} == set()


@pytest.mark.django_db
def test_every_number_that_is_counted_is_defined():
    """A new key of `show --json` comes with its definition."""
    campaign = _make_campaign()

    counts = count_campaign(
        campaign, providers=settings.PROVIDERS, base_url="http://127.0.0.1:8000", now=_NOW
    )

    shown = {
        f"{name}.{part}" if part else name
        for name, value in counts.items()
        if name not in _NOT_NUMBERS
        for part in _parts_of(name, value)
    }
    defined = {number.name for number in SHOWN}
    assert "presaves.saved" in shown
    assert shown - defined == set()


def _parts_of(name: str, value: object) -> list[str]:
    """The keys below a number; those of a split are data and have one definition."""
    if isinstance(value, dict) and not name.startswith("by_"):
        return list(value)
    return [] if isinstance(value, list) else [""]


def _make_campaign() -> Campaign:
    workspace = Workspace.objects.create(name="House", slug="house", created_at=_NOW)
    artist = Artist.objects.create(workspace=workspace, name="The Held Notes", handle="held")
    release = Release.objects.create(
        artist=artist,
        title="Midnight Single",
        kind=Kind.SINGLE,
        timing=Timing.LOCAL,
        release_date=date(2026, 11, 27),
    )
    return Campaign.objects.create(
        workspace=workspace, release=release, slug="house", created_at=_NOW
    )

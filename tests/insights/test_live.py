"""The live page's tables: every row adds up with the counts that the commands print."""

from datetime import timedelta

import pytest
from django.conf import settings

from countin.insights.counts import count_campaign
from countin.insights.live.parts import Column, Part, Row, most_first
from countin.insights.live.reading import Live, read_live
from countin.insights.numbers import SHOWN
from countin.visits.models import TraitCount
from tests.insights.rows import (
    BEFORE,
    make_authorization,
    make_campaign,
    make_follow,
    make_presave,
    make_reminder,
    make_visit,
)

pytestmark = pytest.mark.django_db


def _live(campaign) -> Live:
    return read_live(campaign, providers=settings.PROVIDERS, now=BEFORE + timedelta(days=1))


def _rows(live: Live, key: str) -> dict[str, tuple[int | None, ...]]:
    part = live.part(key)
    assert part is not None, key
    return {row.name: row.values for row in part.rows}


def _busy_campaign():
    campaign = make_campaign(channels={"newsletter": 300, "gig": None})
    for country, many in (("DE", 2), ("US", 1), ("", 1)):
        for _ in range(many):
            visit = make_visit(campaign, channel="newsletter")
            type(visit).objects.filter(pk=visit.pk).update(country=country)
    make_visit(campaign, is_bot=True)
    saved = make_presave(campaign, market="DE", channel="newsletter", state="saved")
    make_presave(campaign, market="US")
    make_presave(campaign, market="US", state="needs_fan", reason="grant_dead")
    make_follow(saved, state="failed", because="refused")
    for outcome in ("done", "done", "done", "denied"):
        make_authorization(campaign, outcome=outcome)
    make_reminder(campaign, confirmed=True, sent=True, opened=1, channel="gig")
    TraitCount.objects.create(campaign=campaign, trait="device", name="phone", people=3)
    TraitCount.objects.create(campaign=campaign, trait="language", name="de", people=3)
    return campaign


def test_every_table_tells_what_the_rows_hold():
    live = _live(_busy_campaign())

    assert _rows(live, "country") == {"DE": (2, 1), "US": (1, 1), "not known": (1, 0)}
    assert _rows(live, "channel") == {
        "newsletter": (4, 0, 1, 0, 300),
        "gig": (0, 0, 0, 1, None),
        "none": (0, 4, 1, 0, None),
    }
    ways = _rows(live, "presaves")
    assert (ways["pressed"], ways["returned.denied"], ways["saved"]) == ((4,), (1,), (1,))
    assert (ways["promised"], ways["promised.grant_dead"]) == ((3,), (1,))
    assert _rows(live, "follows")["asked.refused"] == (1,)
    assert _rows(live, "reminders")["opened"] == (1,)
    assert _rows(live, "device") == {"phone": (3,)}
    language = live.part("language")
    assert language
    assert [row.label for row in language.rows] == ["German"]


def test_the_figures_are_those_of_the_commands():
    campaign = _busy_campaign()

    live = _live(campaign)

    counts = count_campaign(campaign, providers=settings.PROVIDERS, base_url="", now=BEFORE)
    assert live.presaves == counts["presaves"]
    assert live.follows == counts["follows"]["asked"]
    assert live.reminders == counts["reminders"]["asked"]


def test_every_column_leads_to_its_definition():
    defined = {number.name for number in SHOWN}

    used = {column.number for part in _live(_busy_campaign()).parts for column in part.columns}

    assert len(used) > 10
    assert used - defined == set()


def test_what_is_beyond_the_most_is_one_row_and_not_known_comes_last():
    rows = [
        Row("", (9,), ""),
        *(Row(name, (many,), name) for name, many in zip("abc", (1, 3, 2), strict=True)),
    ]

    shown = most_first(rows, most=1)

    assert [(row.label, row.values) for row in shown] == [("b", (3,)), ("2 more", (3,)), ("", (9,))]


def test_a_file_leaves_empty_what_is_not_known():
    rows = (Row("Gig", (3, None), "gig"),)
    part = Part("channel", "Channels", "Channel", (Column("a", "A"), Column("b", "B")), rows)

    assert part.file_columns == ("channel", "a", "b")
    assert list(part.lines()) == [{"channel": "gig", "a": "3", "b": ""}]

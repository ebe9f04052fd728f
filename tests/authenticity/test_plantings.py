"""What would have been seen here: made farms in a copy of a log, judged as the log was."""

import json
import random
from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest

from countin.authenticity.answers import NOBODY_CAN_TELL, headline, planting_words
from countin.authenticity.as_json import audit_as_json
from countin.authenticity.as_text import write_audit
from countin.authenticity.audit import Verdict, audit_log, with_plantings
from countin.authenticity.circumstances import read_circumstances
from countin.authenticity.event_log import read_log
from countin.authenticity.fan_table import bounced, table_of
from countin.authenticity.grading import Grade
from countin.authenticity.plain_farms import KINDS, is_planted, plant
from countin.authenticity.plantings import SHARES, TRIES, Planting, thin
from tests.authenticity.logs import made


@pytest.fixture(scope="module")
def clean():
    """A small campaign of fans alone: the log, its circumstances, and the lines."""
    campaign = made("clean", seed=2, size=160)
    lines = [json.dumps(event) for event in campaign.events]
    return read_log(lines), read_circumstances(campaign.meta), campaign.events


@pytest.fixture(scope="module")
def audit(clean):
    log, circumstances, _events = clean
    found = audit_log(log, circumstances=circumstances)
    return with_plantings(found, log, circumstances=circumstances)


def test_every_plain_kind_is_tried_and_rented_machines_would_have_shown(audit):
    sizes = {max(10, round(share * audit.fans)) for share in SHARES}

    assert [one.kind for one in audit.plantings] == [kind.name for kind in KINDS]
    assert all(one.fewest in {*sizes, None} for one in audit.plantings)
    assert {(one.largest, one.tries) for one in audit.plantings} == {(max(sizes), TRIES)}
    assert audit.plantings[0].fewest is not None


def test_what_would_have_shown_does_when_it_is_there(audit, clean):
    """Judged anew by the whole audit, not by the way that found the size."""
    log, circumstances, _events = clean
    many = audit.plantings[0].fewest
    for turn in (0.125, 0.875):
        planted = plant(
            log, table_of(log), kind=KINDS[0], many=many, turn=turn, release=circumstances.release
        )

        found = audit_log(planted, circumstances=circumstances)

        named = [fan for group in found.graded(Grade.UNUSUAL) for fan in group.fans]
        assert found.verdict is Verdict.UNUSUAL
        assert sum(map(is_planted, named)) >= many / 2


def test_the_answer_says_both_what_would_have_shown_and_what_nobody_can_tell(audit):
    text, told = headline(audit), audit_as_json(audit)

    assert audit.verdict is Verdict.CANNOT_TELL
    assert f"{audit.corroborated} of {audit.fans} pre-saves are corroborated" in text
    assert NOBODY_CAN_TELL in text
    assert told["headline"] == text
    for one, line in zip(audit.plantings, told["would_have_shown"], strict=True):
        assert (line["kind"], line["from_presaves"]) == (one.kind, one.fewest)
        assert line["words"] == planting_words(one)
        assert one.kind in write_audit(audit)


@pytest.mark.parametrize(("seen", "begin"), [(5, "Nothing unusual"), (2, "We cannot tell")])
def test_where_plain_farms_would_not_have_shown_finding_nothing_says_little(audit, seen, begin):
    shown = [
        Planting(kind.name, 30 if number < seen else None, 60, 4)
        for number, kind in enumerate(KINDS)
    ]

    text = headline(replace(audit, groups=(), plantings=tuple(shown)))

    assert text.startswith(begin)
    assert (f"{KINDS[4].name} did not each time, even with 60" in text) == (seen < 5)


def test_a_log_with_an_unusual_group_is_not_asked_what_else_would_show():
    campaign = made("datacenter", seed=3, size=160)
    log = read_log(json.dumps(event) for event in campaign.events)
    circumstances = read_circumstances(campaign.meta)

    audit = audit_log(log, circumstances=circumstances)

    assert with_plantings(audit, log, circumstances=circumstances) is audit


@pytest.mark.parametrize("kind", [KINDS[0], KINDS[3]], ids=["machines", "clicks"])
def test_the_same_farm_is_planted_whatever_names_order_and_day(clean, kind):
    log, circumstances, events = clean
    shift = timedelta(days=37, hours=5, seconds=11)
    other = [_renamed(event, shift) for event in events]
    random.Random(4).shuffle(other)
    moved = read_log(json.dumps(event) for event in other)
    release = circumstances.release

    one = _planted(log, kind=kind, release=release, since=0)
    same = _planted(moved, kind=kind, release=release + shift.total_seconds(), since=shift)

    assert len(one) == 30
    assert same == one


def test_a_farm_says_nothing_that_the_log_does_not_say_of_fans(clean):
    _log, _circumstances, events = clean
    bare = [
        {k: v for k, v in event.items() if k not in ("asn", "ip_prefix", "email_domain")}
        for event in events
        if event["type"] in ("visit", "presave")
    ]
    log = read_log(json.dumps(event) for event in bare)

    planted = plant(log, table_of(log), kind=KINDS[0], many=30, turn=0.5, release=None)

    farm = [promise for fan, promise in planted.promises.items() if is_planted(fan)]
    visits = [planted.visits[promise.fan] for promise in farm]
    assert len(farm) == 30
    assert {(p.mail_domain, p.confirmed_at, p.revoked_at, p.result) for p in farm} == {(None,) * 4}
    assert {(v.asn, v.prefix, v.connect_at) for v in visits} == {(None, None, None)}


def test_a_large_log_is_thinned_evenly(clean):
    log, _circumstances, _events = clean
    table = table_of(log)

    few = thin(log, table, most=64)

    kept, lost = table_of(few), len(bounced(few))
    assert thin(log, table, most=160) is log
    assert len(kept.fans) == 64
    assert lost == pytest.approx(len(bounced(log)) * 0.4, abs=1)
    assert np.median(kept.at) == pytest.approx(np.median(table.at), rel=0.05)


def _planted(log, *, kind, release, since):
    """Who was planted, name by name, as columns that no name, order or day decides."""
    planted = plant(log, table_of(log), kind=kind, many=30, turn=0.4, release=release)
    by = since.total_seconds() if since else 0
    farm = [promise for fan, promise in planted.promises.items() if is_planted(fan)]
    visits = [planted.visits[promise.fan] for promise in farm]
    return [
        (
            round(promise.at - by, 3),
            *(visit.source, visit.country, visit.agent),
            *(promise.follow, promise.confirmed_at is not None, promise.result),
        )
        for promise, visit in zip(farm, visits, strict=True)
    ]


def _renamed(event, shift):
    names = {key: f"{event[key]}-x"[::-1] for key in ("visit", "fan", "ip_prefix") if key in event}
    at = (datetime.fromisoformat(event["at"]) + shift).isoformat()
    return {**event, **names, "at": at}

"""The audit of our own rows: kept, named, decided about, and shown to others."""

import hashlib
import json
from datetime import timedelta

import pytest
from click.testing import CliRunner

from benchmarks.audit_logs import make_log
from countin.config.cli import Rooms
from countin.insights.auditing.deciding import CannotHold, hold_group, holds_of, release_group
from countin.insights.auditing.event_log import meta_of
from countin.insights.auditing.peaks import BadPeak, peaks_of, tag_peak
from countin.insights.auditing.readings import (
    ask_reading,
    audit_own_log,
    is_too_large,
    keep_reading,
    read_asked,
    unusual_presaves,
    write_own_log,
)
from countin.insights.models import AuditReading, PeakKind
from countin.insights.report_json import report_as_json
from countin.insights.steps import count_of
from countin.presaves.holding import confirm_held
from countin.presaves.models import PreSave
from countin.workspaces.models import AuditEntry
from tests.authenticity.logs import PLAIN
from tests.insights.laid_logs import lay
from tests.insights.reports import build
from tests.insights.rows import AFTER, BEFORE, make_campaign, make_presave

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def audited():
    """A campaign with a burst farm in its rows, read once. Gives the farm's pre-saves."""
    log = make_log(3, kind="burst", size=400, ranges=PLAIN)
    campaign = make_campaign()
    rows = lay(log, campaign)
    read = write_own_log(campaign, now=AFTER)
    keep_reading(campaign, log=read, audit=audit_own_log(read), now=AFTER)
    return campaign, {rows[fan] for fan in log.artificial}


def run(*words):
    return CliRunner().invoke(Rooms("audit", "…"), list(words))


def test_the_reading_keeps_groups_and_the_numbers_of_their_presaves(audited):
    campaign, farm = audited

    reading = AuditReading.objects.get(campaign=campaign)
    found = set(unusual_presaves(campaign))

    assert reading.document is not None
    assert reading.document["verdict"] == "unusual"
    assert len(found & farm) >= 0.8 * len(found) > 0
    assert "fans" not in json.dumps(reading.document["groups"])
    assert not reading.is_under_way


def test_the_report_says_what_the_audit_says_and_counts_as_it_does(audited):
    campaign, _farm = audited
    document = AuditReading.objects.get(campaign=campaign).document
    assert document is not None

    report = build(campaign)

    (passage,) = [one for one in report.passages if one.title == "What the audit says"]
    told = report_as_json(report)["audit"]
    assert passage.sentences[0].endswith(document["headline"])
    assert "never a person" in passage.caveats[0]
    assert told["presaves"]["all"] == count_of(report.steps, "promised")
    assert (told["headline"], told["share"]) == (document["headline"], document["share"])


def test_holding_the_group_asks_its_fans_and_only_them(audited):
    campaign, _farm = audited
    (number, members), *_ = [
        (number, members)
        for number, (group, members) in enumerate(
            zip(
                campaign_groups(campaign),
                AuditReading.objects.get(campaign=campaign).members,
                strict=True,
            ),
            start=1,
        )
        if group["grade"] == "unusual"
    ]

    holding, _group = hold_group(campaign, number=number, because="we sent nothing", now=AFTER)

    waiting = PreSave.objects.filter(state="needs_fan", reason="held_back")
    assert set(waiting.values_list("pk", flat=True)) == set(members)
    confirm_held(PreSave.objects.get(pk=members[0]), now=AFTER)
    (line,) = holds_of(campaign)
    assert (line.held, line.waiting) == (len(members), len(members) - 1)
    assert line.confirmed + line.gone == 1
    assert holding.hold is not None
    hold, moved = release_group(campaign, number=holding.hold.pk, now=AFTER)
    assert moved == len(members) - 1
    assert holds_of(campaign)[0].waiting == 0
    with pytest.raises(CannotHold):
        release_group(campaign, number=hold.pk, now=AFTER)


def campaign_groups(campaign):
    document = AuditReading.objects.get(campaign=campaign).document
    assert document is not None
    return document["groups"]


def test_a_group_that_is_not_there_or_a_hold_without_a_reason_is_refused(audited):
    campaign, _farm = audited

    for number, because in ((99, "…"), (0, "…"), (1, "  ")):
        with pytest.raises(CannotHold):
            hold_group(campaign, number=number, because=because, now=AFTER)
    assert PreSave.objects.filter(reason="held_back").count() == 0


def test_from_the_command_line_all_of_it_is_logged(audited, tmp_path):
    campaign, _farm = audited
    slug = campaign.slug

    told = run("campaign", slug, "--evidence", str(tmp_path))
    held = run("hold", slug, "1", "--because", "we sent nothing")
    hold = holds_of(campaign)[0].hold
    free = run("release", slug, str(hold.pk))
    peak = run(
        "peak", slug, "--kind", "gig", "--from", "2026-11-01 20:00", "--to", "2026-11-01 23:00"
    )
    none = run("hold", slug, "77", "--because", "…")

    assert told.exit_code == held.exit_code == free.exit_code == peak.exit_code == 0, held.output
    assert "Take it back with: countin audit release" in held.output
    assert "on their way again" in free.output
    assert "gig  2026-11-01 20:00" in peak.output
    assert (none.exit_code, "has no group 77" in none.output) == (1, True)
    assert list(AuditEntry.objects.order_by("pk").values_list("what", "who")) == [
        ("group held back", "command line"),
        ("held group let go", "command line"),
        ("peak named", "command line"),
    ]


def test_the_evidence_of_our_own_rows_comes_with_the_log_it_names(audited, tmp_path):
    campaign, _farm = audited

    run("campaign", campaign.slug, "--evidence", str(tmp_path))

    evidence = json.loads((tmp_path / "evidence.json").read_text())
    sums = {one["name"]: one["sha256"] for one in evidence["files"]}
    for name in ("events.jsonl", "meta.json"):
        assert sums[name] == hashlib.sha256((tmp_path / name).read_bytes()).hexdigest()
    again = run(str(tmp_path / "events.jsonl"), "--meta", str(tmp_path / "meta.json"), "--json")
    assert json.loads(again.output)["verdict"] == evidence["verdict"]


def test_a_named_peak_reaches_the_audit_and_its_evidence(audited):
    campaign, _farm = audited
    tag_peak(
        campaign,
        kind=PeakKind.NEWSLETTER,
        begins_at=BEFORE,
        ends_at=BEFORE + timedelta(hours=3),
        channel=None,
        note="Sent to 3,100",
        now=AFTER,
    )

    read = write_own_log(campaign, now=AFTER)
    audit = audit_own_log(read)

    assert audit is not None
    assert json.loads(read.meta)["peaks"][0]["note"] == "Sent to 3,100"
    assert "Newsletter, 2026-11-01 12:00 to 2026-11-01 15:00 UTC: “Sent to 3,100”." in audit.peaks
    assert len(peaks_of(campaign)) == 1
    with pytest.raises(BadPeak):
        tag_peak(
            campaign,
            kind=PeakKind.GIG,
            begins_at=AFTER,
            ends_at=BEFORE,
            channel=None,
            note="",
            now=AFTER,
        )


def test_the_worker_reads_what_was_asked_and_once_by_itself_after_the_release():
    campaign, empty = make_campaign(), make_campaign()
    make_presave(campaign)
    ask_reading(empty, now=BEFORE)

    assert [read_asked(now=BEFORE), read_asked(now=BEFORE)] == [1, 0]
    assert AuditReading.objects.get(campaign=empty).document is None

    late = campaign.release.last_moment + timedelta(days=8, hours=1)
    assert [read_asked(now=late), read_asked(now=late)] == [1, 0]
    reading = AuditReading.objects.get(campaign=campaign)
    assert reading.document is not None
    assert reading.document["judgeable"] is False
    assert meta_of(campaign, now=late)["peaks"] == []


def test_what_is_too_large_for_the_worker_is_left_to_the_command_line():
    campaign = make_campaign()
    for _fan in range(3):
        make_presave(campaign)
    ask_reading(campaign, now=BEFORE)

    assert read_asked(now=BEFORE, largest=2) == 1

    reading = AuditReading.objects.get(campaign=campaign)
    assert (reading.is_under_way, reading.document) == (False, None)
    assert is_too_large(campaign, largest=2)
    assert not is_too_large(campaign, largest=3)

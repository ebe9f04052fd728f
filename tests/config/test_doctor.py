"""What the doctor says about pages that are closed because nobody answers for the data."""

import socket
import threading

import pytest

from countin.campaigns.models import Campaign
from countin.config import disk
from countin.config.addresses import Controller
from countin.config.calls import AlarmWays
from countin.config.disk import DISK_LOW, watch_disk
from countin.config.doctor.calls import look_at_calls
from countin.config.doctor.findings import Finding, Grade
from countin.config.doctor.ground import look_at_ground
from countin.config.jobs import make_bench
from countin.messaging.models import AlarmCall
from countin.workspaces.alarms import is_raised, raise_alarm
from tests.insights.rows import BEFORE as NOW
from tests.insights.rows import make_campaign


@pytest.fixture(autouse=True)
def _nobody(db, settings):
    settings.IS_LOOPBACK = False
    settings.BASE_URL = "https://p.example"
    settings.CONTROLLER = Controller("", "", "")


def controller() -> Finding:
    (finding,) = (finding for finding in look_at_ground() if finding.about == "controller")
    return finding


def test_pages_that_were_open_are_named_with_the_mend():
    make_campaign()
    make_campaign()
    make_campaign(published=False)

    found = controller()

    assert found.grade == Grade.MEND
    assert "COUNTIN_CONTROLLER_NAME" in found.words
    assert found.words.endswith(
        "2 pages that were open are closed until then; what was promised there is kept."
    )


def test_without_any_page_there_is_nothing_to_be_closed():
    assert controller().words.endswith("without them a public page is not published.")


def test_once_somebody_is_named_all_is_well(settings):
    make_campaign()
    settings.CONTROLLER = Controller("Held Notes", "hello@example.org", "1 Quay")

    assert controller().grade == Grade.FINE
    assert Campaign.objects.get().published_at is not None


def test_whom_alarms_reach_is_said_and_what_did_not_get_through(settings):
    nobody = [finding.grade for finding in look_at_calls()]
    settings.ALARM_WAYS = AlarmWays(webhook="https://ops.example/hook", webhook_key=b"k" * 32)
    well = [(finding.grade, finding.words) for finding in look_at_calls()]
    alarm = raise_alarm("overdue", subject="spotify", words="Late.", now=NOW)
    AlarmCall.objects.create(
        alarm=alarm,
        way="webhook",
        news="raised",
        made_at=NOW,
        due_at=NOW,
        because="the webhook answered 500",
    )
    [stuck] = look_at_calls()

    assert nobody == [Grade.NOTE]
    assert well == [(Grade.FINE, "Alarms are told by webhook.")]
    assert (stuck.grade, "the webhook answered 500" in stuck.words) == (Grade.MEND, True)


def test_a_disk_with_little_room_calls_while_there_is_some(settings, monkeypatch):
    bench = make_bench(stopped=threading.Event())

    monkeypatch.setattr(disk, "LEAST_SPACE", 2**62)
    watch_disk(bench)
    raised = is_raised(DISK_LOW, subject=socket.gethostname())
    monkeypatch.setattr(disk, "LEAST_SPACE", 1)
    watch_disk(bench)

    assert (raised, is_raised(DISK_LOW, subject=socket.gethostname())) == (True, False)

"""The report of a large campaign is written by the worker, and no page waits for it."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings

from countin.insights import written
from countin.insights.models import WrittenReport
from countin.insights.written import FRESH_FOR, Told, hand_out_report, write_asked
from countin.release_day.models import Wave
from tests.insights.rows import BEFORE, make_campaign, make_presave

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
GIVEN: dict[str, Any] = {"providers": settings.PROVIDERS, "base_url": settings.BASE_URL}


@pytest.fixture
def campaign(monkeypatch: pytest.MonkeyPatch):
    """Of three pre-saves, where two are many already."""
    monkeypatch.setattr(written, "LARGE", 2)
    made = make_campaign()
    for _each in range(3):
        make_presave(made)
    return made


def promised(told: Told | None) -> int:
    assert told is not None
    return int(told.document["counts"]["presaves"]["promised"])


def test_a_small_one_is_told_at_once():
    campaign = make_campaign()
    make_presave(campaign)

    told = hand_out_report(campaign, now=BEFORE, **GIVEN)

    assert promised(told) == 1
    assert not WrittenReport.objects.exists()


def test_a_large_one_is_asked_for_once_written_and_kept_for_ten_minutes(campaign):
    first = hand_out_report(campaign, now=BEFORE, **GIVEN)
    again = hand_out_report(campaign, now=BEFORE + MINUTE, **GIVEN)
    worked = [write_asked(now=BEFORE + MINUTE, **GIVEN) for _each in range(2)]
    make_presave(campaign)

    told = hand_out_report(campaign, now=BEFORE + MINUTE + FRESH_FOR, **GIVEN)
    old = hand_out_report(campaign, now=BEFORE + 2 * MINUTE + FRESH_FOR, **GIVEN)

    assert (first, again, worked, old) == (None, None, [1, 0], None)
    assert promised(told) == 3
    assert told is not None
    assert "<html" in told.page
    assert write_asked(now=BEFORE + 2 * MINUTE + FRESH_FOR, **GIVEN) == 1


def test_while_a_wave_is_near_the_worker_has_better_to_do(campaign):
    hand_out_report(campaign, now=BEFORE, **GIVEN)
    wave = Wave.objects.create(campaign=campaign, provider="spotify", due_at=BEFORE + 5 * MINUTE)

    near = write_asked(now=BEFORE, **GIVEN)
    Wave.objects.filter(pk=wave.pk).update(done_at=BEFORE + 6 * MINUTE)

    assert (near, write_asked(now=BEFORE + 7 * MINUTE, **GIVEN)) == (0, 1)

"""A statement that was made once says each time what is given now."""

from datetime import timedelta

import pytest
from django.db.models import F

from countin.presaves.models import PreSave
from countin.workspaces.rows import Among
from countin.workspaces.statements import Change, Question
from tests.insights.rows import BEFORE, make_campaign, make_presave

pytestmark = pytest.mark.django_db


def test_a_question_is_made_once_and_answered_anew_with_other_values():
    made = []

    def ask(*, ids, market, before):
        made.append(market)
        rows = PreSave.objects.filter(Among("pk", ids), market=market, promised_at__lt=before)
        return rows.order_by("pk").values_list("pk", "market", "promised_at", "attempts")

    campaign = make_campaign()
    german = [make_presave(campaign).pk for _ in range(3)]
    french = make_presave(campaign, market="FR").pk
    question = Question(ask)
    later = BEFORE + timedelta(seconds=1)

    first = question.rows(ids=[*german[:2], None, french], market="DE", before=later)
    second = question.rows(ids={french}, market="FR", before=later)
    too_early = question.rows(ids=german, market="DE", before=BEFORE)
    of_none = question.rows(ids=(), market="DE", before=later)

    assert first == [(pk, "DE", BEFORE, 0) for pk in german[:2]]
    assert second == [(french, "FR", BEFORE, 0)]
    assert too_early == of_none == []
    assert len(made) == 1


def test_a_number_alone_has_its_place_in_columns_of_any_size():
    campaign = make_campaign()
    one, other = (make_presave(campaign).pk for _ in range(2))
    count = Change(
        lambda *, first, last, tries: (
            PreSave.objects.filter(pk__range=(first, last), attempts__lte=tries),
            {"attempts": F("attempts") + tries},
        )
    )

    changed = [count.make(first=one, last=one, tries=2), count.make(first=one, last=other, tries=1)]

    assert changed == [1, 1]
    rows = PreSave.objects.order_by("pk").values_list("pk", "attempts")
    assert list(rows) == [(one, 2), (other, 1)]


def test_a_change_reaches_the_rows_that_are_named_and_no_others():
    campaign = make_campaign()
    one, other, third = (make_presave(campaign).pk for _ in range(3))
    change = Change(
        lambda *, ids, reason, at: (
            PreSave.objects.filter(Among("pk", ids)),
            {"reason": reason, "next_attempt_at": at, "step_since": None},
        )
    )

    assert change.make(ids=[one], reason="refused", at=BEFORE) == 1
    assert change.make(ids=[other], reason="", at=BEFORE + timedelta(hours=1)) == 1

    rows = PreSave.objects.order_by("pk").values_list("pk", "reason", "next_attempt_at")
    assert list(rows) == [
        (one, "refused", BEFORE),
        (other, "", BEFORE + timedelta(hours=1)),
        (third, "", None),
    ]


def test_a_value_that_no_place_takes_is_an_error():
    question = Question(
        lambda *, ids, market: PreSave.objects.filter(Among("pk", ids)).values_list("pk")
    )

    with pytest.raises(ValueError, match="no place for market"):
        question.rows(ids=[1], market="DE")

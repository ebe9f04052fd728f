"""What a press on Try again opens, and what it leaves alone. The night itself: tests/stories."""

from datetime import timedelta

import pytest

from countin.fans.models import Grant
from countin.presaves.models import FollowAsk, PreSave
from countin.release_day.retrying import NothingToRetry, retry_promises
from tests.presaves.rows import make_campaign, make_connection, make_the_artist, promise

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def test_what_time_heals_opens_where_the_permission_stands():
    campaign = make_campaign(make_the_artist())
    now = campaign.release.last_moment + timedelta(hours=20)
    reasons = ("service_error", "not_in_library", "refused", "by_fan", "service_error")
    rows = [
        promise(campaign, connection=make_connection(campaign.release.artist, account=str(at)))
        for at in range(len(reasons))
    ]
    for row, reason in zip(rows, reasons, strict=True):
        PreSave.objects.filter(pk=row.pk).update(state="failed", reason=reason)
    Grant.objects.filter(connection=rows[-1].connection).update(shredded_at=now)
    FollowAsk.objects.create(
        presave=rows[2],
        artist=campaign.release.artist,
        state="failed",
        because="service_error",
        asked_at=now,
        changed_at=now,
    )

    pressed = retry_promises(campaign, now=now)
    again = retry_promises(campaign, now=now)

    assert (pressed.reopened, pressed.follows, pressed.hurried, pressed.markets) == (2, 1, 0, 0)
    assert pressed.words == "2 failed pre-saves reopened, 1 follow"
    assert again.is_nothing
    states = list(PreSave.objects.order_by("pk").values_list("state", "attempts"))
    assert states == [("promised", 1), ("promised", 1), *[("failed", 0)] * 3]
    assert FollowAsk.objects.get().next_attempt_at == now


def test_there_is_a_time_for_it():
    campaign = make_campaign(make_the_artist())

    for now, words in (
        (campaign.release.first_moment - timedelta(minutes=1), "Nothing has fallen due yet"),
        (campaign.release.last_moment + timedelta(days=28), "It has ended"),
    ):
        with pytest.raises(NothingToRetry, match=words):
            retry_promises(campaign, now=now)

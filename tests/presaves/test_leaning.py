"""A grant is sealed as long as something leans on it, and no longer."""

from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from countin.fans.models import Connection, Grant
from countin.presaves.enrolling import enroll_standing
from countin.presaves.leaning import shred_unneeded
from countin.presaves.models import FollowAsk, PreSave, StandingConsent
from countin.presaves.moving import move_presaves
from countin.presaves.promising import CampaignClosed
from countin.presaves.standing import (
    NothingToLeanOn,
    begin_standing,
    end_spent_standings,
    stop_standing,
)
from countin.presaves.states import Reason, State
from countin.presaves.withdrawing import withdraw_follow, withdraw_presave
from countin.privacy.erasing import disconnect, erase_fan
from countin.privacy.retention import enforce_retention
from tests.presaves.rows import (
    NOW,
    agree,
    make_campaign,
    make_connection,
    make_the_artist,
    promise,
    spotify_with,
)

pytestmark = pytest.mark.django_db
SPOTIFY = spotify_with()
SINGLES = st.integers(0, 2)  # which of three campaigns
TURN = st.one_of(
    st.tuples(st.sampled_from(["promise", "promise and follow", "withdraw", "release"]), SINGLES),
    st.tuples(
        st.sampled_from(["begin", "stop", "enroll", "unfollow", "forget", "disconnect", "erase"]),
        st.just(0),
    ),
)
generously = how(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


class Table:
    """One artist with three releases to come, one fan, and a clock."""

    def __init__(self) -> None:
        artist = make_the_artist()
        self.campaigns = [make_campaign(artist, days=days) for days in (20, 40, 60)]
        self.now: datetime = NOW
        self.connection: Connection | None = None

    def play(self, turn: str, *, single: int) -> None:
        self.now += timedelta(minutes=1)
        campaign = self.campaigns[single]
        if turn in ("promise", "promise and follow"):
            self.promise(campaign, follow=turn != "promise")
        elif turn in ("release", "enroll", "forget") or self.connection is not None:
            getattr(self, turn)(campaign)

    def promise(self, campaign, *, follow: bool) -> None:
        if self.connection is None:
            self.connection = make_connection(campaign.release.artist)
        with suppress(CampaignClosed):
            promise(campaign, connection=self.connection, follow=follow, now=self.now)

    def release(self, campaign) -> None:
        """As the worker records it; the clock passes the moment."""
        self.now = max(self.now, campaign.release.last_moment)
        due = PreSave.objects.filter(campaign=campaign, state=State.PROMISED)
        rows = list(due.values_list("pk", "connection_id"))
        move_presaves([pk for pk, _ in rows], to=State.SAVED, reason=Reason.NONE, now=self.now)
        shred_unneeded([connection_id for _, connection_id in rows], now=self.now)

    def enroll(self, _campaign) -> None:
        end_spent_standings(now=self.now)
        enroll_standing(providers=SPOTIFY, now=self.now)

    def forget(self, _campaign) -> None:
        enforce_retention(now=self.now)

    def begin(self, campaign) -> None:
        with suppress(NothingToLeanOn):
            assert self.connection is not None
            words, artist = agree(self.connection, now=self.now), campaign.release.artist
            begin_standing(self.connection, artist=artist, consent=words, now=self.now)

    def stop(self, _campaign) -> None:
        for standing in StandingConsent.objects.in_force():
            stop_standing(standing, now=self.now)

    def withdraw(self, campaign) -> None:
        for presave in PreSave.objects.filter(campaign=campaign, connection=self.connection):
            withdraw_presave(presave, now=self.now)

    def unfollow(self, _campaign) -> None:
        for ask in FollowAsk.objects.all():
            withdraw_follow(ask, now=self.now)

    def disconnect(self, _campaign) -> None:
        assert self.connection is not None
        disconnect(self.connection, now=self.now)
        self.connection = None

    def erase(self, _campaign) -> None:
        assert self.connection is not None
        erase_fan(self.connection.fan, now=self.now)
        self.connection = None


def leaned_on() -> set[int | None]:
    """Read from the rows, by hand."""
    return {
        *(row.connection_id for row in PreSave.objects.all() if row.is_open),
        *(ask.presave.connection_id for ask in FollowAsk.objects.filter(state="waiting")),
        *(row.connection_id for row in StandingConsent.objects.filter(ended_at=None)),
    }


@generously
@given(turns=st.lists(TURN, max_size=14))
def test_whatever_the_order_a_grant_is_sealed_exactly_while_something_leans_on_it(turns):
    seen = []

    with transaction.atomic():
        table = Table()
        for turn, single in turns:
            table.play(turn, single=single)
            sealed = Grant.objects.exclude(sealed=None).values_list("connection_id", flat=True)
            seen.append((turn, single, set(sealed) == leaned_on()))
        transaction.set_rollback(True)

    assert [turn for turn in seen if not turn[2]] == []

"""Who has a turn when, and how what is due is cut."""

from datetime import UTC, datetime, timedelta

import pytest

from countin.campaigns.models import Campaign
from countin.config.environment import read_values
from countin.config.registry import build_providers
from countin.config.shard_queue import ShardQueue
from countin.presaves.models import PreSave
from countin.release_day.models import Turn
from countin.release_day.shards import Group, Kind, Shard
from countin.release_day.sweeping import cut_shards
from countin.release_day.taking_turns import turns_at
from countin.release_day.turns import Turns
from tests.insights.rows import make_campaign, make_follow, make_presave

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
EARLY, LATE = NOW - timedelta(hours=2), NOW - timedelta(hours=1)


def saves(campaign_id: int, market: str = "DE") -> Group:
    return Group("spotify", Kind.SAVE, campaign_id, (market,))


def test_campaigns_of_the_same_minute_have_a_turn_each():
    turns = Turns()
    moments = {saves(1): EARLY, saves(2): EARLY + timedelta(seconds=20), saves(3): EARLY}

    order = [turns.take(moments).campaign_id for _ in range(6)]

    assert sorted(order[:3]) == [1, 2, 3]
    assert order[3:] == order[:3]


@pytest.mark.django_db
def test_another_worker_goes_on_with_the_turns_where_the_last_one_stopped():
    provider = build_providers(read_values({"COUNTIN_CONFIG": "/nowhere"}))["spotify"]
    campaigns = [make_campaign().pk for _ in range(3)]
    for campaign in Campaign.objects.all():
        make_presave(campaign)
    groups: dict[Group, datetime | None] = {saves(pk): EARLY for pk in campaigns}
    groups[Group("spotify", Kind.ERRAND)] = None

    order = []
    for _sweep in range(3):
        with turns_at(provider) as turns:
            order.append(next(iter(cut_shards(groups, turns=turns, now=NOW))).group.campaign_id)

    assert sorted(order) == campaigns
    assert Turn.objects.count() == 3  # whoever had nothing to do leaves no row


def test_an_earlier_territory_goes_before_a_later_one():
    turns = Turns()
    moments = {saves(1, "US"): LATE, saves(1, "DE"): EARLY, saves(2, "US"): LATE}

    assert {turns.take(moments) for _ in range(4)} == {saves(1, "DE")}
    del moments[saves(1, "DE")]
    assert turns.take(moments) == saves(2, "US")


def test_errands_neither_wait_for_a_wave_nor_hold_it_up():
    turns = Turns()
    errands = Group("spotify", Kind.ERRAND)
    moments = {errands: None, saves(1): EARLY}

    order = [turns.take(moments) for _ in range(4)]

    assert order.count(errands) == 2


@pytest.mark.django_db
def test_every_due_promise_is_in_one_shard_and_no_other_is_in_any(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("countin.release_day.sweeping.SHARD_SIZE", 3)
    campaign, other = make_campaign(), make_campaign()
    due = [make_presave(campaign).pk for _ in range(8)]
    make_presave(campaign, state="saved")
    make_presave(campaign, market="US")
    make_presave(other)
    group = saves(campaign.pk)

    shards = list(cut_shards({group: EARLY}, turns=Turns(), now=NOW))

    found = [pk for shard in shards for pk in shard.presaves(NOW).values_list("pk", flat=True)]
    assert found == due
    assert [shard.presaves(NOW).count() for shard in shards] == [3, 3, 2]


@pytest.mark.django_db
def test_a_group_is_walked_on_from_what_is_out_and_begun_anew_once_nothing_is():
    campaign = make_campaign()
    due = [make_presave(campaign).pk for _ in range(4)]
    group = saves(campaign.pk)
    out = [Shard(saves(campaign.pk), first=due[0], last=due[1])]
    more = Group("spotify", Kind.SAVE, campaign.pk, ("DE", "AT"))  # a market came back, or went

    (beyond,) = cut_shards({group: EARLY}, turns=Turns(), out=out, now=NOW)
    (still,) = cut_shards({more: EARLY}, turns=Turns(), out=out, now=NOW)
    (anew,) = cut_shards({group: EARLY}, turns=Turns(), now=NOW)

    assert (beyond.first, beyond.last) == (still.first, still.last) == (due[2], due[3])
    assert (anew.first, anew.last) == (due[0], due[3])


@pytest.mark.django_db
def test_a_shard_of_a_campaign_that_was_paused_meanwhile_is_not_due():
    campaign = make_campaign()
    pk = make_presave(campaign).pk
    shard = Shard(saves(campaign.pk), first=pk, last=pk)

    assert shard.is_due(NOW)
    campaign.paused_at = NOW
    campaign.save()
    assert not shard.is_due(NOW)


@pytest.mark.django_db
def test_follows_and_errands_are_cut_by_their_own_ids():
    campaign = make_campaign()
    presave = make_presave(campaign)
    PreSave.objects.filter(pk=presave.pk).update(next_step="read_back", next_attempt_at=EARLY)
    ask = make_follow(presave)
    ask.next_attempt_at = EARLY
    ask.save()
    groups = {Group("spotify", Kind.ERRAND): None, Group("spotify", Kind.FOLLOW): None}

    shards = list(cut_shards(groups, turns=Turns(), now=NOW))

    assert {(one.group.kind, one.first) for one in shards} == {
        (Kind.ERRAND, presave.pk),
        (Kind.FOLLOW, ask.pk),
    }
    assert [Shard.from_plain(one.as_plain()) for one in shards] == shards


@pytest.mark.postgres
@pytest.mark.django_db
def test_the_queue_takes_a_part_once_and_forgets_what_takes_too_long():
    queue = ShardQueue()
    plain = Shard(saves(1), first=1, last=9).as_plain()

    assert queue.room() == 0  # no worker lives
    assert queue.hand("spotify:save:1:1-9", plain, now=NOW) == 1
    assert queue.hand("spotify:save:1:1-9", plain, now=NOW) == 0
    assert queue.handed(NOW) == [plain]
    assert queue.handed(NOW + timedelta(minutes=4)) == []

"""What is asked again and again finds its rows by an index, however many promises there are."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from countin.campaigns.models import Campaign, Sighting
from countin.campaigns.watching import watch_market
from countin.config.environment import read_values
from countin.config.registry import build_providers
from countin.fans.models import Connection, Fan, Grant
from countin.presaves.models import PreSave
from countin.release_day.aftermath import end_campaigns, give_up_unseen, reopen_mended
from countin.release_day.models import Attempt
from countin.release_day.outages import is_outage, take_back_verdicts
from countin.release_day.rehearsal.ageing import keep_ages
from countin.release_day.shards import Group, Kind, Shard
from countin.release_day.waves import close_finished_waves, open_markets, watch_due_markets
from tests.insights.rows import AFTER, BEFORE, make_campaign

pytestmark = pytest.mark.django_db
MANY = 3_000
LATER = BEFORE + timedelta(days=300)


SPOTIFY = build_providers(read_values({"COUNTIN_CONFIG": "/nowhere"}))["spotify"]


@pytest.fixture
def campaign() -> Campaign:
    """With promises enough that no database would read them all for a few."""
    campaign = make_campaign()
    fans = Fan.objects.bulk_create(
        Fan(workspace=campaign.workspace, created_at=BEFORE) for _ in range(MANY)
    )
    connections = Connection.objects.bulk_create(
        Connection(
            workspace=campaign.workspace,
            fan=fan,
            provider="spotify",
            account_hash=f"{fan.pk:064}",
            connected_at=BEFORE,
        )
        for fan in fans
    )
    make_promises(campaign, connections)
    make_attempts()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return campaign


def make_promises(campaign: Campaign, connections: list[Connection]) -> None:
    PreSave.objects.bulk_create(
        PreSave(
            campaign=campaign,
            connection=one,
            provider="spotify",
            market="DE",
            promised_at=BEFORE,
            changed_at=BEFORE,
        )
        for one in connections
    )
    Grant.objects.bulk_create(
        Grant(
            connection=one,
            client_id=SPOTIFY.client_id,
            scopes="",
            sealed=b"any",
            authorized_at=BEFORE,
            usable_until=LATER,
        )
        for one in connections
    )


def make_attempts() -> None:
    presave = PreSave.objects.first()
    assert presave is not None
    Attempt.objects.bulk_create(
        Attempt(
            presave=presave,
            provider="spotify",
            kind="refresh",
            claim_number=1,
            started_at=BEFORE,
            finished_at=BEFORE,
            outcome="done",
        )
        for _ in range(MANY)
    )


def plans(queries: list[dict[str, str]]) -> list[str]:
    """How the database went about each, once more."""
    found = []
    with connection.cursor() as cursor:
        for query in queries:
            sql = query["sql"]
            if sql.lstrip().startswith(("SELECT", "WITH")):
                word = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
                cursor.execute(f"{word} {sql}")
                found.append("\n".join(str(row) for row in cursor.fetchall()))
    return found


def walked_over(plan: str) -> bool:
    """A whole table of promises, grants or attempts, instead of a part of an index."""
    tables = ("presaves_presave", "fans_grant", "release_day_attempt")
    return any(f"{word} {table}" in plan for table in tables for word in ("Seq Scan on", "SCAN"))


def test_the_plans_of_a_question_to_everybody_show_it(campaign, django_assert_num_queries):
    with django_assert_num_queries(1) as asked:
        list(PreSave.objects.filter(attempts=7))

    assert [walked_over(plan) for plan in plans(asked.captured_queries)] == [True]


def test_ages_are_minded_from_the_grants_that_end(campaign, django_assert_max_num_queries):
    now = campaign.release.first_moment - timedelta(days=20)

    with django_assert_max_num_queries(9) as asked:
        assert keep_ages(campaign, provider=SPOTIFY, now=now) == 0

    found = plans(asked.captured_queries)
    assert any("live_grant_by_end" in plan for plan in found)
    assert not any(walked_over(plan) for plan in found)


def test_a_small_market_walks_past_nobody_elses_promises(campaign, django_assert_num_queries):
    some = list(PreSave.objects.order_by("pk").values_list("pk", flat=True)[50::300])
    PreSave.objects.filter(pk__in=some).update(market="NZ")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    group = Group("spotify", Kind.SAVE, campaign.pk, ("AU", "NZ"))

    with django_assert_num_queries(3) as asked:
        shard = group.cut(after=some[0], size=4, now=AFTER)
        assert shard is not None
        taken = list(
            Shard(replace(group, markets=("NZ",)), shard.first, shard.last).presaves(AFTER)
        )

    assert (shard.first, shard.last) == (some[1], some[4])
    assert [presave.pk for presave in taken] == some[1:5]
    assert all("presave_by_market" in plan for plan in plans(asked.captured_queries))


def test_an_outage_is_looked_for_among_the_refusals(campaign, django_assert_max_num_queries):
    with django_assert_max_num_queries(9) as asked:
        assert not is_outage(SPOTIFY, now=AFTER)
        assert take_back_verdicts(SPOTIFY, now=AFTER) == 0

    found = plans(asked.captured_queries)
    assert "answer_by_outcome" in found[0]
    assert any("presave_needing_fan" in plan for plan in found)
    assert not any(walked_over(plan) for plan in found)


def test_what_is_asked_every_second_goes_from_market_to_market(
    campaign, django_assert_max_num_queries
):
    assert watch_due_markets(SPOTIFY, campaigns=[campaign], now=AFTER) == 1

    with django_assert_max_num_queries(9) as asked:
        (opened,) = open_markets(SPOTIFY, campaigns=[campaign], now=AFTER)
        assert watch_due_markets(SPOTIFY, campaigns=[campaign], now=AFTER) == 1
        assert close_finished_waves(AFTER) == 0

    found = plans(asked.captured_queries)
    assert opened.markets == ("DE",)
    assert sum("presave_waiting" in plan for plan in found) == 3
    assert [plan for plan in found if walked_over(plan)] == []


@pytest.mark.once
def test_what_time_decides_comes_in_batches_until_nothing_is_left(campaign: Campaign):
    looks = iter([False] * 2)
    watch_market(campaign.release, provider="spotify", market="DE", now=BEFORE)
    Sighting.objects.update(given_up_at=AFTER)

    begun = give_up_unseen(AFTER, is_over=lambda: next(looks, True))
    rest = give_up_unseen(AFTER, is_over=lambda: False)
    kept = Grant.objects.live().count()
    Sighting.objects.update(given_up_at=None)
    reopened = reopen_mended(AFTER, is_over=lambda: False)
    ended = end_campaigns(LATER, providers=["spotify"], is_over=lambda: False)

    assert 0 < begun < MANY
    assert (begun + rest, reopened, ended) == (MANY, MANY, MANY)
    # What may be mended keeps its permission; what has ended keeps none.
    assert (kept, Grant.objects.live().count()) == (MANY, 0)

"""Which markets have promises waiting."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db import connection as database
from django.db.models import Count

from countin.campaigns.models import Campaign
from countin.presaves.models import PreSave
from countin.presaves.states import State, Step


class Waiting(NamedTuple):
    """A market of a campaign with promises on their way."""

    campaign_id: int
    market: str  # "" is the unknown market
    has_due: bool  # a save may be tried, once the market shows the release


def markets_wanted(campaign: Campaign, *, provider: str) -> dict[str, int]:
    """Promises on their way, by market. "" is the unknown market. Reads every one of them: not
    for what is asked again and again."""
    rows = (
        PreSave.objects.filter(campaign=campaign, provider=provider, state=State.PROMISED)
        .values_list("market")
        .annotate(how_many=Count("pk"))
        .order_by("market")
    )
    return dict(rows)


def waiting_markets(campaign_ids: Iterable[int], *, provider: str, now: datetime) -> list[Waiting]:
    """Of all these campaigns, by campaign and market. Three looks into an index for each market,
    however many promises it has: this is asked several times a second."""
    ids = json.dumps(sorted(campaign_ids))
    if ids == "[]":
        return []
    moment = database.ops.adapt_datetimefield_value(now)
    with database.cursor() as cursor:
        cursor.execute(_statement(database.vendor), {"ids": ids, "at": provider, "now": moment})
        return [Waiting(one, market, bool(due)) for one, market, due in cursor.fetchall()]


def _statement(vendor: str) -> str:
    """From one market to the next along the index `presave_waiting`; a DISTINCT would read every
    promise. The state is spelled out: SQLite takes a partial index for no parameter. In order,
    and no EXISTS: else PostgreSQL reads the table itself until it meets one, or all of it at
    once to answer many."""
    ids = {
        "sqlite": "SELECT value FROM json_each(%(ids)s)",
        "postgresql": "SELECT json_array_elements_text(%(ids)s::json)::bigint",
    }[vendor]
    waiting = (
        f"{PreSave._meta.db_table} AS one WHERE one.provider = %(at)s "
        f"AND one.state = '{State.PROMISED}' AND one.campaign_id"
    )
    save = f"{waiting} = found.pk AND one.market = found.market AND one.next_step = '{Step.SAVE}'"
    in_order = "ORDER BY one.next_attempt_at LIMIT 1"
    return f"""
        WITH RECURSIVE campaign(pk) AS ({ids}),
        found(pk, market) AS (
            SELECT pk, (
                SELECT one.market FROM {waiting} = campaign.pk ORDER BY one.market LIMIT 1
            ) FROM campaign
            UNION ALL
            SELECT pk, (
                SELECT one.market FROM {waiting} = found.pk AND one.market > found.market
                ORDER BY one.market LIMIT 1
            ) FROM found WHERE market IS NOT NULL
        )
        SELECT pk, market, COALESCE(
            (SELECT 1 FROM {save} AND one.next_attempt_at IS NULL {in_order}),
            (SELECT 1 FROM {save} AND one.next_attempt_at <= %(now)s {in_order})
        )
        FROM found WHERE market IS NOT NULL ORDER BY pk, market
    """  # noqa: S608 - our own names

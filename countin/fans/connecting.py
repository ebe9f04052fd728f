"""A fan comes back from a service with an account."""

from datetime import datetime

from django.db import transaction

from countin.fans.models import Connection, Fan
from countin.workspaces.models import Workspace


def connect_fan(
    fan: Fan | None,
    *,
    workspace: Workspace,
    provider: str,
    account_hash: str,
    market: str,
    now: datetime,
) -> Connection:
    """The connection of this account. A known account keeps its first fan, so that nobody
    becomes two; `fan` is who the browser says, or None for a newcomer.

    A second account at one service is another person on a borrowed phone: they get a page of
    their own, or else each of the two would open the other's, address and all.
    """
    with transaction.atomic(savepoint=False):
        known = (
            Connection.objects.select_related("fan")
            .filter(workspace=workspace, provider=provider, account_hash=account_hash)
            .first()
        )
        if known:
            _note_market(known, market=market)
            return known
        if fan is None or Connection.objects.filter(fan=fan, provider=provider).exists():
            fan = Fan.objects.create(workspace=workspace, created_at=now)
        return Connection.objects.create(
            workspace=workspace,
            fan=fan,
            provider=provider,
            account_hash=account_hash,
            market=market,
            connected_at=now,
        )


def _note_market(connection: Connection, *, market: str) -> None:
    if market and connection.market != market:
        connection.market = market
        connection.save(update_fields=["market"])

"""A campaign that came out a minute ago, and everybody who waits for it. Run as a program:
`python -m benchmarks.crowd PROMISES` brings them in; with a second number so many more stand
between the two halves of them, whose grants nobody can open: they only make the tables large."""

import os
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta

import django

django.setup()  # a program of its own: what it takes is no part of what is measured

from django.db import connection as database  # noqa: E402
from django.db.models import Model  # noqa: E402

from countin import clock  # noqa: E402
from countin.campaigns.models import Artist, Campaign, PinnedId, Release  # noqa: E402
from countin.config.tables import make_tables  # noqa: E402
from countin.fans.grants import grant_context  # noqa: E402
from countin.fans.models import Connection, Fan, Grant  # noqa: E402
from countin.presaves.models import PreSave  # noqa: E402
from countin.vault.keys import PrivateKey  # noqa: E402
from countin.vault.sealing import Sealer  # noqa: E402
from countin.workspaces.defaults import default_workspace  # noqa: E402

_BATCH = 2000
_CLIENT = "c" * 32


def bring_in(promises: int, *, others: int = 0) -> None:
    """So many fans, each with a grant sealed as a page seals it, and a promise."""
    make_tables()
    campaign = _campaign()
    half = promises // 2 if others else promises
    _bring_in(range(half), campaign=campaign)
    if others:
        fill(others)
        _bring_in(range(half, promises), campaign=campaign)
    with database.cursor() as cursor:
        cursor.execute("ANALYZE")


def fill(others: int) -> None:
    """Rows after the pattern of the last of each table, by the database itself."""
    fan, _fans = _copy(Fan, others=others)
    connection, first = _copy(Connection, others=others, fan_id=fan, account_hash="'other' || i")
    _copy(Grant, others=others, connection_id=connection)
    _copy(PreSave, others=others, connection_id=connection)
    assert Connection.objects.filter(pk=first + others - 1).exists(), "numbers have gaps"


def _copy(model: type[Model], *, others: int, **changes: str) -> tuple[str, int]:
    """Gives an expression for the number of the i-th copy, and the first one's."""
    last = model._default_manager.order_by("-pk").values_list("pk", flat=True)[0]
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    columns = [str(field.column) for field in fields]
    values = ", ".join(changes.get(column, f"old.{column}") for column in columns)
    table = model._meta.db_table
    counting = f"n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {others})"
    copies = f"SELECT {values} FROM n, {table} AS old WHERE old.id = {last} ORDER BY i"
    with database.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) WITH RECURSIVE {counting} {copies}"
        )
    return f"{last} + i", last + 1


def _bring_in(fans: range, *, campaign: Campaign) -> None:
    now = clock.now()
    sealer = Sealer(PrivateKey.from_text(os.environ["COUNTIN_BENCH_KEY"]).public_key)
    for start in range(fans.start, fans.stop, _BATCH):
        numbers = range(start, min(start + _BATCH, fans.stop))
        connections = _connect(numbers, campaign=campaign, now=now)
        Grant.objects.bulk_create(_grant(one, sealer=sealer, now=now) for one in connections)
        _promise(connections, campaign=campaign, now=now)
        if sys.stderr.isatty():
            print(f"\r{numbers.stop:,} of {fans.stop:,} fans", end="", file=sys.stderr, flush=True)


def _connect(numbers: range, *, campaign: Campaign, now: datetime) -> Sequence[Connection]:
    fans = Fan.objects.bulk_create(
        Fan(workspace=campaign.workspace, created_at=now) for _ in numbers
    )
    return Connection.objects.bulk_create(
        Connection(
            workspace=campaign.workspace,
            fan=fan,
            provider="spotify",
            account_hash=f"{number:064}",
            connected_at=now,
        )
        for number, fan in zip(numbers, fans, strict=True)
    )


def _promise(connections: Sequence[Connection], *, campaign: Campaign, now: datetime) -> None:
    PreSave.objects.bulk_create(
        PreSave(
            campaign=campaign,
            connection=one,
            provider="spotify",
            market="DE",
            promised_at=now,
            changed_at=now,
        )
        for one in connections
    )


def _grant(connection: Connection, *, sealer: Sealer, now: datetime) -> Grant:
    return Grant(
        connection=connection,
        client_id=_CLIENT,
        scopes="user-library-modify",
        allows_save=True,
        sealed=sealer.seal("r" * 120, context=grant_context(connection)),
        authorized_at=now,
        usable_until=now + timedelta(days=90),
    )


def _campaign() -> Campaign:
    now = clock.now()
    workspace = default_workspace(now=now)
    artist = Artist.objects.create(workspace=workspace, name="The Held Notes", handle="held-notes")
    release = Release.objects.create(
        artist=artist,
        title="Midnight Single",
        kind="single",
        upc="886448495581",
        timing="global",
        release_date=now.date(),
        release_at=now - timedelta(minutes=1),
    )
    PinnedId.objects.create(
        release=release,
        provider="spotify",
        external_id="spotify:album:0000000000000000000001",
        pinned_at=now,
        pinned_by="file",
    )
    return Campaign.objects.create(
        workspace=workspace,
        release=release,
        slug="midnight-single",
        published_at=now,
        created_at=now,
    )


if __name__ == "__main__":
    bring_in(int(sys.argv[1]), others=int(sys.argv[2]) if len(sys.argv) > 2 else 0)

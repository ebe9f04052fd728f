"""Everybody who waits for a release, put into an installation's database at once; and what that
database says of them later. Run with the installation's settings:
`python -m benchmarks.kill_crowd SLUG < CROWD`, where CROWD has a line a fan: number, refresh token.
"""

import os
import sqlite3
import sys
import time
from collections.abc import Iterable
from contextlib import closing
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import django
import psycopg

_BATCH = 2000
_RECOVERS_WITHIN = 60.0
_SAVED = (
    "SELECT c.account_hash FROM presaves_presave p JOIN fans_connection c "
    "ON c.id = p.connection_id WHERE p.state = 'saved'"
)
_MOVES = (
    "SELECT count(*), count(DISTINCT presave_id) FROM presaves_transition "
    "WHERE to_state = 'saved' AND follow_id IS NULL"
)


def main(slug: str, *, lines: Iterable[str]) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "countin.config.settings"
    django.setup()
    rows = (line.split() for line in lines)
    while some := [(int(number), token) for number, token in islice(rows, _BATCH)]:
        _add(slug, fans=dict(some))


def _add(slug: str, *, fans: dict[int, str]) -> None:
    from countin import clock  # noqa: PLC0415 - after Django's set-up
    from countin.campaigns.models import Campaign  # noqa: PLC0415
    from countin.fans.models import Connection, Fan  # noqa: PLC0415
    from countin.presaves.models import PreSave  # noqa: PLC0415

    now, campaign = clock.now(), Campaign.objects.get(slug=slug)
    people = Fan.objects.bulk_create(
        Fan(workspace=campaign.workspace, created_at=now) for _ in fans
    )
    connections = Connection.objects.bulk_create(
        Connection(
            workspace=campaign.workspace,
            fan=person,
            provider="spotify",
            account_hash=f"{number:064}",
            connected_at=now,
        )
        for number, person in zip(fans, people, strict=True)
    )
    _seal({one.pk: fans[int(one.account_hash)] for one in connections}, now=now)
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


def _seal(tokens: dict[int, str], *, now: datetime) -> None:
    from django.conf import settings  # noqa: PLC0415

    from countin.fans.grants import grant_context  # noqa: PLC0415
    from countin.fans.models import Connection, Grant  # noqa: PLC0415

    provider = settings.PROVIDERS["spotify"]
    Grant.objects.bulk_create(
        Grant(
            connection=one,
            client_id=provider.client_id,
            scopes="user-library-modify",
            allows_save=True,
            sealed=settings.SEALER.seal(tokens[one.pk], context=grant_context(one)),
            authorized_at=now,
            usable_until=now + timedelta(days=90),
        )
        for one in Connection.objects.filter(pk__in=tokens)
    )


def saved_numbers(*, database_url: str, data_dir: Path) -> set[int]:
    """The fans of the crowd whose promise the database calls saved; others' are left out."""
    found = _rows(_SAVED, database_url=database_url, data_dir=data_dir)
    return {int(mark) for (mark,) in found if str(mark).isdigit()}


def moves_to_saved(*, database_url: str, data_dir: Path) -> tuple[int, int]:
    """How many moves to saved were written down, and of how many promises."""
    ((moves, promises),) = _rows(_MOVES, database_url=database_url, data_dir=data_dir)
    return moves, promises


def _rows(statement: str, *, database_url: str, data_dir: Path) -> list[tuple[Any, ...]]:
    if database_url:
        return _rows_of_server(statement, database_url=database_url)
    with closing(sqlite3.connect(data_dir / "countin.sqlite3", timeout=60)) as embedded:
        return list(embedded.execute(statement).fetchall())


def _rows_of_server(statement: str, *, database_url: str) -> list[tuple[Any, ...]]:
    """Of one that may just have been killed, and is recovering."""
    ends = time.monotonic() + _RECOVERS_WITHIN
    while True:
        try:
            with psycopg.connect(database_url) as database:
                return list(database.execute(statement.encode()).fetchall())
        except psycopg.OperationalError:
            if time.monotonic() > ends:
                raise
            time.sleep(0.5)


if __name__ == "__main__":
    main(sys.argv[1], lines=sys.stdin)

"""Writing visits, many at once: what a door noted becomes rows."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from django.db import DataError, IntegrityError, connection, transaction
from ua_parser import parse_user_agent

from countin.visits.arriving import Arriving, referrer_host
from countin.visits.machines import LONGEST_USER_AGENT, is_machine
from countin.visits.models import Link, Visit
from countin.visits.prefixes import PrefixKeys, hash_network, network_of

_KEYS: Final = PrefixKeys()
_COLUMNS: Final = (
    *("id", "campaign_id", "channel_id", "link_id", "visited_at", "referrer_host", "browser"),
    *("in_app", "is_bot", "country", "ip_prefix", "utm_source", "utm_medium", "utm_campaign"),
    *("came_from", "left_app"),
)
_INSERT: Final = (
    f"INSERT INTO {Visit._meta.db_table} ({', '.join(_COLUMNS)}) "  # noqa: S608 - our own names
    f"VALUES ({', '.join(['%s'] * len(_COLUMNS))})"
)


def write_visits(visits: Sequence[Arriving]) -> int:
    """Write them all; gives back how many could not be, because their campaign is gone. Where
    only a channel or a link is, the visit counts without. Raises django.db.Error where the
    database does not take anything."""
    try:
        _insert(visits)
    except (IntegrityError, DataError):
        return sum(not _insert_alone(visit) for visit in visits)
    return 0


def _insert(visits: Sequence[Arriving]) -> None:
    links, apps = _link_ids(visits), _apps_left(visits)
    rows = [_row(visit, links=links, apps=apps) for visit in visits]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(_INSERT, rows)


def _insert_alone(visit: Arriving) -> bool:
    for tried in (visit, visit._replace(channel_id=None, link_code="")):
        try:
            _insert([tried])
        except (IntegrityError, DataError):
            continue
        return True
    return False


def _row(visit: Arriving, *, links: dict[str, int], apps: dict[int, str]) -> tuple[Any, ...]:
    agent = visit.agent[:LONGEST_USER_AGENT]
    network = network_of(visit.address)
    key = _KEYS.key_of(visit.campaign_id, now=visit.visited_at) if network else b""
    return (
        visit.number,
        visit.campaign_id,
        visit.channel_id,
        links.get(visit.link_code),
        _as_stored(visit.visited_at),
        _host(visit.referrer),
        _family(agent),
        visit.in_app,
        is_machine(agent),
        visit.country,
        hash_network(network, key=key),
        *visit.utm,
        visit.came_from,
        apps.get(visit.came_from or 0, ""),
    )


def _as_stored(moment: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)


def _link_ids(visits: Iterable[Arriving]) -> dict[str, int]:
    codes = {visit.link_code for visit in visits if visit.link_code}
    if not codes:
        return {}
    return dict(Link.objects.filter(code__in=codes).values_list("code", "pk"))


def _apps_left(visits: Sequence[Arriving]) -> dict[int, str]:
    """The app of each visit that led to one of these. It is written already: leaving an app
    takes people longer than that."""
    earlier = {visit.came_from for visit in visits if visit.came_from}
    if not earlier:
        return {}
    return dict(Visit.objects.filter(pk__in=earlier).values_list("pk", "in_app"))


@lru_cache(maxsize=1024)
def _host(referrer: str) -> str:
    return referrer_host(referrer)


@lru_cache(maxsize=1024)
def _family(agent: str) -> str:
    found = parse_user_agent(agent)
    return found.family[:40] if found else ""

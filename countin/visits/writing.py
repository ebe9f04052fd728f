"""Writing visits, many at once: what a door noted becomes rows."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import F
from ua_parser import parse_user_agent

from countin.visits.arriving import Arriving, referrer_host
from countin.visits.machines import LONGEST_USER_AGENT, is_machine
from countin.visits.models import Link, LinkKind, TraitCount, Visit
from countin.visits.prefixes import prefix_of
from countin.visits.traits import traits_of

_COLUMNS: Final = (
    *("id", "campaign_id", "channel_id", "visited_at", "referrer_host", "browser"),
    *("in_app", "is_bot", "country", "ip_prefix", "utm_source", "utm_medium", "utm_campaign"),
    *("came_from", "left_app"),
)
_INSERT: Final = (
    f"INSERT INTO {Visit._meta.db_table} ({', '.join(_COLUMNS)}) "  # noqa: S608 - our own names
    f"VALUES ({', '.join(['%s'] * len(_COLUMNS))})"
)
_COUNT_TRAIT: Final = (
    f"INSERT INTO {TraitCount._meta.db_table} (campaign_id, trait, name, people) "  # noqa: S608 - our own names
    "VALUES (%s, %s, %s, %s) ON CONFLICT (campaign_id, trait, name) "
    f"DO UPDATE SET people = {TraitCount._meta.db_table}.people + excluded.people"
)


def write_visits(visits: Sequence[Arriving]) -> int:
    """Write them all; gives back how many could not be, because their campaign is gone. Where
    only a channel is, or a way out was used by another meanwhile, the visit counts without.
    Raises django.db.Error where the database does not take anything."""
    try:
        _insert(visits)
    except (IntegrityError, DataError):
        return sum(not _insert_alone(visit) for visit in visits)
    return 0


def _insert(visits: Sequence[Arriving]) -> None:
    ways = _ways_out(visits)
    rows = [_row(visit, app=ways.get(visit.number)) for visit in visits]
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.executemany(_INSERT, rows)
            cursor.executemany(_COUNT_TRAIT, _trait_counts(visits))
        _count_openings(visits)


def _insert_alone(visit: Arriving) -> bool:
    alone = visit._replace(came_from=None)
    for tried in (visit, visit._replace(channel_id=None), alone, alone._replace(channel_id=None)):
        try:
            _insert([tried])
        except (IntegrityError, DataError):
            continue
        return True
    return False


def _row(visit: Arriving, *, app: str | None) -> tuple[Any, ...]:
    """`app` is the one that was left by the way out; None where there was none to leave."""
    agent = visit.agent[:LONGEST_USER_AGENT]
    return (
        visit.number,
        visit.campaign_id,
        visit.channel_id,
        _as_stored(visit.visited_at),
        _host(visit.referrer),
        _family(agent),
        visit.in_app,
        is_machine(agent),
        visit.country,
        prefix_of(visit.address, campaign_id=visit.campaign_id, now=visit.visited_at),
        *visit.utm,
        None if app is None else visit.came_from,
        app or "",
    )


def _as_stored(moment: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)


def _count_openings(visits: Iterable[Arriving]) -> None:
    """The link counts how often it was opened; no row tells who came by whose link."""
    brought = Counter(
        (visit.link_code, visit.campaign_id, is_machine(visit.agent[:LONGEST_USER_AGENT]))
        for visit in visits
        if visit.link_code
    )
    # In one order everywhere: two writers must not wait for each other.
    for (code, campaign_id, by_machine), times in sorted(brought.items()):
        counter = "openings_by_machines" if by_machine else "openings"
        link = Link.objects.filter(code=code, campaign=campaign_id, kind=LinkKind.PERSONAL)
        link.update(**{counter: F(counter) + times})


def _trait_counts(visits: Iterable[Arriving]) -> list[tuple[int, str, str, int]]:
    """In one order everywhere, as above."""
    counted = Counter(
        (visit.campaign_id, trait.value, name)
        for visit in visits
        if not is_machine(agent := visit.agent[:LONGEST_USER_AGENT])
        for trait, name in traits_of(agent, accept_language=visit.accept_language)
    )
    return [(*key, times) for key, times in sorted(counted.items())]


def _ways_out(visits: Sequence[Arriving]) -> dict[int, str]:
    """The app that each of these visits left, by its number. A way out leads to one visit: whoever
    comes by it later is a visit like any other. The visit inside is written already: leaving an
    app takes people longer than that."""
    earlier = {visit.came_from for visit in visits if visit.came_from}
    if not earlier:
        return {}
    known = Visit.objects.filter(pk__in=earlier).values_list("pk", "campaign", "in_app")
    apps = {number: (campaign, app) for number, campaign, app in known}
    used = set(Visit.objects.filter(came_from__in=earlier).values_list("came_from", flat=True))
    left: dict[int, str] = {}
    for visit in visits:
        campaign, app = apps.get(visit.came_from or 0, (None, ""))
        if campaign == visit.campaign_id and visit.came_from not in used:
            used.add(visit.came_from)
            left[visit.number] = app
    return left


@lru_cache(maxsize=1024)
def _host(referrer: str) -> str:
    return referrer_host(referrer)


@lru_cache(maxsize=1024)
def _family(agent: str) -> str:
    found = parse_user_agent(agent)
    return found.family[:40] if found else ""

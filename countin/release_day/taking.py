"""Taking due work: claimed under a fencing number, loaded and opened in one transaction."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from countin.fans.ahead import open_access
from countin.fans.grants import GrantStaysSealed, claim_grants, open_grant, shred_grants
from countin.fans.live_grants import LiveGrant, load_live_grants
from countin.fans.models import Grant
from countin.presaves.due import DuePresave, due_columns, read_presaves
from countin.presaves.models import FollowAsk, PreSave
from countin.presaves.moving import move_presaves
from countin.presaves.states import Reason, State
from countin.release_day.shards import Group, Kind, Shard
from countin.release_day.steps import Catalogue, follow_step, presave_step
from countin.release_day.tasks import Step, Task
from countin.workspaces.alarms import raise_alarm
from countin.workspaces.jobs import Opens
from countin.workspaces.rows import Among
from countin.workspaces.statements import Question

# Longer than any task takes: three calls of at most 10 s and their turn in the queue.
CLAIM_FOR = timedelta(minutes=2)

_Rows = TypeVar("_Rows", bound=QuerySet[Any])


@dataclass
class _Due:
    """What is due, by connection."""

    presaves: dict[int, DuePresave] = field(default_factory=dict)
    follows: dict[int, FollowAsk] = field(default_factory=dict)

    @property
    def connection_ids(self) -> set[int | None]:
        return {row.connection_id for row in self.presaves.values()} | {
            row.presave.connection_id for row in self.follows.values()
        }


_RIDING = Question(
    lambda *, presaves: (
        FollowAsk.objects.waiting()
        .filter(Among("presave", presaves), next_attempt_at__isnull=True)
        .values_list("pk")
    )
)


def take_tasks(
    catalogue: Catalogue,
    *,
    shard: Shard,
    opener: Opens,
    now: datetime,
    limit: int,
) -> list[Task]:
    """Claim at most `limit` grants with everything of the shard that is due on them.

    Promises whose grant is gone or has outlived its time are moved to `needs_fan` here:
    no service has to be asked about those.
    """
    # A look costs nobody anything; a transaction keeps every other writer of SQLite waiting.
    if not shard.is_due(now):
        return []
    with transaction.atomic():
        due = _load_due(shard, now=now, limit=limit)
        if not due.connection_ids:
            return []
        grants = load_live_grants(due.connection_ids)
        usable = _settle_unusable(
            due, grants=grants, client_id=catalogue.provider.client_id, now=now
        )
        fences = claim_grants([grant.pk for grant in usable], now=now, until=now + CLAIM_FOR)
        steps = _steps_by_connection(due, catalogue=catalogue)
        tasks = [
            open_task(
                grant,
                fence=fences[grant.pk],
                steps=tuple(steps[grant.connection_id]),
                opener=opener,
                now=now,
            )
            for grant in usable
            # Claimed by nobody else since it was loaded: its secret is the one that counts.
            if fences.get(grant.pk) == grant.claim_number + 1
        ]
    return [task for task in tasks if task is not None]


def _load_due(shard: Shard, *, now: datetime, limit: int) -> _Due:
    if shard.group.kind == Kind.FOLLOW:
        follows = _unclaimed(shard.follows(now), by="presave__connection", now=now)[:limit]
        return _Due(follows={follow.pk: follow for follow in follows})
    found = _due_presaves(shard.group, most=limit).rows(first=shard.first, last=shard.last, now=now)
    presaves = read_presaves(found)
    return _Due(presaves, {follow.pk: follow for follow in _follows_with_the_save(presaves)})


@lru_cache(maxsize=256)
def _due_presaves(group: Group, *, most: int) -> Question:
    """One for all shards of a group."""

    def build(*, first: int, last: int, now: datetime) -> QuerySet[Any, Any]:
        due = Shard(group, first=first, last=last).presaves(now)
        return due_columns(_unclaimed(due, by="connection", now=now)[:most])

    return Question(build)


def _unclaimed(rows: _Rows, *, by: str, now: datetime) -> _Rows:
    """Without those that another worker is at: it would see them through before us anyway."""
    claimed = Grant.objects.live().filter(connection=OuterRef(by), claimed_until__gt=now)
    return rows.filter(~Exists(claimed))


def _follows_with_the_save(presaves: Mapping[int, DuePresave]) -> Iterable[FollowAsk]:
    going = [pk for pk, row in presaves.items() if row.is_about_to_be_saved]
    if not (found := [pk for (pk,) in _RIDING.rows(presaves=going)]):
        return ()
    return (
        FollowAsk.objects.filter(Among("pk", found))
        .select_related("artist", "presave")
        .prefetch_related("artist__service_ids")
    )


def _settle_unusable(
    due: _Due, *, grants: Mapping[int, LiveGrant], client_id: str, now: datetime
) -> list[LiveGrant]:
    """Send promises to their fans whose grant can't serve; give back the grants that can."""
    expired = [pk for pk, grant in grants.items() if not grant.is_usable(now)]
    _send_to_fan(due, connection_ids=expired, reason=Reason.GRANT_EXPIRED, now=now)
    # A grant is good for the app it was given to; this one stays sealed, should the operator
    # bring the former client id back.
    others = [pk for pk, grant in grants.items() if grant.client_id != client_id]
    gone = [pk for pk in due.connection_ids if pk not in grants]
    _send_to_fan(due, connection_ids=[*gone, *others], reason=Reason.GRANT_DEAD, now=now)
    shred_grants(expired, now=now)
    return [grant for pk, grant in grants.items() if pk not in {*expired, *others}]


def _send_to_fan(
    due: _Due, *, connection_ids: Iterable[int | None], reason: Reason, now: datetime
) -> None:
    ids = set(connection_ids)
    if not ids:
        return
    rows = [pk for pk, row in due.presaves.items() if row.connection_id in ids]
    move_presaves(rows, to=State.NEEDS_FAN, reason=reason, now=now)
    # Those that need the fan already don't move, but their look has lost its object, too.
    PreSave.objects.filter(pk__in=rows).update(next_attempt_at=None)
    stuck = [pk for pk, row in due.follows.items() if row.presave.connection_id in ids]
    FollowAsk.objects.filter(pk__in=stuck).update(next_attempt_at=None)


def _steps_by_connection(due: _Due, *, catalogue: Catalogue) -> dict[int | None, list[Step]]:
    saves, follows = due.presaves.values(), due.follows.values()
    catalogue.add(row.campaign_id for row in saves)
    catalogue.add(row.presave.campaign_id for row in follows)
    steps: dict[int | None, list[Step]] = defaultdict(list)
    for presave in saves:
        steps[presave.connection_id].append(presave_step(presave, catalogue=catalogue))
    for ask in follows:
        steps[ask.presave.connection_id].append(follow_step(ask, catalogue=catalogue))
    return steps


def open_task(
    grant: Grant | LiveGrant, *, fence: int, steps: tuple[Step, ...], opener: Opens, now: datetime
) -> Task | None:
    """The claimed grant in memory with what is to be done on it. None: the vault's keys don't
    open it, which raises an alarm."""
    try:
        opened = open_grant(grant, opener=opener)
    except GrantStaysSealed:
        raise_alarm(
            "cannot_open",
            subject="vault",
            words=(
                "Some sealed grants can't be opened with the vault's keys. Put the private key "
                "back that they were sealed for (data directory, keys/), then restart."
            ),
            now=now,
        )
        return None
    access = open_access(grant, opener=opener, now=now) if isinstance(grant, LiveGrant) else None
    return Task(grant.pk, fence, grant.connection_id, opened, steps, access)

"""Which permissions a rehearsal tries: a simple random sample of those never tried before."""

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, Max, Min, OuterRef

from countin.campaigns.models import Campaign
from countin.fans.grants import claim_grants
from countin.fans.models import Grant
from countin.presaves.models import PreSave, PreSaveQuerySet
from countin.presaves.states import State
from countin.presaves.states import Step as NextStep
from countin.providers.contract import Provider
from countin.release_day.models import AttemptKind, Rehearsal, RehearsedGrant
from countin.release_day.steps import Catalogue, presave_step
from countin.release_day.taking import CLAIM_FOR, open_task
from countin.release_day.tasks import Step, Task
from countin.workspaces.jobs import Bench

# Up to here all ids are read and drawn from; beyond, ids are drawn from their range until enough
# of them fit, which takes no memory and favors none either.
_WHOLE = 20_000
_DRAWN = 500
_ROUNDS = 100


def untried(campaign: Campaign, *, provider: Provider, now: datetime) -> PreSaveQuerySet:
    """Promises that wait for their wave, on a permission that no rehearsal has tried."""
    fit = Grant.objects.live().filter(
        connection=OuterRef("connection"),
        client_id=provider.client_id,
        usable_until__gt=now,
        refused_at__isnull=True,
    )
    tried = RehearsedGrant.objects.filter(grant=OuterRef("pk"))
    return PreSave.objects.filter(
        Exists(fit.filter(~Exists(tried))),
        campaign=campaign,
        provider=provider.name,
        state=State.PROMISED,
        next_step=NextStep.SAVE,
        next_attempt_at__isnull=True,
        withdraw_asked_at__isnull=True,
    )


def take_sample(
    provider: Provider, *, rehearsal: Rehearsal, limit: int, bench: Bench
) -> list[Task]:
    """Claim and open at most `limit` permissions, each with the promises that lean on it.

    They count as tried from here on, in the same transaction: whatever happens next, none is
    tried twice.
    """
    now = bench.now()
    waiting = untried(rehearsal.campaign, provider=provider, now=now)
    with transaction.atomic():
        drawn = draw(waiting, how_many=limit, chance=bench.chance)
        connections = waiting.filter(pk__in=drawn).values("connection")
        live = Grant.objects.live().filter(connection__in=connections)
        grants = list(live.select_related("connection"))
        fences = claim_grants([grant.pk for grant in grants], now=now, until=now + CLAIM_FOR)
        claimed = [grant for grant in grants if grant.pk in fences]
        looks = _looks_by_connection(claimed, provider=provider)
        opened = [
            open_task(
                grant,
                fence=fences[grant.pk],
                steps=tuple(looks[grant.connection_id]),
                opener=bench.opener,
                now=now,
            )
            for grant in claimed
            if looks[grant.connection_id]  # its fan may have withdrawn between the two looks
        ]
        tasks = [task for task in opened if task is not None]
        RehearsedGrant.objects.bulk_create(
            RehearsedGrant(
                rehearsal=rehearsal, grant_id=task.grant_id, provider=provider.name, tried_at=now
            )
            for task in tasks
        )
    return tasks


def draw(rows: PreSaveQuerySet, *, how_many: int, chance: random.Random) -> list[int]:
    """Ids of at most `how_many` of these rows, each row as likely as any other."""
    ids = list(rows.values_list("pk", flat=True)[: _WHOLE + 1])
    if len(ids) <= _WHOLE:
        return chance.sample(ids, min(how_many, len(ids)))
    return _draw_from_range(rows, how_many=how_many, chance=chance)


def _draw_from_range(rows: PreSaveQuerySet, *, how_many: int, chance: random.Random) -> list[int]:
    ends = rows.aggregate(low=Min("pk"), high=Max("pk"))
    found: dict[int, None] = {}
    for _round in range(_ROUNDS):
        drawn = [chance.randint(ends["low"], ends["high"]) for _each in range(_DRAWN)]
        fitting = set(rows.filter(pk__in=drawn).values_list("pk", flat=True))
        found |= {pk: None for pk in drawn if pk in fitting}
        if len(found) >= how_many:
            break
    return list(found)[:how_many]


def _looks_by_connection(
    grants: Sequence[Grant], *, provider: Provider
) -> dict[int | None, list[Step]]:
    """A look for every promise that leans on these: what is learned holds for all of them."""
    rows = PreSave.objects.filter(
        connection__in=[grant.connection_id for grant in grants],
        state=State.PROMISED,
        next_step=NextStep.SAVE,
        next_attempt_at__isnull=True,
    )
    promises = list(rows)
    catalogue = Catalogue(provider, campaign_ids=[row.campaign_id for row in promises])
    looks: dict[int | None, list[Step]] = defaultdict(list)
    for row in promises:
        step = presave_step(row, catalogue=catalogue)
        looks[row.connection_id].append(replace(step, kind=AttemptKind.REFRESH))
    return looks

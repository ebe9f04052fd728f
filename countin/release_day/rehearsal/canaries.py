"""Canaries before their day: whether each still stands, and lets its library be read."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from countin.campaigns.models import Campaign, PinnedId
from countin.fans.grants import claim_grants, release_grants, standing_claims
from countin.fans.models import Grant
from countin.pacing.budget import CALLS_A_TASK, within_budget
from countin.pacing.crashes import note_asked
from countin.presaves.canaries import Canary, CanaryQuerySet, CanaryState
from countin.providers.contract import Provider
from countin.release_day.asking import ask_all
from countin.release_day.attempting import refresh_task, work_through
from countin.release_day.canaries.asking import keep_rotations, pause_or_resume
from countin.release_day.models import AttemptKind, Rehearsal, RehearsedGrant
from countin.release_day.recording import Worked, trouble_for_all_steps
from countin.release_day.rehearsal.trying import Tried, rotates
from countin.release_day.steps import Catalogue
from countin.release_day.taking import CLAIM_FOR, open_task
from countin.release_day.tasks import Refreshed, Result, Step, Task
from countin.workspaces.jobs import Bench

# What is said of one that nobody asked the service about.
NO_PERMISSION, UNTRIED = "no_permission", "untried"


def canaries_to_try(campaign: Campaign, *, provider: Provider, now: datetime) -> list[Canary]:
    """Those on duty whose permission no rehearsal has tried. None where permissions are good for
    one use; one alone where nobody knows yet."""
    if rotates(provider):
        return []
    grants = _usable(campaign, provider=provider, now=now)
    tried = RehearsedGrant.objects.filter(grant__in=[grant.pk for grant in grants.values()])
    known = set(tried.values_list("grant_id", flat=True))
    fresh = [
        canary
        for canary in _waiting(campaign, provider=provider)
        if canary.connection_id in grants and grants[canary.connection_id].pk not in known
    ]
    is_first = not RehearsedGrant.objects.filter(provider=provider.name).exists()
    return fresh[:1] if is_first else fresh


def try_canaries(provider: Provider, *, rehearsal: Rehearsal, bench: Bench) -> int:
    """Ask about each of `canaries_to_try`, once in its life. Nothing is saved, and nothing else
    follows: what is to be mended stands in the findings. Returns how many could be taken."""
    tasks = _take(provider, rehearsal=rehearsal, bench=bench)
    # They are claimed already: what the budget does not lease is written down all the same.
    most = CALLS_A_TASK * len(tasks)
    with within_budget(provider, most=most, now=bench.now(), is_door=False):
        refreshes = (refresh_task(provider, task=task, now=bench.now) for task in tasks)
        for batch in ask_all(provider, refreshes, bench=bench):
            _go_on(provider, batch=batch, bench=bench)
    note_asked(provider)
    return len(tasks)


def canaries_seen(
    campaign: Campaign, *, provider: Provider, now: datetime
) -> Mapping[str, Sequence[str]]:
    """What is known of those on duty: markets by what came of it (Tried, or as above)."""
    grants = _usable(campaign, provider=provider, now=now)
    tried = RehearsedGrant.objects.filter(grant__in=[grant.pk for grant in grants.values()])
    results = dict(tried.values_list("grant_id", "result"))
    seen: dict[str, list[str]] = defaultdict(list)
    for canary in _waiting(campaign, provider=provider):
        grant = grants.get(canary.connection_id)
        came = results.get(grant.pk, UNTRIED) if grant else NO_PERMISSION
        seen[came or Tried.UNCLEAR].append(canary.market)
    return seen


def _waiting(campaign: Campaign, *, provider: Provider) -> CanaryQuerySet:
    at_work = Canary.objects.at_work([campaign.pk], provider=provider.name)
    return at_work.filter(state=CanaryState.WAITING).order_by("pk")


def _usable(campaign: Campaign, *, provider: Provider, now: datetime) -> dict[int, Grant]:
    """By connection: what will serve at its canary's moment, as far as is known without asking."""
    moments = {
        canary.connection_id: max(now, campaign.release.moment_in(canary.market))
        for canary in _waiting(campaign, provider=provider)
    }
    live = Grant.objects.live().filter(connection__in=moments, client_id=provider.client_id)
    return {
        grant.connection_id: grant
        for grant in live.select_related("connection")
        if grant.is_usable(moments[grant.connection_id])
    }


def _take(provider: Provider, *, rehearsal: Rehearsal, bench: Bench) -> list[Task]:
    """They count as tried from here on, in the same transaction, as fans' permissions do."""
    now, campaign = bench.now(), rehearsal.campaign
    catalogue = Catalogue(provider, campaign_ids=[campaign.pk])
    with transaction.atomic():
        grants = _usable(campaign, provider=provider, now=now)
        wanted = canaries_to_try(campaign, provider=provider, now=now)
        chosen = {grants[canary.connection_id].pk: canary for canary in wanted}
        fences = claim_grants(chosen, now=now, until=now + CLAIM_FOR)
        opened = [
            open_task(
                grants[chosen[pk].connection_id],
                fence=fence,
                steps=(_look(chosen[pk], catalogue=catalogue),),
                opener=bench.opener,
                now=now,
            )
            for pk, fence in fences.items()
        ]
        tasks = [task for task in opened if task is not None]
        RehearsedGrant.objects.bulk_create(
            RehearsedGrant(
                rehearsal=rehearsal,
                grant_id=task.grant_id,
                provider=provider.name,
                tried_at=now,
                is_canary=True,
            )
            for task in tasks
        )
    return tasks


def _look(canary: Canary, *, catalogue: Catalogue) -> Step:
    """Into its library, for the release; before that has an id, for any that we know. Where we
    know none, whether the permission stands is all that is asked."""
    provider = catalogue.provider
    release_id = catalogue.id_in(canary.market, campaign_id=canary.campaign_id)
    if not release_id:
        known = PinnedId.objects.filter(provider=provider.name).exclude(external_id="")
        release_id = known.values_list("external_id", flat=True).first() or ""
    return Step(
        kind=AttemptKind.READ_BACK if release_id else AttemptKind.REFRESH,
        presave_id=0,  # it is no promise, and nothing of it is written beside promises
        follow_id=None,
        market=canary.market,
        release_id=release_id,
        artist_id="",
        release=catalogue.wanted(canary.campaign_id),
        attempts=0,
        looks=0,
        step_since=None,
    )


def _go_on(provider: Provider, *, batch: Sequence[Refreshed], bench: Bench) -> None:
    """A rotated secret is kept before it is used."""
    ready = keep_rotations(batch, bench=bench)
    rotated = {one.task.grant_id for one in ready if one.access and one.access.rotated}
    troubled = [trouble_for_all_steps(one) for one in batch if one.trouble]
    _record(provider, worked=troubled, rotated=rotated, bench=bench)
    looks = (
        work_through(provider, task=one.task, access=one.access, now=bench.now)
        for one in ready
        if one.access
    )
    for worked in ask_all(provider, looks, bench=bench):
        _record(provider, worked=worked, rotated=rotated, bench=bench)


def _record(
    provider: Provider, *, worked: Sequence[Worked], rotated: set[int], bench: Bench
) -> None:
    with transaction.atomic():
        standing = standing_claims({task.grant_id: task.fence for task, _outcomes in worked})
        for task, (outcome,) in worked:
            tried = RehearsedGrant.objects.filter(grant=task.grant_id)
            is_rotated = task.grant_id in rotated
            if (result := _result_of(outcome.result, is_rotated=is_rotated)) is None:
                tried.delete()  # nobody was asked
            else:
                tried.update(result=result)
        pause_or_resume(provider, worked=worked, now=bench.now())
        release_grants(standing)


def _result_of(result: Result, *, is_rotated: bool) -> Tried | None:
    match result:
        case Result.DONE | Result.MISSING:
            return Tried.ROTATED if is_rotated else Tried.ALIVE
        case Result.GONE:
            return Tried.DEAD
        case Result.REFUSED:
            return Tried.SHUT
        case _ if is_rotated:
            return Tried.ROTATED  # no other may be tried: that is what has to be kept
        case Result.HUSH | Result.OPERATOR:
            return None
        case _:
            return Tried.UNCLEAR

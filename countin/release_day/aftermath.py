"""What time decides, without asking any service. In batches, for as long as whoever calls has time:
a market that never showed a release may have a million promises."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from countin.campaigns.models import ENDED_AFTER, Campaign, Sighting
from countin.presaves.leaning import shred_unneeded
from countin.presaves.models import FollowAsk, PreSave, PreSaveQuerySet
from countin.presaves.moving import move_follows, move_presaves
from countin.presaves.states import FollowState, Reason, State

IsOver = Callable[[], bool]
_BATCH = 1_000


def give_up_unseen(now: datetime, *, is_over: IsOver) -> int:
    """The release did not appear in a market for 72 hours: its promises fail, and say why."""
    given_up = Sighting.objects.filter(seen_at__isnull=True, given_up_at__isnull=False)
    return sum(
        len(move_presaves(ids, to=State.FAILED, reason=Reason.NOT_RELEASED, now=now))
        for sighting in given_up
        for ids in _batches(_promises_of(sighting, state=State.PROMISED), is_over=is_over)
    )


def reopen_mended(now: datetime, *, is_over: IsOver) -> int:
    """The organizer mended a code or a date, and the market is looked at again."""
    return sum(
        len(move_presaves(ids, to=State.PROMISED, reason=Reason.NONE, now=now))
        for sighting in Sighting.objects.filter(given_up_at__isnull=True)
        for ids in _batches(
            _promises_of(sighting, state=State.FAILED).filter(reason=Reason.NOT_RELEASED),
            is_over=is_over,
        )
    )


def end_campaigns(now: datetime, *, providers: Iterable[str], is_over: IsOver) -> int:
    """28 days after release nothing is on its way any more, and no grant is kept. `providers`
    are all there are: with their names an index tells what is open, without reading what is
    saved."""
    names = list(providers)
    out = Campaign.objects.with_release().filter(release__release_date__lt=now.date())
    unfinished = PreSave.objects.open().filter(campaign=OuterRef("pk"), provider__in=names)
    return sum(
        _end(campaign, providers=names, is_over=is_over, now=now)
        for campaign in out.filter(Exists(unfinished))
        if now >= campaign.release.last_moment + ENDED_AFTER
    )


def _end(campaign: Campaign, *, providers: list[str], is_over: IsOver, now: datetime) -> int:
    """Its follows first: by the promises that are left, the campaign is found again."""
    ended = 0
    waiting = FollowAsk.objects.waiting().filter(presave__campaign=campaign)
    while not is_over() and (follows := list(waiting.values_list("pk", flat=True)[:_BATCH])):
        with transaction.atomic():
            connections = PreSave.objects.filter(follows__in=follows)
            ids = set(connections.values_list("connection_id", flat=True))
            move_follows(follows, to=FollowState.FAILED, because=Reason.ENDED, now=now)
            shred_unneeded(ids, now=now)
    left = PreSave.objects.open().filter(campaign=campaign, provider__in=providers)
    while not is_over() and (rows := list(left.only("reason", "connection")[:_BATCH])):
        ended += _end_promises(rows, now=now)
    return ended


def _end_promises(rows: Iterable[PreSave], *, now: datetime) -> int:
    by_reason: dict[Reason, list[int]] = defaultdict(list)
    for row in rows:
        by_reason[Reason(row.reason or Reason.SERVICE_ERROR)].append(row.pk)
    with transaction.atomic():
        moved = [
            len(move_presaves(ids, to=State.FAILED, reason=reason, now=now))
            for reason, ids in by_reason.items()
        ]
        shred_unneeded({row.connection_id for row in rows}, now=now)
    return sum(moved)


def _batches(rows: PreSaveQuerySet, *, is_over: IsOver) -> Iterator[list[int]]:
    """Numbers of rows that are none of these any more once they were moved."""
    while not is_over() and (ids := list(rows.values_list("pk", flat=True)[:_BATCH])):
        yield ids


def _promises_of(sighting: Sighting, *, state: State) -> PreSaveQuerySet:
    return PreSave.objects.filter(
        campaign__release_id=sighting.release_id,
        provider=sighting.provider,
        market=sighting.market,
        state=state,
    )

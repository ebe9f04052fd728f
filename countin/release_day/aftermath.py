"""What time decides, without asking any service."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef

from countin.campaigns.models import ENDED_AFTER, Campaign, Sighting
from countin.presaves.leaning import shred_unneeded
from countin.presaves.models import FollowAsk, PreSave
from countin.presaves.moving import move_follows, move_presaves
from countin.presaves.states import FollowState, Reason, State


def give_up_unseen(now: datetime) -> int:
    """The release did not appear in a market for 72 hours: its promises fail, and say why."""
    moved = 0
    for sighting in Sighting.objects.filter(seen_at__isnull=True, given_up_at__isnull=False):
        waiting = _promises_of(sighting, state=State.PROMISED)
        moved += len(move_presaves(waiting, to=State.FAILED, reason=Reason.NOT_RELEASED, now=now))
    return moved


def reopen_mended(now: datetime) -> int:
    """The organizer mended a code or a date, and the market is looked at again."""
    moved = 0
    for sighting in Sighting.objects.filter(given_up_at__isnull=True):
        failed = _promises_of(sighting, state=State.FAILED, reason=Reason.NOT_RELEASED)
        moved += len(move_presaves(failed, to=State.PROMISED, reason=Reason.NONE, now=now))
    return moved


def end_campaigns(now: datetime, *, providers: Iterable[str]) -> int:
    """28 days after release nothing is on its way any more, and no grant is kept. `providers`
    are all there are: with their names an index tells what is open, without reading what is
    saved."""
    out = Campaign.objects.with_release().filter(release__release_date__lt=now.date())
    unfinished = PreSave.objects.open().filter(
        campaign=OuterRef("pk"), provider__in=list(providers)
    )
    return sum(
        _end(campaign, now=now)
        for campaign in out.filter(Exists(unfinished))
        if now >= campaign.release.last_moment + ENDED_AFTER
    )


def _end(campaign: Campaign, *, now: datetime) -> int:
    left = list(PreSave.objects.open().filter(campaign=campaign))
    for row in left:
        reason = Reason(row.reason or Reason.SERVICE_ERROR)
        move_presaves([row.pk], to=State.FAILED, reason=reason, now=now)
    waiting = FollowAsk.objects.waiting().filter(presave__campaign=campaign)
    move_follows(
        waiting.values_list("pk", flat=True), to=FollowState.FAILED, because="ended", now=now
    )
    connections = PreSave.objects.filter(campaign=campaign).values_list("connection_id", flat=True)
    shred_unneeded(connections, now=now)
    return len(left)


def _promises_of(sighting: Sighting, *, state: State, reason: Reason = Reason.NONE) -> list[int]:
    rows = PreSave.objects.filter(
        campaign__release_id=sighting.release_id,
        provider=sighting.provider,
        market=sighting.market,
        state=state,
    )
    if reason:
        rows = rows.filter(reason=reason)
    return list(rows.values_list("pk", flat=True))

"""Letting go of what was promised by campaigns that their organizers ended."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from countin.campaigns.models import Campaign
from countin.fans.models import Grant
from countin.presaves.canaries import Canary
from countin.presaves.leaning import shred_unneeded
from countin.presaves.models import FollowAsk, PreSave, PreSaveQuerySet
from countin.presaves.moving import move_follows, move_presaves
from countin.presaves.states import FollowState, Reason, State, Step

_BATCH = 1_000
# A write was accepted: what became of it is looked for to its end.
_UNDER_WAY = (Step.READ_BACK, Step.TAKE_BACK)


def drop_ended(*, providers: Iterable[str], is_over: Callable[[], bool], now: datetime) -> int:
    """Promises of ended campaigns fail and say why, their follows with them, and permissions
    that nothing else needs are shredded. Those in a worker's hands come the next time. Goes on
    until `is_over`; returns how many. `providers` are all there are, as an index wants them."""
    names = list(providers)
    dropped = 0
    for campaign in _ended(names):
        while not is_over() and (batch := _drop_batch(campaign, providers=names, now=now)):
            dropped += batch
    return dropped


def _ended(providers: list[str]) -> list[Campaign]:
    left = PreSave.objects.open().filter(campaign=OuterRef("pk"), provider__in=providers)
    canaries = Canary.objects.on_duty().filter(campaign=OuterRef("pk"))
    ended = Campaign.objects.filter(ended_at__isnull=False)
    return list(ended.filter(Exists(left) | Exists(canaries)).order_by("pk"))


def _drop_batch(campaign: Campaign, *, providers: list[str], now: datetime) -> int:
    with transaction.atomic():
        rows = list(
            _free(campaign, providers=providers, now=now).values_list("pk", "connection_id")[
                :_BATCH
            ]
        )
        ids = [pk for pk, _connection in rows]
        moved = move_presaves(ids, to=State.FAILED, reason=Reason.ENDED, now=now)
        waiting = FollowAsk.objects.waiting().filter(presave__in=ids)
        follows = waiting.values_list("pk", flat=True)
        move_follows(follows, to=FollowState.FAILED, because=Reason.ENDED, now=now)
        connections: set[int | None] = {connection for _pk, connection in rows}
        connections |= _end_canaries(campaign, now=now)
        shred_unneeded(connections, now=now)
    return len(moved)


def _free(campaign: Campaign, *, providers: list[str], now: datetime) -> PreSaveQuerySet:
    held = Grant.objects.live().filter(connection=OuterRef("connection"), claimed_until__gt=now)
    rows = PreSave.objects.open().filter(~Exists(held), campaign=campaign, provider__in=providers)
    return rows.exclude(next_step__in=_UNDER_WAY).order_by("pk")


def _end_canaries(campaign: Campaign, *, now: datetime) -> set[int]:
    on_duty = Canary.objects.on_duty().filter(campaign=campaign)
    connections = set(on_duty.values_list("connection_id", flat=True))
    on_duty.update(ended_at=now)
    return connections

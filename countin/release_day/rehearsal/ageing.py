"""Permissions that will be too old on the day: their fans are asked while there is time."""

from collections import defaultdict
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from countin.campaigns.models import Campaign
from countin.fans.models import Grant
from countin.presaves.models import RENEWAL_AHEAD, PreSave, PreSaveQuerySet
from countin.presaves.moving import move_presaves
from countin.presaves.states import Reason, State
from countin.presaves.states import Step as NextStep
from countin.presaves.wanting import waiting_markets
from countin.providers.contract import Provider


def keep_ages(campaign: Campaign, *, provider: Provider, now: datetime) -> int:
    """From 60 days before the release, promises whose permission ends before their moment need
    their fan; those that the day was moved towards are on their way again. Returns how many
    moved. Earlier, nobody is asked: what is given now might be too old again."""
    release = campaign.release
    if not release.first_moment - RENEWAL_AHEAD <= now < release.last_moment:
        return 0
    return _ask_fans(campaign, provider=provider, now=now) + _ask_no_longer(
        campaign, provider=provider, now=now
    )


def _ask_fans(campaign: Campaign, *, provider: Provider, now: datetime) -> int:
    waiting = _waiting(campaign, provider=provider)
    if not waiting.filter(connection__in=_ending(campaign.release.last_moment)).exists():
        return 0
    moved = 0
    for moment, markets in _markets_by_moment(campaign, provider=provider, now=now).items():
        if moment <= now:
            continue
        old = waiting.filter(connection__in=_ending(moment), market__in=markets)
        ids = old.values_list("pk", flat=True)
        moved += len(move_presaves(ids, to=State.NEEDS_FAN, reason=Reason.GRANT_EXPIRED, now=now))
    return moved


def _ask_no_longer(campaign: Campaign, *, provider: Provider, now: datetime) -> int:
    asked = PreSave.objects.filter(
        campaign=campaign,
        provider=provider.name,
        state=State.NEEDS_FAN,
        reason=Reason.GRANT_EXPIRED,
        withdraw_asked_at__isnull=True,
    )
    lives = Grant.objects.live().filter(
        connection=OuterRef("connection"),
        client_id=provider.client_id,
        usable_until__gt=campaign.release.last_moment,
        refused_at__isnull=True,
    )
    ids = asked.filter(Exists(lives)).values_list("pk", flat=True)
    return len(move_presaves(ids, to=State.PROMISED, reason=Reason.NONE, now=now))


def _waiting(campaign: Campaign, *, provider: Provider) -> PreSaveQuerySet:
    return PreSave.objects.filter(
        campaign=campaign,
        provider=provider.name,
        state=State.PROMISED,
        next_step__in=[NextStep.SAVE, NextStep.EARLY_ADD],
        withdraw_asked_at__isnull=True,
    )


def _ending(by: datetime) -> QuerySet[Grant, int]:
    """From the grants to the promises: whoever asks every promise for its grant walks over a
    million of them each hour to find that none is too old."""
    return Grant.objects.live().filter(usable_until__lte=by).values_list("connection", flat=True)


def _markets_by_moment(
    campaign: Campaign, *, provider: Provider, now: datetime
) -> dict[datetime, list[str]]:
    by_moment: dict[datetime, list[str]] = defaultdict(list)
    for one in waiting_markets([campaign.pk], provider=provider.name, now=now):
        by_moment[campaign.release.moment_in(one.market)].append(one.market)
    return by_moment

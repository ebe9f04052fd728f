"""When a campaign is rehearsed by itself, and asking for it by hand."""

from datetime import datetime, timedelta

from django.db.models import Q

from countin.campaigns.models import Campaign
from countin.release_day.models import Rehearsal

FROM = timedelta(days=7)  # before the first moment
_EVERY = timedelta(days=1)
# Longer than one piece of a rehearsal takes; whoever is killed at one holds it up this long.
_LEASE = timedelta(minutes=2)


def plan_rehearsals(now: datetime) -> int:
    """One a day and campaign in the week before its release. Returns how many are new."""
    planned = 0
    soon = Campaign.objects.running(now).with_release().filter(paused_at__isnull=True)
    near = soon.filter(release__release_date__lte=(now + FROM + timedelta(days=2)).date())
    for campaign in near:
        if campaign.release.first_moment - FROM <= now < campaign.release.first_moment:
            planned += _plan(campaign, now=now)
    return planned


def ask_rehearsal(campaign: Campaign, *, now: datetime) -> Rehearsal:
    """By hand: the one that a worker has not finished yet, else a new one."""
    standing = Rehearsal.objects.filter(campaign=campaign, done_at__isnull=True).first()
    return standing or Rehearsal.objects.create(campaign=campaign, asked_at=now, is_by_hand=True)


def take_rehearsal(now: datetime) -> Rehearsal | None:
    """The oldest that is not done and that no other worker holds."""
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=now)
    waiting = Rehearsal.objects.filter(free, done_at__isnull=True, asked_at__lte=now)
    for rehearsal in waiting.select_related("campaign").order_by("asked_at")[:3]:
        mine = waiting.filter(pk=rehearsal.pk, claimed_until=rehearsal.claimed_until)
        if mine.update(claimed_until=now + _LEASE):
            rehearsal.campaign = Campaign.objects.with_release().get(pk=rehearsal.campaign_id)
            return rehearsal
    return None


def days_left(campaign: Campaign, *, now: datetime) -> int:
    """Days with a rehearsal, today's among them; at least one."""
    return max(1, (campaign.release.first_moment - now) // timedelta(days=1))


def _plan(campaign: Campaign, *, now: datetime) -> int:
    fresh = Rehearsal.objects.filter(campaign=campaign, asked_at__gt=now - _EVERY)
    if fresh.exists():
        return 0
    Rehearsal.objects.create(campaign=campaign, asked_at=now)
    return 1

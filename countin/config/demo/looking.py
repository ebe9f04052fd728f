"""What the worker has still to do for one campaign. Reads rows and changes nothing."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q

from countin.campaigns.models import Campaign, Sighting
from countin.campaigns.watching import is_there
from countin.fans.models import Grant
from countin.messaging.models import Mail, MailKind, Reminder
from countin.presaves.models import FollowAsk, PreSave
from countin.presaves.states import OPEN_STATES, State, Step
from countin.release_day.models import Wave
from countin.workspaces.models import Alarm


def look(slug: str, *, now: datetime) -> dict[str, Any]:
    """`total` and `promised` pre-saves, `busy`: things due now, `held`: grants and mails in the
    worker's hands, `next_at`: when the next thing falls due (ISO 8601) or null, `next_wave_at`
    likewise, `alarms`: the open ones in words."""
    campaign = Campaign.objects.with_release().get(slug=slug)
    presaves = PreSave.objects.filter(campaign=campaign)
    moments = [moment for moment in _moments(campaign, now=now) if moment]
    coming = [moment for moment in moments if moment > now]
    waves = [moment for moment in _wave_moments(campaign) if moment > now]
    return {
        "total": presaves.exclude(state=State.WITHDRAWN).count(),
        "promised": presaves.filter(state=State.PROMISED).count(),
        "busy": len(moments) - len(coming),
        "held": _held(now),
        "next_at": min(coming).isoformat() if coming else None,
        "next_wave_at": min(waves).isoformat() if waves else None,
        "alarms": list(Alarm.objects.filter(cleared_at=None).values_list("words", flat=True)),
    }


def _moments(campaign: Campaign, *, now: datetime) -> Iterator[datetime | None]:
    """When each open thing wants its next step; in the past: it is due."""
    yield from _saves(campaign, now=now)
    errands = PreSave.objects.filter(state__in=OPEN_STATES, next_attempt_at__isnull=False)
    yield from errands.exclude(next_step=Step.SAVE).values_list("next_attempt_at", flat=True)
    follows = FollowAsk.objects.waiting().filter(next_attempt_at__isnull=False)
    yield from follows.values_list("next_attempt_at", flat=True)
    yield from Mail.objects.unsettled().values_list("due_at", flat=True)
    looks = Sighting.objects.filter(seen_at=None, given_up_at=None, next_look_at__isnull=False)
    yield from looks.values_list("next_look_at", flat=True)
    yield from _reminders(campaign, now=now)
    yield from _unclosed_waves(campaign, now=now)


def _saves(campaign: Campaign, *, now: datetime) -> Iterator[datetime]:
    waiting = PreSave.objects.filter(campaign=campaign, state=State.PROMISED, next_step=Step.SAVE)
    # In one query: the worker moves rows meanwhile.
    rows = list(
        waiting.values_list("provider", "market", "next_attempt_at").distinct().order_by()
    )
    begins = {
        (provider, market): _opens_at(campaign, provider=provider, market=market, now=now)
        for provider, market, _at in rows
    }
    for provider, market, at in rows:
        if begin := begins[provider, market]:
            yield max(at, begin) if at else begin


def _reminders(campaign: Campaign, *, now: datetime) -> Iterator[datetime]:
    planned = Mail.objects.filter(kind=MailKind.RELEASE).values("reminder")
    owed = Reminder.objects.owed().filter(~Q(pk__in=planned), campaign=campaign)
    for provider, market in owed.values_list("provider", "market").distinct():
        if begin := _opens_at(campaign, provider=provider, market=market, now=now):
            yield begin


def _opens_at(campaign: Campaign, *, provider: str, market: str, now: datetime) -> datetime | None:
    """When this market opens or did; None while its sighting says when to look next."""
    release = campaign.release
    moment = release.moment_in(market)
    service = settings.PROVIDERS[provider]
    if moment > now or is_there(release, provider=service, market=market, now=now):
        return moment
    looks = Sighting.objects.filter(release=release, provider=provider, market=market)
    return None if looks.filter(next_look_at__isnull=False).exists() else moment


def _unclosed_waves(campaign: Campaign, *, now: datetime) -> Iterator[datetime]:
    for wave in Wave.objects.filter(campaign=campaign, opened_at__lte=now, done_at=None):
        left = PreSave.objects.filter(
            campaign=campaign, provider=wave.provider, state=State.PROMISED
        )
        if wave.markets is not None:
            left = left.filter(market__in=wave.markets)
        if not left.exists():
            yield wave.due_at


def _wave_moments(campaign: Campaign) -> Iterator[datetime]:
    promised = PreSave.objects.filter(campaign=campaign, state=State.PROMISED)
    for market in promised.values_list("market", flat=True).distinct():
        yield campaign.release.moment_in(market)


def _held(now: datetime) -> int:
    grants = Grant.objects.live().filter(claimed_until__gt=now).count()
    return grants + Mail.objects.unsettled().filter(claimed_until__gt=now).count()

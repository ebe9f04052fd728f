"""What the worker has still to do for one campaign. Reads rows and changes nothing."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, Min, OuterRef, Q

from countin.campaigns.models import Campaign, Sighting
from countin.fans.models import Grant
from countin.messaging.models import Mail, MailKind, Reminder
from countin.presaves.models import FollowAsk, PreSave
from countin.presaves.states import OPEN_STATES, State, Step
from countin.release_day.models import Wave
from countin.workspaces.models import Alarm

# What opens together: a service, a market, and the moment before which a retry has to wait.
Row = tuple[str, str, datetime | None]


def look(slug: str, *, now: datetime) -> dict[str, Any]:
    """`total` and `promised` pre-saves, `busy`: things due now, `held`: grants and mails in the
    worker's hands, `next_at`: when the next thing falls due (ISO 8601) or null, `next_wave_at`
    likewise, `alarms`: the open ones in words.

    Few queries: the demo asks some ten times a second, on the cores that the worker needs.
    """
    campaign = Campaign.objects.with_release().get(slug=slug)
    promised = _promised_to_save(campaign)
    moments = [*_moments(campaign, promised=promised, now=now)]
    coming = [moment for moment in moments if moment > now]
    waves = [campaign.release.moment_in(market) for _provider, market, _at in promised]
    waves = [moment for moment in waves if moment > now]
    counts = PreSave.objects.filter(campaign=campaign).aggregate(
        total=Count("pk", filter=~Q(state=State.WITHDRAWN)),
        promised=Count("pk", filter=Q(state=State.PROMISED)),
    )
    return {
        **counts,
        "busy": len(moments) - len(coming),
        "held": _held(now),
        "next_at": min(coming).isoformat() if coming else None,
        "next_wave_at": min(waves).isoformat() if waves else None,
        "alarms": list(Alarm.objects.filter(cleared_at=None).values_list("words", flat=True)),
    }


def _promised_to_save(campaign: Campaign) -> list[Row]:
    """In one query: the worker moves rows meanwhile."""
    waiting = PreSave.objects.filter(campaign=campaign, state=State.PROMISED, next_step=Step.SAVE)
    return list(waiting.values_list("provider", "market", "next_attempt_at").distinct().order_by())


def _moments(campaign: Campaign, *, promised: list[Row], now: datetime) -> Iterator[datetime]:
    """The earliest moment of each kind of open thing; in the past: it is due."""
    errands = PreSave.objects.filter(state__in=OPEN_STATES).exclude(next_step=Step.SAVE)
    looking = [name for name, provider in settings.PROVIDERS.items() if provider.can_look]
    looks = Sighting.objects.filter(seen_at=None, given_up_at=None, provider__in=looking)
    earliest = (
        errands.aggregate(at=Min("next_attempt_at")),
        FollowAsk.objects.waiting().aggregate(at=Min("next_attempt_at")),
        Mail.objects.unsettled().aggregate(at=Min("due_at")),
        looks.aggregate(at=Min("next_look_at")),
    )
    yield from (found["at"] for found in earliest if found["at"])
    yield from _openings(campaign, rows=[*promised, *_owed_reminders(campaign)], now=now)
    yield from _unclosed_waves(campaign, now=now)


def _owed_reminders(campaign: Campaign) -> Iterable[Row]:
    planned = Mail.objects.filter(kind=MailKind.RELEASE, reminder=OuterRef("pk"))
    owed = Reminder.objects.owed().filter(~Exists(planned), campaign=campaign)
    groups = owed.values_list("provider", "market").distinct().order_by()
    return [(provider, market, None) for provider, market in groups]


def _openings(campaign: Campaign, *, rows: Iterable[Row], now: datetime) -> Iterator[datetime]:
    """When each of these may be done: from its market's moment on, once the release is there."""
    release = campaign.release
    sightings = {(each.provider, each.market): each for each in release.sightings.all()}
    for provider, market, retry_at in rows:
        moment = release.moment_in(market)
        sighting = sightings.get((provider, market))
        is_looked_for = sighting and not sighting.seen_at and sighting.next_look_at
        if moment <= now and is_looked_for and settings.PROVIDERS[provider].can_look:
            continue  # the sighting says when to look next
        yield max(moment, retry_at) if retry_at else moment


def _unclosed_waves(campaign: Campaign, *, now: datetime) -> Iterator[datetime]:
    waves = list(Wave.objects.filter(campaign=campaign, opened_at__lte=now, done_at=None))
    if not waves:
        return
    promised = PreSave.objects.filter(campaign=campaign, state=State.PROMISED)
    left = set(promised.values_list("provider", "market").distinct().order_by())
    for wave in waves:
        mine = {market for provider, market in left if provider == wave.provider}
        if not (mine if wave.markets is None else mine & set(wave.markets)):
            yield wave.due_at


def _held(now: datetime) -> int:
    grants = Grant.objects.live().filter(claimed_until__gt=now).count()
    return grants + Mail.objects.unsettled().filter(claimed_until__gt=now).count()

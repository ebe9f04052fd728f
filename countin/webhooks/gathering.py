"""Turning what happened into events: the moves of promises, gathered by campaign and kind, and
what happens once. An event says how many, by service, channel and reason; never who."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Count, Max, Min, QuerySet

from countin.campaigns.models import Campaign
from countin.presaves.history import read_on
from countin.presaves.models import Transition
from countin.presaves.states import State
from countin.release_day.models import Wave
from countin.webhooks.announced import tell_announcements
from countin.webhooks.events import told_subjects, write_event
from countin.webhooks.models import Endpoint, Event, EventKind

KEPT_FOR: Final = timedelta(days=30)
_NO_CHANNEL: Final = "none"
_KINDS: Final = {
    State.WITHDRAWN: EventKind.WITHDRAWN,
    State.SAVED: EventKind.SAVED,
    State.FAILED: EventKind.FAILED,
    State.NEEDS_FAN: EventKind.NEEDS_FAN,
}
# From here a promise is made, or made again, by its fan; from elsewhere it only goes on.
_MADE_FROM: Final = ("", State.WITHDRAWN)


def gather_events(*, base_url: str, now: datetime) -> int:
    """Write an event for everything that happened since the last call, with a delivery for each
    endpoint that wants it. Returns how many. Where nobody wants to be told, nothing is kept."""
    endpoints = list(Endpoint.objects.filter(ended_at__isnull=True))
    told = read_on("webhooks", verb=lambda moves: _tell_moves(moves, to=endpoints, now=now))
    if not endpoints:
        return told
    # What is older may have been told, and its event forgotten: told anew, it would come again.
    since = max(now - KEPT_FOR, min(endpoint.made_at for endpoint in endpoints))
    told += _tell_waves(since, to=endpoints, now=now)
    told += tell_announcements(since, to=endpoints, base_url=base_url, now=now)
    return told + _tell_released(since, to=endpoints, now=now)


def forget_events(*, now: datetime) -> int:
    """Those of more than thirty days ago, and their log."""
    return Event.objects.filter(happened_at__lt=now - KEPT_FOR).delete()[0]


def _tell_moves(moves: QuerySet[Transition], *, to: list[Endpoint], now: datetime) -> int:
    if not to:
        return 0
    gathered: defaultdict[tuple[int, EventKind], list[dict[str, Any]]] = defaultdict(list)
    for row in _tally(moves):
        if kind := _kind_of(row):
            gathered[row["presave__campaign"], kind].append(row)
    campaigns = Campaign.objects.in_bulk([campaign for campaign, _kind in gathered])
    return sum(
        _tell(
            campaigns[campaign],
            kind=kind,
            data=_say(rows),
            to=to,
            came_at=max(row["last"] for row in rows),
            now=now,
        )
        for (campaign, kind), rows in gathered.items()
    )


def _tally(moves: QuerySet[Transition]) -> list[dict[str, Any]]:
    own = moves.filter(follow__isnull=True).order_by()
    by = own.values(
        *("presave__campaign", "from_state", "to_state", "reason"),
        *("presave__provider", "presave__channel__name"),
    )
    return list(by.annotate(many=Count("pk"), first=Min("happened_at"), last=Max("happened_at")))


def _kind_of(row: dict[str, Any]) -> EventKind | None:
    if row["to_state"] == State.PROMISED:
        return EventKind.PROMISED if row["from_state"] in _MADE_FROM else None
    return _KINDS[State(row["to_state"])]


def _say(rows: list[dict[str, Any]]) -> dict[str, Any]:
    parts: defaultdict[tuple[str, str, str], int] = defaultdict(int)
    for row in rows:
        channel = row["presave__channel__name"] or _NO_CHANNEL
        parts[row["presave__provider"], channel, row["reason"]] += row["many"]
    return {
        "count": sum(parts.values()),
        "from": min(row["first"] for row in rows).isoformat(),
        "until": max(row["last"] for row in rows).isoformat(),
        "parts": [
            {"service": service, "channel": channel, "reason": reason, "count": many}
            for (service, channel, reason), many in sorted(parts.items())
        ],
    }


def _tell_waves(since: datetime, *, to: list[Endpoint], now: datetime) -> int:
    told = told_subjects(EventKind.WAVE_DONE)
    done = Wave.objects.filter(done_at__gte=since).select_related("campaign")
    return sum(
        _tell(
            wave.campaign,
            kind=EventKind.WAVE_DONE,
            subject=str(wave),
            data={
                "service": wave.provider,
                "due_at": wave.due_at.isoformat(),
                "markets": wave.markets,
                "summary": wave.summary,
            },
            to=to,
            came_at=wave.done_at or now,
            now=now,
        )
        for wave in done
        if str(wave) not in told
    )


def _tell_released(since: datetime, *, to: list[Endpoint], now: datetime) -> int:
    told = told_subjects(EventKind.RELEASED)
    running = Campaign.objects.running(now).with_release()
    return sum(
        _tell(
            campaign,
            kind=EventKind.RELEASED,
            subject=f"campaign {campaign.pk}",
            data={"released_at": campaign.release.last_moment.isoformat()},
            to=to,
            came_at=campaign.release.last_moment,
            now=now,
        )
        for campaign in running
        if campaign.is_released(now)
        and campaign.release.last_moment >= since
        and f"campaign {campaign.pk}" not in told
    )


def _tell(
    campaign: Campaign,
    *,
    kind: EventKind,
    data: dict[str, Any],
    to: list[Endpoint],
    came_at: datetime,
    now: datetime,
    subject: str = "",
) -> int:
    return write_event(
        kind,
        workspace_id=campaign.workspace_id,
        campaign=campaign,
        data=data,
        to=to,
        came_at=came_at,
        now=now,
        subject=subject,
    )

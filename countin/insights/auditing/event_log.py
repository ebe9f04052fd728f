"""A campaign's event log from our own rows: what the audit reads, without names or addresses.

Fans are numbers here, networks keyed hashes, mail domains those that several fans share. What a
row doesn't keep is left out: which company a network is of (`asn`) is recorded nowhere, and the
press of the button (`connect`) is forgotten a day after it.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.db.models import Exists, F, OuterRef

from countin.campaigns.models import Campaign
from countin.fans.models import EmailAddress
from countin.insights.auditing.peaks import peaks_of
from countin.insights.models import Listening, Peak, Scope
from countin.presaves.models import Authorization, FollowAsk, PreSave, Purpose, Transition
from countin.presaves.states import Reason, State
from countin.visits.models import Visit

# A domain that fewer fans share may be somebody's own.
_FANS_A_DOMAIN = 5
_OTHER_DOMAIN = "other"
_BLOCK = 2_000
_TAKEN_BACK = frozenset(
    {Reason.BY_FAN, Reason.GRANT_DEAD, Reason.GRANT_REFUSED}  # by the fan, here or at the service
)

Event = dict[str, Any]


def list_events(campaign: Campaign) -> list[Event]:
    """All events in time order, ready for JSON Lines. Promises made by standing consents are left
    out: nobody came for them."""
    events = [
        *_visits(campaign),
        *_presses(campaign),
        *_promises(campaign),
        *_changes(campaign),
    ]
    return sorted(events, key=lambda event: str(event["at"]))


def meta_of(campaign: Campaign, *, now: datetime) -> Event:
    """What META.json says of the campaign; the release is its first moment anywhere."""
    first = Visit.objects.filter(campaign=campaign).order_by("visited_at").first()
    return {
        "start": _moment(first.visited_at if first else now),
        "release": _moment(campaign.release.first_moment),
        "observed_until": _moment(now),
        "peaks": [_peak(peak) for peak in peaks_of(campaign)],
        "listening": list(_listening(campaign)),
    }


def presaves_of(campaign: Campaign) -> dict[str, list[int]]:
    """By the name of a fan in the log: the numbers of their pre-saves of this campaign."""
    found: dict[str, list[int]] = {}
    for presave in _pressed(campaign).select_related("connection").iterator(_BLOCK):
        found.setdefault(_fan_name(presave), []).append(presave.pk)
    return found


def _peak(peak: Peak) -> Event:
    return {
        "kind": peak.kind,
        "from": _moment(peak.begins_at),
        "to": _moment(peak.ends_at),
        "source": peak.channel.name if peak.channel else None,
        "note": peak.note,
    }


def _listening(campaign: Campaign) -> Iterator[Event]:
    rows = Listening.objects.filter(campaign=campaign, scope=Scope.ARTIST)
    for row in rows.order_by("first_day", "source").filter(first_day=F("last_day")):
        yield {
            "date": row.first_day.isoformat(),
            "listeners": row.listeners,
            "streams": row.streams,
            "saves": row.saves,
            "playlist_adds": row.playlist_adds,
        }


def _visits(campaign: Campaign) -> Iterator[Event]:
    rows = Visit.objects.filter(campaign=campaign, is_bot=False).select_related("channel")
    for visit in rows.iterator(_BLOCK):
        yield {
            "at": _moment(visit.visited_at),
            "type": "visit",
            "visit": _visit_name(visit.pk),
            "source": visit.channel.name if visit.channel else visit.utm_source or None,
            "referrer": visit.referrer_host or None,
            "country": visit.country or None,
            "ip_prefix": visit.ip_prefix or None,
            "ua": visit.in_app or visit.browser or None,
        }


def _presses(campaign: Campaign) -> Iterator[Event]:
    rows = Authorization.objects.filter(
        campaign=campaign, purpose=Purpose.PRESAVE, visit_id__isnull=False
    )
    for press in rows.iterator(_BLOCK):
        yield {
            "at": _moment(press.started_at),
            "type": "connect",
            "visit": _visit_name(press.visit_id),
            "service": press.provider,
        }


def _promises(campaign: Campaign) -> Iterator[Event]:
    asked = FollowAsk.objects.filter(presave=OuterRef("pk"))
    rows = _pressed(campaign).annotate(asks_follow=Exists(asked)).select_related("connection")
    addresses = _addresses(campaign)
    shared = Counter(domain for domain, _confirmed in addresses.values())
    for presave in rows.iterator(_BLOCK):
        fan_id = presave.connection.fan_id if presave.connection else None
        domain, confirmed_at = addresses.get(fan_id, (None, None)) if fan_id else (None, None)
        yield {
            "at": _moment(presave.promised_at),
            "type": "presave",
            "visit": _visit_name(presave.visit_id),
            "fan": _fan_name(presave),
            "service": presave.provider,
            "follow": presave.asks_follow,
            "email_domain": _shown(domain, shared),
        }
        if confirmed_at is not None:
            # An address may have been confirmed long before this campaign.
            at = max(confirmed_at, presave.promised_at)
            yield {"at": _moment(at), "type": "email_confirmed", "fan": _fan_name(presave)}


def _changes(campaign: Campaign) -> Iterator[Event]:
    moves = Transition.objects.filter(
        presave__in=_pressed(campaign), follow__isnull=True
    ).select_related("presave__connection")
    for move in moves.order_by("happened_at", "pk").iterator(_BLOCK):
        fan, at = _fan_name(move.presave), _moment(move.happened_at)
        if move.reason in _TAKEN_BACK and move.to_state in (State.WITHDRAWN, State.NEEDS_FAN):
            yield {"at": at, "type": "revoke", "fan": fan}
        elif move.to_state == State.SAVED:
            yield {"at": at, "type": "execute", "fan": fan, "result": "saved"}
        elif move.to_state == State.FAILED and move.reason != Reason.HELD_BACK:
            yield {"at": at, "type": "execute", "fan": fan, "result": "error"}


def _pressed(campaign: Campaign) -> Any:
    return PreSave.objects.filter(campaign=campaign, standing__isnull=True)


def _addresses(campaign: Campaign) -> dict[int, tuple[str, datetime | None]]:
    fans = _pressed(campaign).values("connection__fan_id")
    rows = EmailAddress.objects.filter(fan_id__in=fans).values_list(
        "fan_id", "address", "confirmed_at"
    )
    return {fan: (address.rpartition("@")[2].lower(), at) for fan, address, at in rows}


def _shown(domain: str | None, shared: Counter[str]) -> str | None:
    if domain is None:
        return None
    return domain if shared[domain] >= _FANS_A_DOMAIN else _OTHER_DOMAIN


def _fan_name(presave: PreSave) -> str:
    """One name a fan, whatever services they chose; an erased fan is their promise's number."""
    if presave.connection is None:
        return f"p{presave.pk}"
    return f"f{presave.connection.fan_id}"


def _visit_name(number: int | None) -> str | None:
    return None if number is None else f"v{number}"


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

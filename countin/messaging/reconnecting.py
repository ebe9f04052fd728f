"""Asking fans to connect again whose promise can't be kept with the permission they gave.

Written to is who is on the e-mail list of the release's artist: an address that was left for a
reminder is used for that one mail and for nothing else, as its words say. The others find the
button on their own page and the campaign's; they are counted as not reachable.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from django.db.models import Exists, F, Max, OuterRef, QuerySet, Subquery

from countin.campaigns.modes import mode_of
from countin.fans.models import Grant
from countin.messaging.announcement_tables import AnnouncementKind
from countin.messaging.models import (
    RECONNECTS,
    AnnouncementMail,
    ListMembership,
    Mail,
    MailKind,
    ReconnectAsk,
)
from countin.presaves.history import read_on
from countin.presaves.models import PreSave, Transition
from countin.presaves.states import Reason, State
from countin.providers.contract import Mode, Provider
from countin.workspaces.alarms import OUTAGE, is_raised

# Which cause a move means. A first refusal is told to nobody: the second look makes it the other.
_CAUSES: Final = {
    Reason.GRANT_EXPIRED: Reason.GRANT_EXPIRED,
    Reason.GRANT_DEAD: Reason.GRANT_DEAD,
    Reason.GRANT_REFUSED: Reason.GRANT_DEAD,
    Reason.HELD_BACK: Reason.HELD_BACK,
}
# Before the release, from this long on, at most one mail of this kind.
_AGAIN: Final = {
    MailKind.IN_A_WEEK: timedelta(days=7),
    MailKind.TOMORROW: timedelta(days=1),
}
_APART: Final = timedelta(days=2)
# Whoever was asked by a mail of ours, or by an announcement of their artist, is not asked by the
# other as soon as this.
ASKED_WITHIN: Final = timedelta(days=3)
_NONE: Final = timedelta(0)
_BATCH: Final = 500
# Further from its release no promise is due for a second or third mail, in whatever market.
_NEAR: Final = timedelta(days=9)


def note_history(*, now: datetime) -> int:
    """Note which promises need their fan, and which are on their way again by a new permission."""
    return read_on("messaging.reconnect", verb=lambda moves: _note(moves, now=now))


def plan_reconnect_mails(*, providers: Mapping[str, Provider], now: datetime) -> int:
    """A mail for every promise that needs its fan: one at once, and while nothing came of it one
    7 days and one 1 day before the release. None during an outage. Returns how many."""
    waiting = _waiting(providers)
    waiting.filter(~Exists(_listed()), unreachable_at__isnull=True, written_at__isnull=True).update(
        unreachable_at=now
    )
    reachable = waiting.filter(Exists(_listed()))
    planned = _plan(reachable.filter(written_at__isnull=True), kind=MailKind.RECONNECT, now=now)
    for kind in _AGAIN:
        planned += _plan(reachable.filter(written_at__isnull=False), kind=kind, now=now)
    return planned


def is_reconnect_wanted(mail: Mail) -> bool:
    """Still on the list, and still waiting for the fan, with the same account."""
    ask = ReconnectAsk.objects.select_related("presave").get(pk=mail.ask_id or 0)
    membership = _membership_of(ask.presave)
    return _waits(ask) and membership is not None and membership.pk == mail.membership_id


def asked_lately(addresses: Iterable[str], *, campaign_id: int | None, now: datetime) -> set[str]:
    """Of these, those that a mail of ours asked within three days to connect again for it."""
    mails = Mail.objects.filter(
        kind__in=RECONNECTS,
        sent_at__gt=now - ASKED_WITHIN,
        ask__presave__campaign=campaign_id or 0,
        membership__email__address__in=list(addresses),
    )
    return set(mails.values_list("membership__email__address", flat=True))


def announced_at(mail: Mail, *, now: datetime) -> datetime | None:
    """When an announcement asked the same of this reader, if within three days."""
    if mail.ask is None or mail.membership is None or mail.membership.email is None:
        return None
    asked = AnnouncementMail.objects.filter(
        announcement__kind=AnnouncementKind.RECONNECT,
        announcement__campaign=mail.ask.presave.campaign_id,
        membership__email__address=mail.membership.email.address,
        sent_at__gt=now - ASKED_WITHIN,
    )
    last: datetime | None = asked.aggregate(last=Max("sent_at"))["last"]
    return last


def cause_of(reason: str) -> Reason | None:
    """For what a fan is asked whose promise has this reason; None: for nothing."""
    return next((cause for cause in _CAUSES.values() if cause == reason), None)


def note_written(mail: Mail, *, now: datetime) -> None:
    """The mail server took it."""
    ReconnectAsk.objects.filter(pk=mail.ask_id or 0, written_at__isnull=True).update(written_at=now)


def is_in_outage(ask: ReconnectAsk) -> bool:
    """So many permissions are refused at once that this one may be alive."""
    return is_raised(OUTAGE, subject=ask.presave.provider)


def _note(moves: QuerySet[Transition], *, now: datetime) -> int:
    own = moves.filter(follow__isnull=True).select_related("presave")
    needing = own.filter(to_state=State.NEEDS_FAN, reason__in=list(_CAUSES))
    asks = [
        ReconnectAsk(presave_id=move.presave_id, cause=_CAUSES[Reason(move.reason)], noted_at=now)
        for move in needing.filter(presave__state=State.NEEDS_FAN)
    ]
    ReconnectAsk.objects.bulk_create(asks, ignore_conflicts=True)
    written = ReconnectAsk.objects.filter(
        presave=OuterRef("presave"), written_at__isnull=False, reconnected_at__isnull=True
    )
    opened = own.filter(from_state=State.NEEDS_FAN, to_state=State.PROMISED)
    return len(asks) + sum(_note_reconnected(move) for move in opened.filter(Exists(written)))


def _note_reconnected(move: Transition) -> int:
    """Only by a new permission: a look that finds the old one alive is nobody's answer."""
    written = ReconnectAsk.objects.filter(presave=move.presave_id, reconnected_at__isnull=True)
    done = 0
    for ask in written.filter(written_at__lte=move.happened_at):
        grants = Grant.objects.filter(
            connection=move.presave.connection_id or 0, authorized_at__gte=ask.written_at
        )
        if grants.exists():
            done += ReconnectAsk.objects.filter(pk=ask.pk).update(reconnected_at=move.happened_at)
    return done


def _waiting(providers: Mapping[str, Provider]) -> QuerySet[ReconnectAsk]:
    """Asks about promises that wait for their fan now, at services that can be connected."""
    served = [
        name
        for name, provider in providers.items()
        if mode_of(provider, is_guest=True) == Mode.DIRECT and not is_raised(OUTAGE, subject=name)
    ]
    return ReconnectAsk.objects.filter(
        presave__state=State.NEEDS_FAN,
        presave__reason=F("cause"),
        presave__provider__in=served,
        presave__withdraw_asked_at__isnull=True,
        presave__connection__isnull=False,
        presave__campaign__paused_at__isnull=True,
    )


def _listed() -> QuerySet[ListMembership]:
    """Those on the list of the artist whose release an ask is about."""
    return ListMembership.objects.confirmed().filter(
        fan=OuterRef("presave__connection__fan"),
        artist=OuterRef("presave__campaign__release__artist"),
    )


def _plan(asks: QuerySet[ReconnectAsk], *, kind: MailKind, now: datetime) -> int:
    planned = Mail.objects.filter(ask=OuterRef("pk"), kind=kind)
    if kind != MailKind.RECONNECT:
        asks = asks.filter(presave__campaign__release__release_date__lte=(now + _NEAR).date())
    rows = asks.filter(~Exists(planned)).annotate(
        written_last=Max("mails__sent_at"), listed_by=Subquery(_listed().values("pk")[:1])
    )
    due = (
        Mail(ask=ask, membership_id=ask.listed_by, kind=kind, made_at=now, due_at=now)
        for ask in rows.select_related("presave__campaign__release").order_by("pk").iterator()
        if ask.presave.campaign.lets_reconnect(now) and _is_due(ask, kind=kind, now=now)
    )
    mails = list(islice(due, _BATCH))
    # Another worker may be planning the same ones: each row is there once.
    Mail.objects.bulk_create(mails, ignore_conflicts=True)
    return len(mails)


def _is_due(ask: ReconnectAsk, *, kind: MailKind, now: datetime) -> bool:
    if kind == MailKind.RECONNECT:
        return True
    moment = ask.presave.due_at()
    begins = moment - _AGAIN[kind]
    ends = moment - min((each for each in _AGAIN.values() if each < _AGAIN[kind]), default=_NONE)
    written: datetime | None = getattr(ask, "written_last", None)
    return begins <= now < ends and written is not None and written <= begins - _APART


def _waits(ask: ReconnectAsk) -> bool:
    presave = ask.presave
    is_asked = presave.state == State.NEEDS_FAN and presave.withdraw_asked_at is None
    return is_asked and presave.reason == ask.cause


def _membership_of(presave: PreSave) -> ListMembership | None:
    if presave.connection is None:
        return None
    standing = ListMembership.objects.confirmed().select_related("fan", "email")
    return standing.filter(
        fan=presave.connection.fan_id, artist=presave.campaign.release.artist_id
    ).first()

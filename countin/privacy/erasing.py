"""Erasing a fan, and disconnecting one account. Told truthfully while a save is being made."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from countin.fans.grants import is_being_used, shred_grants
from countin.fans.models import Connection, EmailAddress, Fan
from countin.messaging.lists import leave_list
from countin.messaging.mailboxes import forget_mailbox
from countin.messaging.models import ListMembership, NewsPush, PushSubscription, Reminder
from countin.messaging.news_pushing import end_news
from countin.messaging.reminding import withdraw_reminder
from countin.messaging.subscribing import forget_browsers
from countin.presaves.canaries import Canary
from countin.presaves.models import Authorization, FollowAsk, PreSave
from countin.presaves.standing import end_standings_of
from countin.presaves.withdrawing import finish_withdrawal, withdraw_follow, withdraw_presave
from countin.privacy.models import PendingErasure
from countin.workspaces.journal import Noted, leave_notes

# A save taken back at a service that is down is tried for this long; then the grant goes.
LONGEST_WAIT = timedelta(days=1)

_ERASED = _("Everything about you is deleted. Counts stay, without anybody in them.")
_DISCONNECTED = _("The account is disconnected, and what it allowed us is deleted.")
_WAITS = _(
    "A save is being made for you this very moment. It is taken back where the service lets "
    "us, and then everything else is deleted by itself, within a day at the latest. "
    "You need do nothing more."
)


@dataclass(frozen=True)
class Erasure:
    """What came of it, in words for the fan. Not done: it finishes by itself."""

    done: bool
    words: str


def erase_fan(fan: Fan, *, now: datetime) -> Erasure:
    """Withdraw, shred and delete everything about this fan. Promise rows stay for the counts,
    without anybody; words agreed to stay without a name. Asking twice is harmless."""
    if not Fan.objects.filter(pk=fan.pk).exists():
        return Erasure(done=True, words=str(_ERASED))
    with transaction.atomic():
        leave_notes(Noted.ERASED, rows={fan.pk: fan.created_at}, now=now)
        _stop_mails(fan, now=now)
        pending = _remember(fan, connection=None, now=now)
        done = _erase_now(pending, now=now)
    return Erasure(done=done, words=str(_ERASED if done else _WAITS))


def disconnect(connection: Connection, *, now: datetime) -> Erasure:
    """Withdraw what leans on this account, shred its grant, delete the connection."""
    if not Connection.objects.filter(pk=connection.pk).exists():
        return Erasure(done=True, words=str(_DISCONNECTED))
    with transaction.atomic():
        rows = {connection.pk: connection.connected_at}
        leave_notes(Noted.DISCONNECTED, rows=rows, now=now)
        pending = _remember(connection.fan, connection=connection, now=now)
        done = _erase_now(pending, now=now)
    return Erasure(done=done, words=str(_DISCONNECTED if done else _WAITS))


def finish_erasures(*, now: datetime) -> int:
    """Go on with those that had to wait. Returns how many are done."""
    done = 0
    for pending in PendingErasure.objects.select_related("fan", "connection").order_by("pk"):
        with transaction.atomic():
            # The fan's own erasure may have taken this row along in the meantime.
            if PendingErasure.objects.filter(pk=pending.pk).exists():
                done += _erase_now(pending, now=now)
    return done


def _remember(fan: Fan, *, connection: Connection | None, now: datetime) -> PendingErasure:
    standing = PendingErasure.objects.filter(fan=fan, connection=connection).first()
    return standing or PendingErasure.objects.create(fan=fan, connection=connection, asked_at=now)


def _erase_now(pending: PendingErasure, *, now: datetime) -> bool:
    connections = _connections_of(pending)
    _withdraw_all(connections, now=now)
    must_wait = _is_under_way(connections, now=now)
    if must_wait and now < pending.asked_at + LONGEST_WAIT:
        return False
    _drop_connections(connections, now=now)
    if pending.connection_id is None:
        pending.fan.delete()
    return True


def _connections_of(pending: PendingErasure) -> list[Connection]:
    if pending.connection is not None:
        return [pending.connection]
    return list(Connection.objects.filter(fan=pending.fan))


def _withdraw_all(connections: Iterable[Connection], *, now: datetime) -> None:
    # First: else the worker would promise anew what is withdrawn here.
    end_standings_of([connection.pk for connection in connections], now=now)
    # Nothing more is asked with these, and no wave waits for them.
    Canary.objects.on_duty().filter(connection__in=connections).update(ended_at=now)
    for presave in PreSave.objects.open().filter(connection__in=connections):
        withdraw_presave(presave, now=now)
    for ask in FollowAsk.objects.waiting().filter(presave__connection__in=connections):
        withdraw_follow(ask, now=now)


def _is_under_way(connections: Iterable[Connection], *, now: datetime) -> bool:
    is_open = PreSave.objects.open().filter(connection__in=connections).exists()
    return is_open or any(is_being_used(connection.pk, now=now) for connection in connections)


def _drop_connections(connections: list[Connection], *, now: datetime) -> None:
    promises = PreSave.objects.filter(connection__in=connections)
    for presave in promises.open():
        finish_withdrawal(presave, now=now)
    about = Q(presave__in=promises) | Q(connection__in=connections)
    Authorization.objects.filter(about).update(
        browser_hash="", language="", time_zone="", territory="", visit=None, presave=None
    )
    promises.update(visit=None)
    ids = [connection.pk for connection in connections]
    # Overwritten before the row goes, so that no page keeps the sealed bytes.
    shred_grants(ids, now=now)
    Connection.objects.filter(pk__in=ids).delete()


def _stop_mails(fan: Fan, *, now: datetime) -> None:
    for reminder in Reminder.objects.filter(fan=fan):
        withdraw_reminder(reminder, now=now)
    forget_mailbox(fan)
    for membership in ListMembership.objects.filter(fan=fan):
        leave_list(membership, now=now)
    for news in NewsPush.objects.filter(fan=fan):
        end_news(news, now=now)
    # Of whoever is erased nothing is kept, not even that an import must not bring them back.
    ListMembership.objects.filter(fan=fan).update(left_mark="", without="", language="")
    forget_browsers(list(PushSubscription.objects.filter(fan=fan).values_list("pk", flat=True)))
    EmailAddress.objects.filter(fan=fan).delete()

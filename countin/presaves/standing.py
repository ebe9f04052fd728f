"""The standing consent: every coming release of an artist, until the fan stops it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction

from countin.campaigns.models import Artist
from countin.fans.grants import is_being_used
from countin.fans.models import Connection, Consent, Grant
from countin.presaves.leaning import shred_unneeded
from countin.presaves.models import PreSave, PreSaveQuerySet, StandingConsent
from countin.presaves.states import StandingEnd
from countin.presaves.withdrawing import Withdrawal, withdraw_presave
from countin.workspaces.journal import Noted, leave_notes


class NothingToLeanOn(Exception):
    """No permission of this account is kept that could save a coming release."""


def begin_standing(
    connection: Connection, *, artist: Artist, consent: Consent, now: datetime
) -> StandingConsent:
    """From now on, every release of this artist. Asking twice gives the first one back.

    Raises NothingToLeanOn: the fan has to connect first.
    """
    with transaction.atomic():
        # Held, so that it is not shredded as unneeded in this very moment.
        live = Grant.objects.live().select_for_update().filter(connection=connection).first()
        if live is None or not live.is_usable(now) or not live.allows_save:
            raise NothingToLeanOn
        try:
            with transaction.atomic():
                standing, _created = StandingConsent.objects.get_or_create(
                    connection=connection,
                    artist=artist,
                    ended_at=None,
                    defaults={"fan": connection.fan, "consent": consent, "given_at": now},
                )
        except IntegrityError:  # pressed twice in one moment
            return StandingConsent.objects.in_force().get(connection=connection, artist=artist)
        return standing


def stop_standing(standing: StandingConsent, *, now: datetime) -> list[Withdrawal]:
    """The fan stops it. What was promised by it alone is withdrawn, for its consent is gone;
    gives what each of these came to. Stopping twice changes nothing."""
    with transaction.atomic():
        if not _end([standing.pk], because=StandingEnd.BY_FAN, now=now):
            return []
        leave_notes(Noted.STANDING_STOPPED, rows={standing.pk: standing.given_at}, now=now)
        told = [withdraw_presave(row, now=now) for row in open_promises_of(standing)]
        _shred([standing.connection_id], now=now)
    return told


def open_promises_of(standing: StandingConsent) -> PreSaveQuerySet:
    """Promises that stand on this consent alone. One that the fan has made themselves since
    has a consent of its own."""
    return PreSave.objects.open().filter(standing=standing, consent=standing.consent_id)


def end_standings_of(connection_ids: Iterable[int], *, now: datetime) -> int:
    """The accounts are being disconnected; their promises are withdrawn by the caller."""
    ended = _end(
        StandingConsent.objects.in_force()
        .filter(connection__in=list(connection_ids))
        .values_list("pk", flat=True),
        because=StandingEnd.DISCONNECTED,
        now=now,
    )
    return len(ended)


def end_spent_standings(*, now: datetime) -> int:
    """End those whose permission is gone or too old, and say why. What they promised before
    stays, and its fan is asked on the day. Returns how many ended."""
    spent = list(StandingConsent.objects.without_grant(now).values_list("pk", "connection_id"))
    expired = [pk for pk, connection_id in spent if _grew_too_old(connection_id, now=now)]
    gone = [pk for pk, _connection_id in spent if pk not in set(expired)]
    with transaction.atomic():
        ended = _end(expired, because=StandingEnd.EXPIRED, now=now)
        ended += _end(gone, because=StandingEnd.PERMISSION_GONE, now=now)
        _shred([connection_id for pk, connection_id in spent if pk in set(ended)], now=now)
    return len(ended)


def mark_renewal_asked(standing_ids: Iterable[int], *, now: datetime) -> None:
    """These fans were asked to renew; once a permission is enough."""
    StandingConsent.objects.in_force().filter(pk__in=list(standing_ids)).update(
        renewal_asked_at=now
    )


def _end(standing_ids: Iterable[int], *, because: StandingEnd, now: datetime) -> list[int]:
    """Of two at once, one ends it: the rows are held until the transaction is over, so that no
    promise is made by what has ended."""
    rows = StandingConsent.objects.select_for_update()
    held = list(rows.filter(pk__in=list(standing_ids), ended_at=None).values_list("pk", flat=True))
    StandingConsent.objects.filter(pk__in=held).update(ended_at=now, end_reason=because)
    return held


def _shred(connection_ids: Iterable[int | None], *, now: datetime) -> None:
    # A grant in the worker's hands is judged when the worker gives it back.
    idle = [pk for pk in connection_ids if not is_being_used(pk, now=now)]
    shred_unneeded(idle, now=now)


def _grew_too_old(connection_id: int | None, *, now: datetime) -> bool:
    newest = Grant.objects.filter(connection=connection_id).order_by("-pk").first()
    return newest is not None and newest.usable_until <= now

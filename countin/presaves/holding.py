"""A person holds a group of promises back until each fan confirms, and lets it go again.

Nothing is held by itself. A held promise keeps its permission sealed; whoever confirms is saved.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from django.db import transaction

from countin.campaigns.models import Campaign
from countin.fans.grants import claim_grants
from countin.fans.models import Grant
from countin.presaves.due import DuePresave, lock_presaves
from countin.presaves.models import HeldPreSave, Hold, PreSave
from countin.presaves.moving import explain_presaves, move_presaves
from countin.presaves.states import Reason, State, Step
from countin.presaves.withdrawing import may_be_saved_already
from countin.workspaces.rows import Among, insert_rows

# A worker that has read a promise as due claims its grant within this.
_JUST_READ: Final = timedelta(seconds=2)


@dataclass(frozen=True)
class Holding:
    """What came of holding a group. `hold` is None where nothing could be held."""

    hold: Hold | None
    held: int
    being_saved: int  # at this very moment, or perhaps saved already
    confirmed: int  # by an earlier hold: left alone
    others: int  # saved, withdrawn, failed, or in need of their fan for another reason


class Confirmation(StrEnum):
    """What a fan is told who confirmed."""

    CONFIRMED = "confirmed"
    NEEDS_PERMISSION = "confirmed_needs_permission"
    NOT_HELD = "nothing"


def hold_back(
    campaign: Campaign,
    *,
    presave_ids: Collection[int],
    described: str,
    because: str,
    now: datetime,
) -> Holding:
    """Hold these promises of the campaign back, as far as that can be done truthfully: what is
    being saved at this moment goes through. Call in the transaction that writes the log."""
    with transaction.atomic():
        mine = PreSave.objects.filter(Among("pk", presave_ids), campaign=campaign)
        confirmed = _confirmed_before(presave_ids)
        rows = lock_presaves(mine.values_list("pk", flat=True))
        wanted = {pk: row for pk, row in rows.items() if pk not in confirmed}
        holdable = {pk: row for pk, row in wanted.items() if _is_holdable(row)}
        free = _claim_free([row.connection_id for row in holdable.values()], now=now)
        held = [pk for pk, row in holdable.items() if row.connection_id in free]
        hold = _write(campaign, held, described=described, because=because, now=now)
        _move(holdable, held=held, now=now)
    is_going = [pk for pk, row in wanted.items() if pk not in held and _goes_through(row)]
    others = len(rows) - len(confirmed & set(rows)) - len(held) - len(is_going)
    return Holding(hold, len(held), len(is_going), len(confirmed & set(rows)), others)


def release_hold(hold: Hold, *, now: datetime) -> int:
    """Let go of what nobody has confirmed yet: those promises are on their way again, as if they
    had never been held. Returns how many."""
    with transaction.atomic():
        waiting = hold.rows.filter(presave__state=State.NEEDS_FAN, confirmed_at__isnull=True)
        waiting = waiting.filter(presave__reason=Reason.HELD_BACK)
        moved = move_presaves(
            waiting.values_list("presave", flat=True),
            to=State.PROMISED,
            reason=Reason.NONE,
            now=now,
        )
        Hold.objects.filter(pk=hold.pk, released_at__isnull=True).update(released_at=now)
    return len(moved)


def confirm_held(presave: PreSave, *, now: datetime) -> Confirmation:
    """The fan confirmed: the promise is on its way again, at once where its moment has come.
    Where its permission has ended meanwhile, the fan is needed for that, and for nothing else."""
    with transaction.atomic():
        row = PreSave.objects.select_for_update().get(pk=presave.pk)
        if row.state != State.NEEDS_FAN or row.reason != Reason.HELD_BACK:
            return Confirmation.NOT_HELD
        move_presaves([row.pk], to=State.PROMISED, reason=Reason.NONE, now=now)
        note_confirmed([row.pk], now=now)
        lack = _lacks(row, now=now)
        if lack is None:
            return Confirmation.CONFIRMED
        move_presaves([row.pk], to=State.NEEDS_FAN, reason=lack, now=now)
        return Confirmation.NEEDS_PERMISSION


def note_confirmed(presave_ids: Iterable[int], *, now: datetime) -> None:
    """Their fans confirmed, by the button for it or by giving a new permission."""
    rows = HeldPreSave.objects.filter(Among("presave", presave_ids), confirmed_at__isnull=True)
    rows.update(confirmed_at=now)


def _confirmed_before(presave_ids: Collection[int]) -> set[int]:
    rows = HeldPreSave.objects.filter(Among("presave", presave_ids), confirmed_at__isnull=False)
    return set(rows.values_list("presave_id", flat=True))


def _is_holdable(row: DuePresave) -> bool:
    if row.withdraw_asked_at is not None or may_be_saved_already(row):
        return False
    # What waits for a second look at its permission would go on by itself after it.
    return row.state == State.PROMISED or _waits_for_a_look(row)


def _waits_for_a_look(row: DuePresave) -> bool:
    return row.state == State.NEEDS_FAN and row.next_step == Step.LOOK


def _goes_through(row: DuePresave) -> bool:
    return row.state == State.PROMISED


def _claim_free(connection_ids: Iterable[int | None], *, now: datetime) -> set[int | None]:
    """Those whose grant no worker holds. They are claimed for a moment: a worker that has just
    read their promises as due then gets none of them."""
    wanted = set(connection_ids)
    live = dict(
        Grant.objects.live().filter(Among("connection", wanted)).values_list("pk", "connection_id")
    )
    claimed = claim_grants(live, now=now, until=now + _JUST_READ)
    return wanted - {connection for grant, connection in live.items() if grant not in claimed}


def _write(
    campaign: Campaign, held: list[int], *, described: str, because: str, now: datetime
) -> Hold | None:
    if not held:
        return None
    hold = Hold.objects.create(
        campaign=campaign, described=described[:300], because=because[:300], held_at=now
    )
    rows = [(hold.pk, pk, None) for pk in held]
    insert_rows(HeldPreSave, fields=("hold_id", "presave_id", "confirmed_at"), rows=rows)
    return hold


def _move(rows: dict[int, DuePresave], *, held: list[int], now: datetime) -> None:
    looked_at = [pk for pk in held if _waits_for_a_look(rows[pk])]
    move_presaves(set(held) - set(looked_at), to=State.NEEDS_FAN, reason=Reason.HELD_BACK, now=now)
    explain_presaves(looked_at, reason=Reason.HELD_BACK, now=now)


def _lacks(presave: PreSave, *, now: datetime) -> Reason | None:
    grant = Grant.objects.live().filter(connection=presave.connection_id or 0).first()
    if grant is None or grant.refused_at is not None:
        return Reason.GRANT_DEAD
    moment = max(now, presave.due_at())
    return None if moment < grant.usable_until else Reason.GRANT_EXPIRED

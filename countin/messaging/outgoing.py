"""What goes out, mails and pushes alike: claimed by one worker, each settled exactly once."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection as database
from django.db import transaction
from django.db.models import F

from countin.messaging.models import Outgoing, OutgoingQuerySet

# Longer than a batch can take with a server that lets every call time out.
CLAIM_FOR = timedelta(minutes=15)
KEEP_TRYING_FOR = timedelta(hours=72)
_SHORTEST_WAIT = timedelta(minutes=1)
_LONGEST_WAIT = timedelta(hours=4)


def claim_due(rows: OutgoingQuerySet, *, now: datetime, at_most: int) -> list[int]:
    """Claim what is due of these, so that no other worker has them. `attempts` is the fence:
    what comes of one is recorded only while it stands."""
    if not rows.due(now).exists():
        return []  # a look, where a claim would keep other writers waiting
    with transaction.atomic():
        due = rows.due(now)
        if database.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        ids = list(due.values_list("pk", flat=True)[:at_most])
        rows.model.objects.filter(pk__in=ids).update(
            claimed_until=now + CLAIM_FOR, attempts=F("attempts") + 1
        )
    return ids


def settle(outgoing: Outgoing, **fields: object) -> bool:
    """Let go of it with this result. False: the claim is lost, or it is settled already."""
    rows = type(outgoing).objects.unsettled().filter(pk=outgoing.pk, attempts=outgoing.attempts)
    return rows.update(claimed_until=None, **fields) == 1


def settle_all(outgoings: Sequence[Outgoing], **fields: object) -> int:
    """The same result for all of these, where the claim stands. Returns for how many it does."""
    settled = 0
    for attempts, rows in _by_fence(outgoings).items():
        mine = (
            type(rows[0])
            .objects.unsettled()
            .filter(pk__in=[one.pk for one in rows], attempts=attempts)
        )
        settled += mine.update(claimed_until=None, **fields)
    return settled


def record_failed(outgoing: Outgoing, *, because: str, now: datetime) -> None:
    """It will never go out."""
    settle(outgoing, failed_at=now, because=because)


def postpone(outgoing: Outgoing, *, until: datetime, because: str) -> None:
    """Not now; nobody holds it any more."""
    settle(outgoing, due_at=until, because=because)


def let_go(outgoings: Sequence[Outgoing]) -> None:
    """Claimed and not tried: free again, as if never claimed."""
    for attempts, rows in _by_fence(outgoings).items():
        mine = (
            type(rows[0])
            .objects.unsettled()
            .filter(pk__in=[one.pk for one in rows], attempts=attempts)
        )
        mine.update(claimed_until=None, attempts=F("attempts") + 1)


def _by_fence(outgoings: Sequence[Outgoing]) -> dict[int, list[Outgoing]]:
    fences: dict[int, list[Outgoing]] = {}
    for one in outgoings:
        fences.setdefault(one.attempts, []).append(one)
    return fences


def next_try(outgoing: Outgoing, *, now: datetime) -> datetime | None:
    """Waits grow with the age; None once it is older than three days."""
    age = now - outgoing.made_at
    if age > KEEP_TRYING_FOR:
        return None
    return now + min(max(age / 2, _SHORTEST_WAIT), _LONGEST_WAIT)

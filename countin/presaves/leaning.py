"""What still needs a connection's grant."""

from collections.abc import Iterable
from datetime import datetime

from countin.fans.grants import shred_grants
from countin.presaves.canaries import Canary
from countin.presaves.models import FollowAsk, PreSave, PreSaveQuerySet, StandingConsent
from countin.presaves.states import Reason, State
from countin.providers.contract import Ask
from countin.workspaces.rows import Among
from countin.workspaces.statements import Question

_MENDABLE = (Reason.NOT_RELEASED, Reason.NOT_LET_IN)


def _mendable() -> PreSaveQuerySet:
    """Given up in markets that did not show the release, or by a service that does not let our
    app serve them: once somebody has mended that, they are promised again, with the permission
    that they had (docs/decisions/0073, 0082)."""
    return PreSave.objects.filter(
        state=State.FAILED, reason__in=_MENDABLE, campaign__ended_at__isnull=True
    )


def asks_needed(connection_id: int) -> frozenset[Ask]:
    """What open promises, those that may open again, follow asks, standing consents and canaries
    would lose with this connection's grant."""
    asks = set()
    promises = PreSave.objects.open().filter(connection_id=connection_id)
    mendable = _mendable().filter(connection_id=connection_id)
    standing = StandingConsent.objects.in_force().filter(connection_id=connection_id)
    canaries = Canary.objects.on_duty().filter(connection_id=connection_id)
    if any(rows.exists() for rows in (promises, mendable, standing, canaries)):
        asks.add(Ask.SAVE)
    if FollowAsk.objects.waiting().filter(presave__connection_id=connection_id).exists():
        asks.add(Ask.FOLLOW)
    return frozenset(asks)


_LEANING = (
    Question(
        lambda *, ids: (
            PreSave.objects.open().filter(Among("connection", ids)).values_list("connection_id")
        )
    ),
    Question(
        lambda *, ids: _mendable().filter(Among("connection", ids)).values_list("connection_id")
    ),
    Question(
        lambda *, ids: (
            FollowAsk.objects.waiting()
            .filter(Among("presave__connection", ids))
            .values_list("presave__connection_id")
        )
    ),
    Question(
        lambda *, ids: (
            StandingConsent.objects.in_force()
            .filter(Among("connection", ids))
            .values_list("connection_id")
        )
    ),
    Question(
        lambda *, ids: (
            Canary.objects.on_duty().filter(Among("connection", ids)).values_list("connection_id")
        )
    ),
)


def unneeded_connections(connection_ids: Iterable[int | None]) -> set[int]:
    """Those of these on which no promise that is open or may open again, waiting follow, standing
    consent or canary leans."""
    ids = {pk for pk in connection_ids if pk is not None}
    return ids - {pk for question in _LEANING for (pk,) in question.rows(ids=ids)}


def shred_unneeded(connection_ids: Iterable[int | None], *, now: datetime) -> int:
    """Shred every grant of these that nothing leans on any more. Returns how many."""
    return shred_grants(unneeded_connections(connection_ids), now=now)

"""Live grants as the worker takes them: plain values, a hundred at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from countin.fans.models import Grant
from countin.workspaces.rows import Among
from countin.workspaces.statements import Question


class LiveGrant(NamedTuple):
    """A grant, sealed still, with the service that its connection is at. Reads as the model
    does, for a tenth of the cost."""

    pk: int
    connection_id: int
    provider: str
    client_id: str
    scopes: str
    allows_save: bool
    allows_follow: bool
    sealed: bytes | memoryview
    authorized_at: datetime
    usable_until: datetime
    claim_number: int
    access_sealed: bytes | memoryview | None
    access_until: datetime | None

    def is_usable(self, now: datetime) -> bool:
        """Younger than the service lets a grant become."""
        return now < self.usable_until


_COLUMNS = tuple(
    "connection__provider" if name == "provider" else name for name in LiveGrant._fields
)

_LIVE = Question(
    lambda *, connections: (
        Grant.objects.live().filter(Among("connection", connections)).values_list(*_COLUMNS)
    )
)


def load_live_grants(connection_ids: Iterable[int | None]) -> dict[int, LiveGrant]:
    """The live grants of these connections, by connection."""
    grants = (LiveGrant._make(row) for row in _LIVE.rows(connections=connection_ids))
    return {grant.connection_id: grant for grant in grants}

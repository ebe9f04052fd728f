"""Sealing every room's rows anew under the current key, batch by batch."""

from collections import Counter
from collections.abc import Mapping, Sequence

from countin.fans.resealing import SEALED as FANS
from countin.fans.resealing import SealedRows
from countin.messaging.resealing import SEALED as MESSAGING
from countin.webhooks.resealing import SEALED as WEBHOOKS
from countin.workspaces.jobs import Opens

SEALED: tuple[SealedRows, ...] = (*FANS, *MESSAGING, *WEBHOOKS)
BATCH = 500


def count_by_key(tables: Sequence[SealedRows] = SEALED) -> Counter[str]:
    """How many rows of all rooms are sealed under which key."""
    total: Counter[str] = Counter()
    for table in tables:
        total.update(table.count_by_key())
    return total


class Pass:
    """One way through all tables. Where it stands is kept in memory only: whoever begins anew
    finds what is still under an old key, and nothing else."""

    def __init__(self, tables: Sequence[SealedRows] = SEALED) -> None:
        self._tables, self._table, self._after = tables, 0, 0
        self.done: Counter[str] = Counter()
        self.unopened = 0

    @property
    def is_over(self) -> bool:
        """Every table was gone through."""
        return self._table >= len(self._tables)

    def go_on(self, *, opener: Opens) -> Mapping[str, int]:
        """The next batch. Returns how many rows were taken from under which key."""
        batch = self._tables[self._table].reseal(opener=opener, after=self._after, at_most=BATCH)
        self._after = batch.last
        if not batch.last:
            self._table += 1
        self.done.update(batch.done)
        self.unopened += batch.unopened
        return batch.done

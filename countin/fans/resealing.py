"""Sealing rows anew under the vault's current key, while everybody goes on working.

Each room that keeps sealed rows declares them as it declares its jobs: `SEALED`.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection as database
from django.db import models, transaction
from django.db.models.functions import Substr

from countin.fans.grants import grant_context
from countin.fans.models import Grant
from countin.vault.contexts import Context
from countin.vault.envelopes import KEY_ID_AT, KEY_ID_BYTES, Algorithm
from countin.workspaces.jobs import Opens

# Numbers of rows that one look goes over: tens of milliseconds, however large the table.
_STRETCH = 20_000


@dataclass(frozen=True)
class Batch:
    """What came of some rows."""

    last: int = 0  # the number of the last row looked at; 0: none was left
    done: Mapping[str, int] = field(default_factory=dict)  # by the key they were under before
    unopened: int = 0  # no key of the ring opens these


@dataclass(frozen=True)
class SealedRows:
    """A table with secrets in its column `sealed`; empty once they are shredded."""

    name: str
    model: type[models.Model]
    context_of: Callable[[Any], Context]
    needs: tuple[str, ...] = ()  # what `context_of` follows from the row

    def count_by_key(self) -> dict[str, int]:
        """How many rows are sealed under which key."""
        counted = self._live().order_by().values("key").annotate(rows=models.Count("pk"))
        return {bytes(row["key"]).hex(): row["rows"] for row in counted}

    def reseal(self, *, opener: Opens, after: int, at_most: int) -> Batch:
        """Those that another key sealed, in the order of their numbers, beginning behind
        `after`. A row that anybody changes meanwhile keeps what they wrote."""
        behind = self._live().filter(pk__gt=after).exclude(key=bytes.fromhex(opener.current_id))
        rows = list(behind.select_related(*self.needs).order_by("pk")[:at_most])
        renewed = self._renew(rows, opener=opener)
        return Batch(
            last=rows[-1].pk if rows else 0,
            done=self._exchange(renewed),
            unopened=len(rows) - len(renewed),
        )

    def reseal_ahead(self, *, opener: Opens, after: int, at_most: int) -> Batch:
        """What pages sealed, anew under the key that workers alone derive: opened twenty times
        quicker on the night. In the order of their numbers, beginning behind `after`; not more
        than a stretch of the table is looked at."""
        end = after + _STRETCH
        ours = bytes((Algorithm.WORKER,)) + bytes.fromhex(opener.current_id)
        mark = Substr("sealed", KEY_ID_AT - 1, len(ours), output_field=models.BinaryField())
        stretch = self._live().filter(pk__gt=after, pk__lte=end).annotate(mark=mark)
        by_pages = stretch.exclude(mark=ours)
        rows = list(by_pages.select_related(*self.needs).order_by("pk")[:at_most])
        renewed = self._renew(rows, opener=opener)
        newest = self._rows().order_by("-pk").values_list("pk", flat=True).first() or 0
        last = rows[-1].pk if len(rows) == at_most else min(end, newest)
        done = self._exchange(renewed)
        return Batch(last=last, done=done, unopened=len(rows) - len(renewed))

    def _renew(self, rows: Sequence[Any], *, opener: Opens) -> dict[int, tuple[bytes, bytes]]:
        """The sealed bytes of each as they were and anew, by number."""
        return {
            row.pk: (bytes(row.sealed), anew)
            for row in rows
            if (anew := opener.renew(bytes(row.sealed), context=self.context_of(row))) is not None
        }

    def _exchange(self, renewed: Mapping[int, tuple[bytes, bytes]]) -> Counter[str]:
        done: Counter[str] = Counter()
        if not renewed:
            return done
        with transaction.atomic():
            for pk in self._free(renewed):
                before, anew = renewed[pk]
                same = self._rows().filter(pk=pk, sealed=before)
                done[key_id_of(before)] += same.update(sealed=anew)
        return done

    def _free(self, pks: Mapping[int, object]) -> Sequence[int]:
        """Never waits for a row that somebody holds: waiting, of two, can end for both."""
        if not database.features.has_select_for_update_skip_locked:
            return list(pks)
        rows = self._rows().filter(pk__in=list(pks)).order_by("pk")
        return list(rows.select_for_update(skip_locked=True).values_list("pk", flat=True))

    def _live(self) -> models.QuerySet[Any]:
        key = Substr("sealed", KEY_ID_AT, KEY_ID_BYTES, output_field=models.BinaryField())
        live: models.QuerySet[Any] = self._rows().filter(sealed__isnull=False).annotate(key=key)
        return live

    def _rows(self) -> models.QuerySet[Any]:
        return self.model._default_manager.all()


def key_id_of(sealed: bytes) -> str:
    """Which key these bytes name."""
    return sealed[KEY_ID_AT - 1 : KEY_ID_AT - 1 + KEY_ID_BYTES].hex()


def _context_of(grant: Grant) -> Context:
    return grant_context(grant.connection)


SEALED: tuple[SealedRows, ...] = (SealedRows("grants", Grant, _context_of, needs=("connection",)),)

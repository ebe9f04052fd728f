"""All traits of all fans as one sparse table, so that crowds are fitted by few multiplications."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from scipy import sparse

from countin.authenticity.fan_table import Codes, Floats
from countin.authenticity.traits import Trait

# Fans' worth of the whole campaign's spread that every crowd starts from.
_PRIOR = 8.0


class Coding:
    """A row a fan, a column a code of a trait. Unknown codes take no part."""

    def __init__(self, traits: list[Trait], *, fans: int) -> None:
        self.traits = traits
        self.fans = fans
        self._starts = np.cumsum([0, *(trait.size for trait in traits)])
        above = np.cumsum([0, *(trait.parents for trait in traits)])
        self._parent = np.concatenate(
            [np.zeros(0, dtype=np.int64)]
            + [trait.parent + start for trait, start in zip(traits, above, strict=False)]
        )
        width = int(self._starts[-1])
        self._table: Any = self._rows([trait.codes for trait in traits], every=range(len(traits)))
        self._up: Any = sparse.csr_matrix(
            (np.ones(width), (self._parent, np.arange(width))), shape=(int(above[-1]), width)
        )
        whole = np.asarray(self._table.sum(axis=0)).ravel() + 1e-9
        self._expected = _PRIOR * whole / (self._up @ whole)[self._parent]

    def spread(self, belongs: Floats) -> Floats:
        """Log probability of every code in every crowd, given what it hangs on."""
        counts = self._table.T @ belongs
        above = (self._up @ counts)[self._parent]
        return np.asarray(np.log(counts + self._expected[:, None]) - np.log(above + _PRIOR))

    def joint(self, spreads: Floats) -> Floats:
        """Each fan's log probability in every crowd, sizes aside."""
        return np.asarray(self._table @ spreads)

    def joint_of_visits(self, columns: Mapping[str, list[Any]], spreads: Floats) -> Floats:
        """The same for visits that no promise came of, by how they came alone."""
        every = [number for number, trait in enumerate(self.traits) if trait.structural]
        codes = []
        for number in every:
            known = {label: code for code, label in enumerate(self.traits[number].labels)}
            labels = columns[self.traits[number].name]
            codes.append(np.array([known.get(label, -1) for label in labels], dtype=np.int64))
        return np.asarray(self._rows(codes, every=every) @ spreads)

    def fitted(self, members: Any) -> Floats:
        """The log likelihood of each cell's fans under that cell's own spread."""
        counts = (members @ self._table).tocoo()
        above = np.asarray((members @ self._table @ self._up.T).todense())
        mine = np.log(counts.data + self._expected[counts.col])
        theirs = np.log(above[counts.row, self._parent[counts.col]] + _PRIOR)
        gains = np.bincount(
            counts.row, weights=counts.data * (mine - theirs), minlength=members.shape[0]
        )
        return np.asarray(gains, dtype=np.float64)

    def _rows(self, codes: list[Codes], *, every: Any) -> Any:
        rows, columns = [], []
        for number, column in zip(every, codes, strict=True):
            known = np.flatnonzero(column >= 0)
            rows.append(known)
            columns.append(column[known] + self._starts[number])
        row, column = np.concatenate(rows), np.concatenate(columns)
        return sparse.csr_matrix(
            (np.ones(len(row)), (row, column)), shape=(len(codes[0]), int(self._starts[-1]))
        )

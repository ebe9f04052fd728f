"""From terms to a grade. "Unusual" takes two families that each speak clearly, never volume."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from countin.authenticity.evidence import CAP

FAMILIES: dict[str, tuple[str, ...]] = {
    "network": ("hosting", "sharing", "conversion"),
    "timing": ("pace", "permit", "night"),
    "after": ("confirmed", "throwaway", "revoked"),
}
SMALLEST_GROUP = 10
_CLEAR = 0.5
_ENOUGH = 1.3
_SLOPE = 3.5
# These say nothing by being absent: most crowds use no throwaway addresses and no hosting.
_ONE_SIDED = frozenset(
    {"throwaway", "permit", "night", "sharing", "conversion", "hosting", "revoked"}
)
_NOISE = {"revoked": 0.7, "hosting": 0.4, "throwaway": 0.3}


class Grade(StrEnum):
    UNUSUAL = "unusual"
    NOT_CORROBORATED = "not corroborated"
    EXPLAINED = "explained"


@dataclass(frozen=True)
class Judgement:
    """What the terms come to. `probability` is the weight a crowd has in the share."""

    terms: Mapping[str, float]
    families: Mapping[str, float]
    total: float
    probability: float
    grade: Grade | None


def judge(terms: Mapping[str, float], *, fans: float) -> Judgement:
    """Weigh a crowd's terms (nats; positive speaks against it)."""
    families = {name: _family(terms, parts) for name, parts in FAMILIES.items()}
    total = sum(families.values())
    clear = sum(value >= _CLEAR for value in families.values())
    grade = None
    if fans >= SMALLEST_GROUP and total >= _ENOUGH and clear >= 2:
        grade = Grade.UNUSUAL
    elif fans >= SMALLEST_GROUP and clear >= 1 and total >= _CLEAR:
        grade = Grade.NOT_CORROBORATED
    probability = 1 / (1 + float(np.exp(-_SLOPE * (total - _ENOUGH))))
    if clear < 2:
        probability = min(probability, 0.3)
    return Judgement(terms, families, total, probability, grade)


def _family(terms: Mapping[str, float], parts: tuple[str, ...]) -> float:
    value = sum(_counted(name, terms[name]) for name in parts if name in terms)
    return float(np.clip(value, -CAP, CAP))


def _counted(name: str, value: float) -> float:
    if abs(value) < _NOISE.get(name, 0.0) or (name in _ONE_SIDED and value < 0):
        return 0.0
    return value

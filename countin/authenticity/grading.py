"""From terms to a grade. "Unusual" takes two families that each speak clearly, never volume."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from countin.authenticity.evidence import CAP, ELSEWHERE

FAMILIES: dict[str, tuple[str, ...]] = {
    "network": ("hosting", "sharing", "conversion"),
    "timing": ("pace", "permit", "night", "steady"),
    "after": ("confirmed", "throwaway", "revoked"),
}
SMALLEST_GROUP = 10
_CLEAR = 0.3
_ENOUGH = 1.1
_CLEARLY = 0.7
# What fans did, beside networks that depart and beside rented machines.
_BORNE_OUT, _BESIDE_HOSTING = 0.4, 0.3
_SPOKEN_OF = 0.5
# Pace that no audience had in the benchmark's clean worlds, alone and beside silence towards mails
# (fewer than one of ten that the others confirm).
_FAR_FROM_PEOPLE, _FAR_BESIDE_SILENCE, _ALL_SILENT = 1.0, 0.6, 2.0
# The same, where most such visits are known to leave, and no network is shared: a farm's don't.
_FAR_FROM_PASSERS_BY = 1.5
_READY_AT_A_GIG = 0.9
# A newsletter or a stream brings people steadily, too, but hardly ever silent ones: before this the
# steady flow of a crowd counts for nothing.
_SILENT_THROUGHOUT = 1.2
# How a total turns into a weight: fitted over the benchmark's worlds, farms plain and disguised.
_SLOPE, _MIDDLE = 3.2, 0.85
_TWO_FAMILIES, _TWO_FACTS, _ONE_FACT = 1.0, -0.4, -1.6
# A hall or a carrier puts many behind one network: alone that may not weigh much.
_MOST = {"sharing": 0.8}
# These say nothing by being absent: most crowds use no throwaway addresses and no hosting.
_ONE_SIDED = frozenset(
    {"throwaway", "permit", "night", "steady", "sharing", "conversion", "hosting", "revoked"}
)
_NOISE = {"revoked": 0.3, "hosting": 0.4, "throwaway": 0.3, "steady": 0.3}


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
    if _family(terms, FAMILIES["after"]) < _SILENT_THROUGHOUT:
        terms = {name: value for name, value in terms.items() if name != "steady"}
    families = {name: _family(terms, parts) for name, parts in FAMILIES.items()}
    total = sum(families.values())
    clear = sum(value >= _CLEAR for value in families.values())
    speaks = clear >= 2 and total >= _ENOUGH and _bears_out(terms, families)
    grade = None
    if fans >= SMALLEST_GROUP and speaks:
        grade = Grade.UNUSUAL
    elif fans >= SMALLEST_GROUP and clear >= 1 and total >= _SPOKEN_OF:
        grade = Grade.NOT_CORROBORATED
    odds = _SLOPE * (total - _MIDDLE) + (_TWO_FAMILIES if speaks else _alone(terms))
    return Judgement(terms, families, total, 1 / (1 + float(np.exp(-odds))), grade)


def _bears_out(terms: Mapping[str, float], families: Mapping[str, float]) -> bool:
    """Shared networks and ready visitors come with every gig and every video abroad: what fans
    did has to speak clearly beside them, less so beside rented machines."""
    conduct = families["timing"] + families["after"]
    if _is_as_at_a_gig(terms) or _is_as_after_a_video(terms):
        return False
    return conduct >= (_BESIDE_HOSTING if terms.get("hosting", 0.0) >= _CLEARLY else _BORNE_OUT)


def _is_as_at_a_gig(terms: Mapping[str, float]) -> bool:
    """They answer no mail, and nothing else speaks. A hall brings such people together, ready to
    press; a stand does so for hours. Who comes ready or steadily and was at no one place is
    spared by neither; who looks around, and shares a carrier's network, is."""
    facts = _facts_that_speak(terms)
    if facts - {"confirmed", "steady"} or terms.get("hosting", 0.0) >= _CLEARLY:
        return False
    comes_to_press = terms.get("conversion", 0.0) >= _CLEAR or "steady" in facts
    return not (comes_to_press and terms.get(ELSEWHERE, 0.0) > 0)


def _is_as_after_a_video(terms: Mapping[str, float]) -> bool:
    """They make up their minds quickly, as people do, or answer no mail; nothing else speaks. At a
    gig they also came to press, and hardly one looks around."""
    facts = _facts_that_speak(terms)
    if "pace" not in facts or facts - {"pace", "confirmed"}:
        return False
    if terms["pace"] >= _quickest_people(terms):
        return False
    ready = _CLEAR if terms["pace"] >= _FAR_BESIDE_SILENCE else _READY_AT_A_GIG
    return terms.get("hosting", 0.0) < _CLEAR and terms.get("conversion", 0.0) < ready


def _quickest_people(terms: Mapping[str, float]) -> float:
    """From here on a pace is none that an audience has."""
    if terms.get("confirmed", 0.0) >= _ALL_SILENT:
        return _FAR_BESIDE_SILENCE
    looks_around = "conversion" in terms and terms["conversion"] < _CLEAR
    is_spread = terms.get("sharing", 0.0) < _CLEAR
    return _FAR_FROM_PASSERS_BY if looks_around and is_spread else _FAR_FROM_PEOPLE


def _alone(terms: Mapping[str, float]) -> float:
    """One family alone: two facts within it weigh more, unless they are about networks, which a
    hall and a carrier bring together as well."""
    is_one = len(_facts_that_speak(terms)) < 2 or _is_as_after_a_video(terms)
    return _ONE_FACT if is_one else _TWO_FACTS


def _facts_that_speak(terms: Mapping[str, float]) -> set[str]:
    """What the crowd did, and clearly."""
    conduct = (*FAMILIES["timing"], *FAMILIES["after"])
    return {name for name in conduct if terms.get(name, 0.0) >= _CLEAR}


def _family(terms: Mapping[str, float], parts: tuple[str, ...]) -> float:
    value = sum(_counted(name, terms[name]) for name in parts if name in terms)
    return float(np.clip(value, -CAP, CAP))


def _counted(name: str, value: float) -> float:
    if abs(value) < _NOISE.get(name, 0.0) or (name in _ONE_SIDED and value < 0):
        return 0.0
    return min(value, _MOST.get(name, value))

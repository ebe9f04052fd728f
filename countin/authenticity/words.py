"""What a group is told to be, in sentences: of groups, and of what else would look the same."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from countin.authenticity.evidence import Facts, Profile
from countin.authenticity.fan_table import FanTable, Floats
from countin.authenticity.grading import FAMILIES, Judgement
from countin.authenticity.share import LEVEL
from countin.statistics.intervals import difference

_SAID_FROM = 0.4
_MOSTLY = 0.6

_INNOCENT = {
    "pace": "Fans who came back to a page they knew, or were told beforehand what to press, are "
    "quick too.",
    "permit": "Fans who were signed in to the service already pass its page in one press.",
    "night": "Fans in many time zones together leave no night either.",
    "steady": "A shop, a stand or a stream that shows a code for hours brings people as steadily.",
    "hosting": "Work computers and private networks (VPN) often go out through rented machines.",
    "sharing": "A hall, a school or a mobile carrier puts many fans behind one address.",
    "conversion": "Fans who were sent by a friend, a fan club or a code at a gig come to "
    "pre-save and hardly look around.",
    "confirmed": "Mails land in spam folders, and some audiences leave no address on principle.",
    "throwaway": "Careful people use throwaway addresses.",
    "revoked": "Some people clear out their connected apps regularly, or after a warning in the "
    "news.",
}


@dataclass(frozen=True)
class Pair:
    """How many of the group, and how many of the others, of those of whom it is known."""

    mine: int
    of: int
    theirs: int
    of_others: int


@dataclass(frozen=True)
class Sketch:
    """A group and the rest of the campaign, side by side."""

    group: Profile
    rest: Profile
    judgement: Judgement
    pace: float | None
    usual_pace: float | None
    counted: Mapping[str, Pair]


def describe(table: FanTable, members: list[int]) -> str:
    """Who they are: how many, over how long, and what most have in common."""
    many, span = len(members), float(np.ptp(table.at[members]))
    arrivals = [table.arrivals[index] for index in members]
    parts = [
        _mostly("through", (a.source and f"“{a.source}”" for a in arrivals), many),
        _mostly("from", (a.country for a in arrivals), many),
        _mostly("with", (a.agent for a in arrivals), many),
    ]
    told = ", ".join(part for part in parts if part)
    return f"{many} pre-saves within {_span(span)}" + (f": {told}." if told else ".")


def reasons(sketch: Sketch) -> list[str]:
    """Why the group has its grade, strongest first, in numbers against the rest."""
    terms = sketch.judgement.terms
    said = [name for name in _telling(terms) if name in _REASONS]
    return [text for name in said if (text := _REASONS[name](sketch))]


def innocent_explanations(judgement: Judgement) -> list[str]:
    """What would look the same without anything being wrong."""
    return [_INNOCENT[name] for name in _telling(judgement.terms)]


def _telling(terms: Mapping[str, float]) -> list[str]:
    order = [name for parts in FAMILIES.values() for name in parts]
    strong = [name for name in order if terms.get(name, 0.0) >= _SAID_FROM]
    return sorted(strong, key=lambda name: -terms[name])


def _mostly(word: str, values: Iterable[str | None], many: int) -> str:
    counts = Counter(value for value in values if value)
    if not counts:
        return ""
    value, times = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[0]
    if times == many:
        return f"all {word} {value}"
    return f"{round(100 * times / many)} % {word} {value}" if times / many >= _MOSTLY else ""


def _span(seconds: float) -> str:
    if seconds < 7_200:
        return f"{max(1, round(seconds / 60))} minutes"
    if seconds < 172_800:
        return f"{round(seconds / 3_600)} hours"
    return f"{round(seconds / 86_400)} days"


def median_seconds(seconds: Floats, weights: Floats) -> float | None:
    """The weighted median; None where nothing is known."""
    known = ~np.isnan(seconds) & (weights > 0)
    if weights[known].sum() < 5:
        return None
    order = np.argsort(seconds[known], kind="stable")
    sums = np.cumsum(weights[known][order])
    return float(seconds[known][order][np.searchsorted(sums, sums[-1] / 2)])


def _percent(share: float | None) -> str:
    value = 100 * (share or 0.0)
    return f"{value:.1f} %" if 0 < value < 10 else f"{value:.0f} %"


def _say_pace(sketch: Sketch) -> str:
    if sketch.pace is None or sketch.usual_pace is None:
        return ""
    if sketch.pace < 0.75 * sketch.usual_pace:
        return (
            f"Half of them pressed the button within {sketch.pace:.0f} seconds of arriving; of "
            f"the others, half took longer than {sketch.usual_pace:.0f} seconds."
        )
    return (
        "They all took nearly the same time from arriving to pressing the button (about "
        f"{sketch.pace:.0f} seconds); the others differ far more."
    )


def count_pairs(facts: Facts, members: list[int]) -> dict[str, Pair]:
    """The group as it is shown against everybody else; what nobody knows is left out."""
    is_member = np.zeros(len(facts.at), dtype=bool)
    is_member[members] = True
    pairs = {}
    for name in ("hosting", "confirmed", "throwaway", "revoked"):
        values = getattr(facts, name)
        known = ~np.isnan(values)
        mine, theirs = values[known & is_member], values[known & ~is_member]
        if len(mine) and len(theirs):
            pairs[name] = Pair(int(mine.sum()), len(mine), int(theirs.sum()), len(theirs))
    return pairs


def _counted(sketch: Sketch, begin: str, *, name: str) -> str:
    """With how far apart the shares are, so that a small group shows its doubt."""
    pair = sketch.counted.get(name)
    if pair is None:
        return ""
    apart = difference(
        pair.mine, of=pair.of, other=pair.theirs, of_other=pair.of_others, level=LEVEL
    )
    ends = sorted(round(100 * abs(end)) for end in (apart.low, apart.high))
    which = "fewer" if apart.high < 0 else "more"
    told = f" ({ends[0]} to {ends[1]} in a hundred {which}, chance allowed for)"
    sure = apart.low > 0 or apart.high < 0
    return (
        f"{begin}: {pair.mine:,} of {pair.of:,} here, {pair.theirs:,} of {pair.of_others:,} "
        f"of the others{told if sure else ''}."
    )


def _compared(begin: str, mine: float | None, theirs: float | None) -> str:
    return f"{begin}: {_percent(mine)} here, {_percent(theirs)} among the others."


_REASONS: dict[str, Callable[[Sketch], str]] = {
    "pace": _say_pace,
    "permit": lambda s: "They passed the service's own page in unusually even times.",
    "night": lambda s: _compared(
        "Pre-saves in the quietest eight hours of the day (a third would be no night at all)",
        s.group.quiet,
        s.rest.quiet,
    ),
    "steady": lambda s: (
        "They came in an even flow for hours, and hardly anybody like them shortly before or after."
    ),
    "hosting": lambda s: _counted(
        s, "Came from rented machines rather than homes or phones", name="hosting"
    ),
    "sharing": lambda s: _compared(
        "The chance that two of them, picked blindly, came through one network",
        s.group.sharing,
        s.rest.sharing,
    ),
    "conversion": lambda s: _compared(
        "The part of such visits that became pre-saves",
        s.group.conversion,
        s.rest.conversion,
    ),
    "confirmed": lambda s: _counted(s, "Confirmed an e-mail address", name="confirmed"),
    "throwaway": lambda s: _counted(s, "Left an address of a throwaway kind", name="throwaway"),
    "revoked": lambda s: _counted(s, "Took the permission back before the release", name="revoked"),
}

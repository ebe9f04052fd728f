"""The audit's answer in plain sentences: what was found, what would have been, and what nobody can
tell."""

from collections.abc import Sequence

from countin.authenticity.audit import Audit, Verdict
from countin.authenticity.grading import Grade
from countin.authenticity.plantings import Planting
from countin.statistics.intervals import Interval

# Where fewer kinds than this would have shown, finding nothing says little.
_MOST_KINDS = 3

PLANTED = (
    "We made up pre-saves to order, planted them into a copy of this log, one farm at a time, and "
    "judged the copy as this log was judged: four times each, with 2, 5, 10 and 20 in a hundred of "
    "all pre-saves. So many it takes to stand out each time:"
)
NOBODY_CAN_TELL = (
    "Whether a farm did in every respect as fans do, nobody can tell: it would not show, however "
    "large."
)


def headline(audit: Audit) -> str:
    """The answer in a few sentences."""
    if not audit.judgeable:
        return (
            f"We cannot tell: {audit.fans:,} pre-saves, or too little about them, to judge groups "
            "by. At least 100 are needed, and two of networks, times and what came of them."
        )
    if audit.verdict is Verdict.UNUSUAL:
        return f"{_unusual(audit)} {_corroborated(audit)}"
    told = [_found(audit), _corroborated(audit), _others(audit), *_would_have_shown(audit)]
    return " ".join(told)


def percents(interval: Interval) -> str:
    """A range of shares, as in "18 to 22 %"."""
    low, high = round(100 * interval.low), round(100 * interval.high)
    return f"{low} %" if low == high else f"{low} to {high} %"


def planting_words(planting: Planting) -> str:
    """One kind of farm, and from which size on it would have shown."""
    if planting.fewest is None:
        return f"{planting.kind}: not each time, even with {planting.largest:,} pre-saves"
    tries = f"{planting.tries} of {planting.tries} tries"
    return f"{planting.kind}: from {planting.fewest:,} pre-saves on, in {tries}"


def _unusual(audit: Audit) -> str:
    return (
        "Some pre-saves came in ways that two kinds of evidence call unusual. Of "
        f"{audit.fans:,} pre-saves, about {round(100 * audit.estimate)} % lie in such groups; we "
        f"expect the true share within {percents(audit.interval)}, and to be wrong one time of ten."
    )


def _found(audit: Audit) -> str:
    doubtful = audit.graded(Grade.NOT_CORROBORATED)
    if doubtful:
        many = sum(len(group.fans) for group in doubtful)
        groups = "one group" if len(doubtful) == 1 else f"{len(doubtful)} groups"
        return (
            f"No group is unusual. One kind of evidence speaks against {groups} of {many:,} "
            "pre-saves, which is not enough for anything to follow from."
        )
    if audit.plantings and len(_seen(audit)) < _MOST_KINDS:
        return "We cannot tell: nothing unusual was found, and here it would hardly have shown."
    return "Nothing unusual was found in what we can see."


def _corroborated(audit: Audit) -> str:
    return (
        f"{audit.corroborated:,} of {audit.fans:,} pre-saves are corroborated: their fans "
        "confirmed an e-mail address that is no throwaway one, and stand in no unusual group."
    )


def _others(audit: Audit) -> str:
    many = audit.fans - audit.corroborated
    if not many:
        return "There are no others."
    return (
        f"The other {many:,} are not judgeable one by one: it proves nothing to leave no address."
    )


def _would_have_shown(audit: Audit) -> list[str]:
    if not audit.plantings:
        return []
    seen = _seen(audit)
    unseen = [one for one in audit.plantings if one.fewest is None]
    begin = (
        f"Of {len(audit.plantings)} plain kinds of farms that we planted into a copy of this log"
    )
    if not seen:
        return [f"{begin}, none stood out each time, even with {_largest(unseen):,} pre-saves."]
    latest = max(one.fewest or 0 for one in seen)
    if not unseen:
        return [f"{begin}, all stood out with {latest:,} pre-saves. {NOBODY_CAN_TELL}"]
    names = _list([one.kind for one in unseen])
    return [
        f"{begin}, {len(seen)} stood out with {latest:,} pre-saves; {names} did not each time, "
        f"even with {_largest(unseen):,}. {NOBODY_CAN_TELL}"
    ]


def _seen(audit: Audit) -> list[Planting]:
    return [one for one in audit.plantings if one.fewest is not None]


def _largest(plantings: Sequence[Planting]) -> int:
    return max(one.largest for one in plantings)


def _list(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"

"""The audit as calm text for a terminal."""

import textwrap
from collections.abc import Iterator
from datetime import UTC, datetime

from countin.authenticity.audit import Audit, Group, Verdict
from countin.authenticity.grading import Grade
from countin.statistics.intervals import Interval

_WIDTH = 88

_HEADLINES = {
    Verdict.UNUSUAL: "Some pre-saves came in ways that two kinds of evidence call unusual.",
    Verdict.CANNOT_TELL: "No group is unusual by two kinds of evidence, and we cannot tell more.",
    Verdict.NOTHING_UNUSUAL: "Nothing unusual was found in what we can see.",
}
_TITLES = {
    Grade.UNUSUAL: "Unusual",
    Grade.NOT_CORROBORATED: "Not corroborated",
    Grade.EXPLAINED: "Explained",
}
CLOSING = (
    "The audit judges groups, never a person. An unusual group may have come about without the "
    "artist's doing, and nothing here says who sent it. Nothing is deleted, and every pre-save is "
    "carried out, but for those that a person holds back until their fans confirm."
)


def write_audit(audit: Audit) -> str:
    """Verdict first, then the share, the groups with their reasons, and what is missing."""
    blocks = [
        _wrap(headline(audit)),
        *(_group(number, group) for number, group in enumerate(audit.groups, start=1)),
        *_busy(audit),
        *_missing(audit),
        _wrap(CLOSING),
    ]
    return "\n\n".join(blocks) + "\n"


def headline(audit: Audit) -> str:
    """The verdict and the share, in two sentences."""
    if not audit.judgeable:
        return (
            f"We cannot tell: {len(audit.scores)} pre-saves, or too little about them, to judge "
            "groups by. At least 100 are needed, and two of networks, times and what came of them."
        )
    return f"{_HEADLINES[audit.verdict]} {_share(audit)}"


def _share(audit: Audit) -> str:
    many = len(audit.scores)
    corroborated = (
        f"{audit.corroborated:,} of {many:,} pre-saves are corroborated: their fans confirmed an "
        "e-mail address that is no throwaway one, and stand in no unusual group."
    )
    if audit.verdict is Verdict.UNUSUAL:
        return (
            f"Of {many:,} pre-saves, about {round(100 * audit.estimate)} % lie in such groups; we "
            f"expect the true share within {percents(audit.interval)}, and to be wrong one time of "
            f"ten. {corroborated}"
        )
    if audit.verdict is Verdict.CANNOT_TELL:
        return f"{corroborated} Of the others we see nothing that speaks clearly either way."
    return (
        f"{corroborated} Of the others, {round(100 * audit.interval.high)} % of all at most, "
        "nothing we can see speaks for or against."
    )


def percents(interval: Interval) -> str:
    """A range of shares, as in "18 to 22 %"."""
    low, high = round(100 * interval.low), round(100 * interval.high)
    return f"{low} %" if low == high else f"{low} to {high} %"


def _group(number: int, group: Group) -> str:
    lines = [f"{number}. {_TITLES[group.grade]}: {group.description}"]
    told = [_wrap(lines[0], then="   ")]
    told += [_item(text) for text in group.reasons]
    if group.explained_by:
        told.append(_item(f"Named by a person: {group.explained_by}"))
    if group.innocent_explanations:
        told.append("   What would look the same without anything being wrong:")
        told += [_item(text) for text in group.innocent_explanations]
    return "\n".join(told)


def _busy(audit: Audit) -> Iterator[str]:
    if audit.busy:
        lines = [
            _item(
                f"{span.presaves:,} pre-saves from {_hour(span.begins_at)} to "
                f"{_hour(span.ends_at)} UTC; usual are about {max(1, round(span.usual)):,}"
            )
            for span in audit.busy
        ]
        yield "\n".join(
            ["Busy hours that nobody has named. What was going on? They prove nothing:", *lines]
        )


def _hour(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M")


def _missing(audit: Audit) -> Iterator[str]:
    if audit.missing:
        yield "\n".join(["Not in the log, and so not judged by:", *map(_item, audit.missing)])


def _item(text: str) -> str:
    return _wrap(text, first="   - ", then="     ")


def _wrap(text: str, *, first: str = "", then: str = "") -> str:
    return textwrap.fill(
        text, _WIDTH, initial_indent=first, subsequent_indent=then, break_on_hyphens=False
    )

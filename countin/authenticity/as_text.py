"""The audit as calm text for a terminal."""

import textwrap
from collections.abc import Iterator

from countin.authenticity.audit import Audit, Group, Verdict
from countin.authenticity.grading import Grade

_WIDTH = 88

_HEADLINES = {
    Verdict.UNUSUAL: "Some pre-saves came in ways that two kinds of evidence call unusual.",
    Verdict.CANNOT_TELL: "We cannot tell.",
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
    "carried out."
)


def write_audit(audit: Audit) -> str:
    """Verdict first, then the share, the groups with their reasons, and what is missing."""
    blocks = [
        _wrap(headline(audit)),
        *(_group(number, group) for number, group in enumerate(audit.groups, start=1)),
        *_missing(audit),
        _wrap(CLOSING),
    ]
    return "\n\n".join(blocks) + "\n"


def headline(audit: Audit) -> str:
    """The verdict and the share, in two sentences."""
    return f"{_HEADLINES[audit.verdict]} {_share(audit)}"


def _share(audit: Audit) -> str:
    many = len(audit.scores)
    if not audit.judgeable:
        return (
            f"The log holds {many} pre-saves and too little about them to judge groups: at least "
            "100 are needed, and two of networks, times and what became of them."
        )
    low, high = round(100 * audit.interval.low), round(100 * audit.interval.high)
    if audit.verdict is Verdict.UNUSUAL:
        return (
            f"Of {many} pre-saves, about {round(100 * audit.estimate)} % lie in such groups; "
            f"nine times of ten the share is between {low} % and {high} %."
        )
    return (
        f"Of {many} pre-saves, up to {high} % may have come in such ways without our seeing it "
        "(nine times of ten no more)."
    )


def _group(number: int, group: Group) -> str:
    lines = [f"{number}. {_TITLES[group.grade]}: {group.description}"]
    told = [textwrap.fill(lines[0], _WIDTH, subsequent_indent="   ")]
    told += [_item(text) for text in group.reasons]
    if group.innocent_explanations:
        told.append("   What would look the same without anything being wrong:")
        told += [_item(text) for text in group.innocent_explanations]
    return "\n".join(told)


def _missing(audit: Audit) -> Iterator[str]:
    if audit.missing:
        yield "\n".join(["Not in the log, and so not judged by:", *map(_item, audit.missing)])


def _item(text: str) -> str:
    return textwrap.fill(text, _WIDTH, initial_indent="   - ", subsequent_indent="     ")


def _wrap(text: str) -> str:
    return textwrap.fill(text, _WIDTH)

"""The audit as calm text for a terminal."""

import textwrap
from collections.abc import Iterator
from datetime import UTC, datetime

from countin.authenticity.answers import PLANTED, headline, planting_words
from countin.authenticity.audit import Audit, Group
from countin.authenticity.grading import Grade

_WIDTH = 88

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
        *_plantings(audit),
        *_busy(audit),
        *_missing(audit),
        _wrap(CLOSING),
    ]
    return "\n\n".join(blocks) + "\n"


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


def _plantings(audit: Audit) -> Iterator[str]:
    if audit.plantings:
        lines = [_item(planting_words(one)) for one in audit.plantings]
        begin = _wrap(f"What would have been seen here. {PLANTED}")
        yield "\n".join([begin, *lines])


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

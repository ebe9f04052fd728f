"""The way to a pre-save, to a follow, to an opened reminder: what comes to each step, and what is
lost there, by its name."""

from collections.abc import Iterable

from countin.insights.live.parts import Column, Part, Row
from countin.insights.steps import Loss, Step

_COLUMNS = (Column("live.way", "so far"),)


def way(key: str, *, title: str, steps: Iterable[Step], before: Iterable[Row] = ()) -> Part:
    """A step a row, and under it what was lost there (`returned.denied`)."""
    rows = [*before]
    for step in steps:
        rows.append(Row(step.words, (step.count,), step.key))
        rows += [_lost(step, loss=loss) for loss in step.losses]
    return Part(key=key, title=title, head="Step", columns=_COLUMNS, rows=tuple(rows))


def _lost(step: Step, *, loss: Loss) -> Row:
    return Row(loss.words, (loss.count,), f"{step.key}.{loss.key}")

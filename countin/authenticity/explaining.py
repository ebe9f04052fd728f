"""When a person has said what a peak was, and what became of its fans bears it out."""

from collections.abc import Sequence

from countin.authenticity.circumstances import Peak
from countin.authenticity.grading import Grade, Judgement

# A confirmed-mail term at or below this: fans answered as others do.
_MATCHES = 0.0


def settle_grade(
    judgement: Judgement,
    peaks: Sequence[Peak],
    *,
    begins: float,
    ends: float,
    sources: Sequence[str | None],
) -> Grade:
    """The crowd's grade, or "explained" where a named occasion covers it and confirmed mail
    matches the rest. A name alone explains nothing."""
    grade = judgement.grade or Grade.NOT_CORROBORATED
    confirmed = judgement.terms.get("confirmed")
    if confirmed is None or confirmed > _MATCHES:
        return grade
    covered = any(_covers(peak, begins, ends, sources) for peak in peaks)
    return Grade.EXPLAINED if covered else grade


def _covers(peak: Peak, begins: float, ends: float, sources: Sequence[str | None]) -> bool:
    inside = peak.begins_at <= begins + 0.1 * (ends - begins)
    lasts = peak.ends_at >= ends - 0.1 * (ends - begins)
    same = [source == peak.source for source in sources]
    return inside and lasts and (peak.source is None or sum(same) >= 0.5 * len(same))

"""When a person has said what a peak was, and what became of its fans bears it out."""

from collections.abc import Sequence
from datetime import UTC, datetime

from countin.authenticity.circumstances import Peak
from countin.authenticity.grading import Judgement

# A confirmed-mail term at or below this: fans answered as others do.
_MATCHES = 0.0
# A tenth of a group may come before or after what a person named; half through its channel.
_STRAY, _MOSTLY = 0.1, 0.5


def explaining_peak(
    judgement: Judgement,
    peaks: Sequence[Peak],
    *,
    begins: float,
    ends: float,
    sources: Sequence[str | None],
) -> Peak | None:
    """The named occasion that covers the crowd, where confirmed mail matches the rest. A name
    alone explains nothing."""
    confirmed = judgement.terms.get("confirmed")
    if confirmed is None or confirmed > _MATCHES:
        return None
    return next((peak for peak in peaks if _covers(peak, begins, ends, sources)), None)


def describe_peak(peak: Peak) -> str:
    """What a person said, in one sentence, as theirs."""
    span = f"{_moment(peak.begins_at)} to {_moment(peak.ends_at)}"
    through = f", through {peak.source}" if peak.source else ""
    note = f": “{peak.note}”" if peak.note else ""
    return f"{peak.kind.capitalize()}, {span} UTC{through}{note}."


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M")


def _covers(peak: Peak, begins: float, ends: float, sources: Sequence[str | None]) -> bool:
    inside = peak.begins_at <= begins + _STRAY * (ends - begins)
    lasts = peak.ends_at >= ends - _STRAY * (ends - begins)
    same = [source == peak.source for source in sources]
    return inside and lasts and (peak.source is None or sum(same) >= _MOSTLY * len(same))

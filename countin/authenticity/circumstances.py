"""What META.json says of a campaign: its moments, and the totals that its artist exported."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from countin.authenticity.event_log import read_moment


class BadMeta(Exception):
    """META.json can't be read; the message says what to mend."""


@dataclass(frozen=True)
class Peak:
    """An occasion that a person named: what it was, and from when to when (seconds, UTC)."""

    kind: str
    begins_at: float
    ends_at: float
    source: str | None
    note: str = ""


@dataclass(frozen=True)
class Circumstances:
    """Seconds since 1970 UTC; None is unknown."""

    start: float | None = None
    release: float | None = None
    observed_until: float | None = None
    peaks: tuple[Peak, ...] = ()
    has_listening: bool = False


def read_circumstances(meta: Mapping[str, Any]) -> Circumstances:
    """Read META.json, once parsed. Unknown fields are passed over. Raises BadMeta."""
    return Circumstances(
        start=_moment(meta, "start"),
        release=_moment(meta, "release"),
        observed_until=_moment(meta, "observed_until"),
        peaks=tuple(_peak(peak) for peak in meta.get("peaks") or ()),
        has_listening=bool(meta.get("listening")),
    )


def _moment(meta: Mapping[str, Any], name: str) -> float | None:
    if meta.get(name) is None:
        return None
    try:
        return read_moment(meta[name])
    except ValueError:
        raise BadMeta(
            f'"{name}" has to be a moment such as "2026-09-01T10:00:00Z": mend it in META.json, '
            "or leave it out."
        ) from None


def _peak(peak: object) -> Peak:
    if not isinstance(peak, Mapping):
        raise BadMeta('Each of "peaks" has to be an object with "kind", "from" and "to".')
    begins, ends = _moment(peak, "from"), _moment(peak, "to")
    if begins is None or ends is None:
        raise BadMeta('Each of "peaks" needs "from" and "to", as moments in ISO 8601.')
    source = peak.get("source")
    return Peak(
        kind=str(peak.get("kind", "occasion")),
        begins_at=begins,
        ends_at=ends,
        source=source and str(source),
        note=str(peak.get("note") or ""),
    )

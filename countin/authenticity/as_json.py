"""The audit as the one JSON document that `countin audit --json` prints."""

from datetime import UTC, datetime
from typing import Any

from countin.authenticity.answers import headline, planting_words
from countin.authenticity.audit import Audit, Group


def audit_as_json(audit: Audit) -> dict[str, Any]:
    """Keys as documented in docs/authenticity.md; figures rounded to four places."""
    return {
        "verdict": str(audit.verdict),
        "judgeable": audit.judgeable,
        "missing": list(audit.missing),
        "share": {
            "estimate": round(audit.estimate, 4),
            "low": round(audit.interval.low, 4),
            "high": round(audit.interval.high, 4),
            "level": audit.interval.level,
        },
        "presaves": {"all": len(audit.scores), "corroborated": audit.corroborated},
        "headline": headline(audit),
        "would_have_shown": [
            {
                "kind": one.kind,
                "from_presaves": one.fewest,
                "largest_tried": one.largest,
                "tries": one.tries,
                "words": planting_words(one),
            }
            for one in audit.plantings
        ],
        "busy_hours": [
            {
                "from": _moment(span.begins_at),
                "to": _moment(span.ends_at),
                "presaves": span.presaves,
                "usual": round(span.usual, 1),
            }
            for span in audit.busy
        ],
        "groups": [_group(group) for group in audit.groups],
        "fans": [
            {"fan": fan, "score": round(score, 6)} for fan, score in sorted(audit.scores.items())
        ],
    }


def _group(group: Group) -> dict[str, Any]:
    return {
        "grade": str(group.grade),
        "description": group.description,
        "from": _moment(group.begins_at),
        "to": _moment(group.ends_at),
        "fans": list(group.fans),
        "reasons": list(group.reasons),
        "innocent_explanations": list(group.innocent_explanations),
        "explained_by": group.explained_by,
    }


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")

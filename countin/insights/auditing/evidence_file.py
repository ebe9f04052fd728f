"""An audit as two files to show to others: one for people, one for programs, tied by hashes.

Neither names a fan, not even by number: groups and counts only. Whoever holds the event log can
check its hash and run the audit again.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from countin.authenticity.answers import PLANTED
from countin.authenticity.as_json import audit_as_json
from countin.authenticity.as_text import CLOSING
from countin.authenticity.audit import Audit

_KEPT = (
    *("headline", "verdict", "judgeable", "missing", "share", "presaves", "busy_hours"),
    "would_have_shown",
)
HTML_NAME, JSON_NAME = "evidence.html", "evidence.json"


@dataclass(frozen=True)
class Source:
    """A file that an audit was made from."""

    name: str
    sha256: str


def write_evidence(audit: Audit, *, folder: Path, sources: list[Path], now: datetime) -> list[Path]:
    """Write both files into `folder`, made if need be, and return their paths. `sources`: the
    event log, and META.json where one was given. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [Source(path.name, _sha256(path)) for path in sources]
    texts = evidence_texts(facts_of_audit(audit, sources=files, now=now))
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in texts]


def evidence_texts(facts: Mapping[str, Any]) -> dict[str, str]:
    """Both files by their names, from what `facts_of_audit` gave."""
    text = json.dumps(facts, ensure_ascii=False, indent=2) + "\n"
    groups = [
        {
            **group,
            "begins": datetime.fromisoformat(group["from"]),
            "ends": datetime.fromisoformat(group["to"]),
        }
        for group in facts["groups"]
    ]
    context = {
        **facts,
        "groups": groups,
        "now": datetime.fromisoformat(facts["made_at"]),
        "closing": CLOSING,
        "planted": PLANTED,
        "json_name": JSON_NAME,
        "json_sha256": hashlib.sha256(text.encode()).hexdigest(),
    }
    return {HTML_NAME: render_to_string("insights/evidence.html", context), JSON_NAME: text}


def facts_of_audit(audit: Audit, *, sources: list[Source], now: datetime) -> dict[str, Any]:
    """What the files hold: groups and counts, no fan; ready for JSON."""
    told = audit_as_json(audit)
    return {
        "made_at": now.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "files": [{"name": one.name, "sha256": one.sha256} for one in sources],
        "trusted_core": audit.core,
        "peaks": list(audit.peaks),
        **{name: told[name] for name in _KEPT},
        "groups": [_without_fans(group) for group in told["groups"]],
    }


def _without_fans(group: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in group.items() if name != "fans"}
    return {**kept, "presaves": len(group["fans"])}


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

"""An audit as two files to show to others: one for people, one for programs, tied by hashes.

Neither names a fan, not even by number: groups and counts only. Whoever holds the event log can
check its hash and run the audit again.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from countin.authenticity.as_json import audit_as_json
from countin.authenticity.as_text import CLOSING, headline
from countin.authenticity.audit import Audit

HTML_NAME, JSON_NAME = "evidence.html", "evidence.json"


def write_evidence(audit: Audit, *, folder: Path, sources: list[Path], now: datetime) -> list[Path]:
    """Write both files into `folder`, made if need be, and return their paths. `sources`: the
    event log, and META.json where one was given. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    facts = _facts(audit, sources=sources, now=now)
    text = json.dumps(facts, ensure_ascii=False, indent=2) + "\n"
    context = {
        **facts,
        "now": now,
        "headline": headline(audit),
        "closing": CLOSING,
        "json_name": JSON_NAME,
        "json_sha256": hashlib.sha256(text.encode()).hexdigest(),
    }
    html = render_to_string("insights/evidence.html", context)
    written = [folder / HTML_NAME, folder / JSON_NAME]
    for path, content in zip(written, (html, text), strict=True):
        path.write_text(content, encoding="utf-8")
    return written


def _facts(audit: Audit, *, sources: list[Path], now: datetime) -> dict[str, Any]:
    told = audit_as_json(audit)
    return {
        "made_at": now.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "files": [{"name": path.name, "sha256": _sha256(path)} for path in sources],
        "trusted_core": audit.core,
        **{name: told[name] for name in ("verdict", "judgeable", "missing", "share", "presaves")},
        "groups": [_without_fans(group) for group in told["groups"]],
    }


def _without_fans(group: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in group.items() if name != "fans"}
    return {**kept, "presaves": len(group["fans"])}


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

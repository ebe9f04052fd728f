"""Event logs for the tests, from the generator that the benchmark uses, and the audit of them."""

import json
from collections.abc import Iterable
from typing import Any

from benchmarks.audit_logs import MadeLog, make_log
from benchmarks.audit_worlds import Ranges
from countin.authenticity.as_json import audit_as_json
from countin.authenticity.audit import audit_log
from countin.authenticity.circumstances import read_circumstances
from countin.authenticity.event_log import read_log

PLAIN = Ranges(without_asn=0, without_mail=0, without_agent=0, without_meta=0, without_outcome=0)


def made(kind: str, *, seed: int, size: int = 600) -> MadeLog:
    """A campaign in which every signal is there."""
    return make_log(seed, kind=kind, size=size, ranges=PLAIN)


def audited(events: Iterable[dict[str, Any]], meta: dict[str, Any]) -> dict[str, Any]:
    """What `countin audit --json` prints for these events."""
    log = read_log(json.dumps(event) for event in events)
    return audit_as_json(audit_log(log, circumstances=read_circumstances(meta)))

"""What the log doesn't say, in words. What is missing is unknown, never zero."""

import numpy as np

from countin.authenticity.circumstances import Circumstances
from countin.authenticity.event_log import Arrival, EventLog
from countin.authenticity.fan_table import FanTable
from countin.authenticity.judging import SMALLEST_CORE

_MOST = 0.5

_VISIT_FIELDS = {
    "asn": "asn: which company's network visits came from; rented machines can't be told from "
    "homes",
    "prefix": "ip_prefix: whether fans share networks",
    "agent": "ua: which browsers were used",
    "country": "country: where visits came from",
    "source": "source: which channel brought them",
}


def missing_from(
    log: EventLog, table: FanTable, *, circumstances: Circumstances, core: int
) -> list[str]:
    """One line for each thing that would have helped."""
    lines = [
        text for name, text in _VISIT_FIELDS.items() if not _mostly_known(table.arrivals, name)
    ]
    if np.isnan(table.permit).mean() > _MOST:
        lines.append("connect: how long fans took to press; the way to the promise stands for it")
    if not log.says_mail and not log.says_confirmed:
        lines.append("email_domain, email_confirmed: whether anybody answers at the other end")
    elif not core:
        lines.append(
            f"confirmed addresses: fewer than {SMALLEST_CORE}; the campaign as a whole stands in "
            "for a trusted core"
        )
    if not log.says_revoked and not log.says_results:
        lines.append("revoke, execute: whether permissions were still alive on the day")
    if circumstances.release is None:
        lines.append("release: the release's moment")
    if not circumstances.has_listening:
        lines.append("listening: the artist's own totals after the release")
    return lines


def _mostly_known(arrivals: list[Arrival], name: str) -> bool:
    known = sum(getattr(arrival, name) is not None for arrival in arrivals)
    return known >= _MOST * len(arrivals)

"""Every offence against a service's protocol, kept for inspection. No secret is ever kept."""

from collections import Counter, deque
from dataclasses import dataclass

from simulator.clock import iso

KEPT = 2_000


@dataclass(frozen=True, slots=True)
class Complaint:
    at: float
    kind: str
    service: str
    endpoint: str
    fan: str
    detail: str

    def as_json(self) -> dict[str, str]:
        return {
            "at": iso(self.at),
            "kind": self.kind,
            "service": self.service,
            "endpoint": self.endpoint,
            "fan": self.fan,
            "detail": self.detail,
        }


class Complaints:
    """All offences counted by kind; the first 2,000 of them in full."""

    def __init__(self) -> None:
        self.kinds: Counter[str] = Counter()
        self.kept: deque[Complaint] = deque()

    def record(self, complaint: Complaint) -> None:
        self.kinds[complaint.kind] += 1
        if len(self.kept) < KEPT:
            self.kept.append(complaint)

    def as_json(self) -> dict[str, object]:
        return {
            "total": sum(self.kinds.values()),
            "kinds": dict(sorted(self.kinds.items())),
            "complaints": [complaint.as_json() for complaint in self.kept],
        }

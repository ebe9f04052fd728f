"""A fan's account at one of the further services."""

from dataclasses import dataclass, field

from simulator.clock import iso


@dataclass(slots=True)
class TwinAccount:
    """One account. Moments are seconds since 1970 by the simulator's clock."""

    fan_id: str
    account_id: str
    country: str
    is_full: bool = False
    saved: dict[str, float] = field(default_factory=dict)
    followed: dict[str, float] = field(default_factory=dict)
    writes: dict[str, list[float]] = field(default_factory=dict)
    removals: dict[str, list[float]] = field(default_factory=dict)
    removed_by_fan: set[str] = field(default_factory=set)

    def as_json(self) -> dict[str, object]:
        return {
            "account_id": self.account_id,
            "saved": list(self.saved),
            "followed": list(self.followed),
            "writes": {what: _moments(times) for what, times in self.writes.items()},
            "removals": {what: _moments(times) for what, times in self.removals.items()},
        }


def _moments(times: list[float]) -> dict[str, object]:
    return {"count": len(times), "at": [iso(moment) for moment in times]}

"""How often each address was called, and what was answered."""

from collections import Counter

CUT = 0  # the "status" of a call whose connection was cut instead of answered


class Calls:
    def __init__(self) -> None:
        self.counts: Counter[tuple[str, str, int]] = Counter()

    def count(self, service: str, *, endpoint: str, status: int) -> None:
        self.counts[service, endpoint, status] += 1

    def as_json(self) -> dict[str, object]:
        services: dict[str, dict[str, dict[str, int]]] = {}
        for (service, endpoint, status), number in sorted(self.counts.items()):
            name = "cut" if status == CUT else str(status)
            services.setdefault(service, {}).setdefault(endpoint, {})[name] = number
        return {"total": sum(self.counts.values()), "services": services}

"""The shape of what a service answers: which fields are there and of what kind, never what they
hold. And a session that remembers the shapes of what it was answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from countin.providers.contract import Release, TryLater
from countin.providers.gate import Gate
from countin.providers.http import Answer, Http

_KINDS = ((bool, "yes or no"), (int | float, "number"), (str, "text"))


@dataclass(frozen=True)
class Live:
    """What a service is asked, now and then, to see that it still answers as it did."""

    known: Release  # out for years, and here to stay
    reads: Mapping[str, tuple[str, ...]]  # a part of the address: what we read, "data[].id: text"


@dataclass(frozen=True)
class Observed:
    """One answer: where it came from, and its fields."""

    path: str
    status: int
    fields: frozenset[str]


class ObservingHttp(Http):
    """An HTTP session that keeps the shape of each answer."""

    def __init__(self, *, gate: Gate) -> None:
        super().__init__(gate=gate)
        self.observed: list[Observed] = []

    async def request(
        self,
        method: str,
        address: str,
        *,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
        json: object = None,
    ) -> Answer:
        answer = await super().request(
            method, address, headers=headers, params=params, form=form, json=json
        )
        self.observed.append(
            Observed(urlsplit(address).path, answer.status, frozenset(_fields_of(answer)))
        )
        return answer


def shape_of(value: object, *, at: str = "") -> set[str]:
    """Every field with its kind: `{"a": [{"b": 1}]}` is `{"a[].b: number"}`. Null says nothing."""
    if isinstance(value, dict):
        found: set[str] = set()
        for name, part in value.items():
            found |= shape_of(part, at=f"{at}.{name}" if at else str(name))
        return found
    if isinstance(value, list):
        return set().union(*(shape_of(part, at=f"{at}[]") for part in value))
    return {f"{at}: {kind}" for type_, kind in _KINDS[:3] if isinstance(value, type_)} - (
        {f"{at}: number"} if isinstance(value, bool) else set()
    )


def lacking(live: Live, *, observed: list[Observed]) -> list[str]:
    """What we read, and what was not answered, each with its place; what is new there is none of
    our business."""
    found = []
    for place, fields in live.reads.items():
        answers = [one for one in observed if place in one.path and one.status < 400]
        there = frozenset().union(*(one.fields for one in answers))
        if not answers:
            found.append(f"an answer of {place}")
        else:
            found += [f"{field} of {place}" for field in fields if field not in there]
    return found


def _fields_of(answer: Answer) -> set[str]:
    try:
        return shape_of(answer.json())
    except TryLater:
        return set()

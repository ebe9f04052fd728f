"""Reading an event log: JSON Lines, one object a line, with `at` (ISO 8601) and `type`.

Unknown fields and types are passed over. What is missing is unknown, never zero.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any


class BadLog(Exception):
    """The event log can't be read; the message says where and what to mend."""


@dataclass(slots=True)
class Arrival:
    """One visit; `at` in seconds since 1970 UTC."""

    at: float
    source: str | None
    referrer: str | None
    country: str | None
    asn: str | None
    prefix: str | None
    agent: str | None
    connect_at: float | None = None
    is_promise: bool = False


@dataclass(slots=True)
class Promise:
    """What became of one fan's pre-save. Each None is "the log doesn't say"."""

    fan: str
    at: float
    visit: str | None
    service: str | None
    follow: bool | None
    mail_domain: str | None
    confirmed_at: float | None = None
    revoked_at: float | None = None
    result: str | None = None


@dataclass
class EventLog:
    """Visits by their id, and one promise a fan (the first, where there are several)."""

    visits: dict[str, Arrival] = field(default_factory=dict)
    promises: dict[str, Promise] = field(default_factory=dict)
    says_mail: bool = False  # at least one event carries `email_domain`, null or not
    says_confirmed: bool = False
    says_revoked: bool = False
    says_results: bool = False
    events: int = 0


def read_log(lines: Iterable[str]) -> EventLog:
    """The log, whatever the order of its lines. Raises BadLog with the line's number."""
    log = EventLog()
    later: list[dict[str, Any]] = []
    for event in _events(lines):
        log.events += 1
        if event["type"] == "visit":
            _take_visit(log, event)
        else:
            later.append(event)
    # A promise's own events may stand before it in a shuffled log.
    for kinds in (("presave",), ("connect", "email_confirmed", "revoke", "execute")):
        for event in later:
            if event["type"] in kinds:
                _TAKERS[event["type"]](log, event)
    if not log.promises:
        raise BadLog(
            "The log holds no pre-save: give the JSON Lines that `countin campaign events SLUG` "
            'prints, or lines like {"at": "2026-09-01T10:00:00Z", "type": "presave", "visit": '
            '"v1", "fan": "f1"}.'
        )
    return log


def read_moment(text: object) -> float:
    """Seconds since 1970 UTC; a moment without a zone is read as UTC. Raises ValueError."""
    if not isinstance(text, str):
        raise ValueError("not a moment")
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _events(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            event = json.loads(line)
            at = read_moment(event["at"])
            kind = event["type"]
        except (ValueError, KeyError, TypeError):
            raise BadLog(
                f"Line {number} is no event: it has to be a JSON object with `at` (ISO 8601, as "
                '"2026-09-01T10:00:00Z") and `type`. Mend or remove that line.'
            ) from None
        if isinstance(kind, str):
            yield {**event, "at": at}


def _text(value: object) -> str | None:
    return None if value is None or value == "" else str(value)


def _take_visit(log: EventLog, event: dict[str, Any]) -> None:
    name = _text(event.get("visit"))
    if name is None or name in log.visits:
        return
    log.visits[name] = Arrival(
        at=event["at"],
        source=_text(event.get("source")),
        referrer=_text(event.get("referrer")),
        country=_text(event.get("country")),
        asn=_text(event.get("asn")),
        prefix=_text(event.get("ip_prefix")),
        agent=_text(event.get("ua", event.get("ua_family"))),
    )


def _take_connect(log: EventLog, event: dict[str, Any]) -> None:
    visit = log.visits.get(str(event.get("visit")))
    if visit is not None and event["at"] >= visit.at:
        earlier = visit.connect_at
        visit.connect_at = event["at"] if earlier is None else min(earlier, event["at"])


def _take_presave(log: EventLog, event: dict[str, Any]) -> None:
    fan = _text(event.get("fan"))
    if fan is None:
        return
    name = _text(event.get("visit"))
    if name in log.visits:
        log.visits[name].is_promise = True
    log.says_mail = log.says_mail or event.get("email_domain") is not None
    earlier = log.promises.get(fan)
    if earlier is not None and earlier.at <= event["at"]:
        return
    follow = event.get("follow")
    log.promises[fan] = Promise(
        fan=fan,
        at=event["at"],
        visit=name,
        service=_text(event.get("service")),
        follow=follow if isinstance(follow, bool) else None,
        mail_domain=_text(event.get("email_domain")),
    )


def _take_confirmed(log: EventLog, event: dict[str, Any]) -> None:
    promise = log.promises.get(str(event.get("fan")))
    if promise is not None:
        log.says_confirmed = True
        promise.confirmed_at = _earlier(promise.confirmed_at, event["at"])


def _take_revoke(log: EventLog, event: dict[str, Any]) -> None:
    promise = log.promises.get(str(event.get("fan")))
    if promise is not None:
        log.says_revoked = True
        promise.revoked_at = _earlier(promise.revoked_at, event["at"])


def _take_result(log: EventLog, event: dict[str, Any]) -> None:
    promise = log.promises.get(str(event.get("fan")))
    result = _text(event.get("result"))
    if promise is not None and result is not None:
        log.says_results = True
        # Saved is final; of two other answers the choice must not depend on their order.
        if promise.result != "saved":
            promise.result = result if result == "saved" else max(result, promise.result or "")


def _earlier(one: float | None, other: float) -> float:
    return other if one is None else min(one, other)


_TAKERS = {
    "presave": _take_presave,
    "connect": _take_connect,
    "email_confirmed": _take_confirmed,
    "revoke": _take_revoke,
    "execute": _take_result,
}

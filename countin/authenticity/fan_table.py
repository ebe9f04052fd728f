"""The fans of a log as columns, one entry a fan, in an order that no name decides."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from countin.authenticity.event_log import Arrival, EventLog, Promise
from countin.authenticity.networks import network_class

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

_NEARLY_ALL = 0.9
_NOWHERE = Arrival(0.0, None, None, None, None, None, None)


@dataclass(frozen=True)
class FanTable:
    """Columns of fans; None and NaN are unknown. Moments in seconds since the log's first visit
    or pre-save; `press` and `permit` are the seconds from visit to button and on to the promise."""

    fans: list[str]
    promises: list[Promise]
    arrivals: list[Arrival]
    at: Floats
    press: Floats
    permit: Floats


def table_of(log: EventLog) -> FanTable:
    """All fans of the log, by moment of their promise."""
    promises = sorted(log.promises.values(), key=lambda promise: _place(log, promise))
    arrivals = [log.visits.get(promise.visit or "", _NOWHERE) for promise in promises]
    first = first_moment(log)
    says_press = _says_press(arrivals)
    return FanTable(
        fans=[promise.fan for promise in promises],
        promises=promises,
        arrivals=arrivals,
        at=np.array([promise.at - first for promise in promises]),
        press=np.array(
            [_press(p, a, says_press=says_press) for p, a in zip(promises, arrivals, strict=True)]
        ),
        permit=np.array(
            [_permit(p, a, says_press=says_press) for p, a in zip(promises, arrivals, strict=True)]
        ),
    )


def _says_press(arrivals: list[Arrival]) -> bool:
    """Nearly all presses are in the log. Else none is used: fans would be measured unlike."""
    known = sum(arrival.connect_at is not None for arrival in arrivals)
    return known >= _NEARLY_ALL * sum(arrival is not _NOWHERE for arrival in arrivals)


def first_moment(log: EventLog) -> float:
    """The log's first visit or promise."""
    moments = [promise.at for promise in log.promises.values()]
    return min([*moments, *(visit.at for visit in log.visits.values())])


def bounced(log: EventLog) -> list[Arrival]:
    """Visits that no promise came of, in time order."""
    left = [visit for visit in log.visits.values() if not visit.is_promise]
    return sorted(left, key=lambda visit: visit.at)


def network_classes(arrivals: list[Arrival]) -> list[str | None]:
    """Each arrival's class of network."""
    known = {asn: network_class(asn) for asn in {arrival.asn for arrival in arrivals}}
    return [known[arrival.asn] for arrival in arrivals]


def _place(log: EventLog, promise: Promise) -> tuple[float, float, str, str, str]:
    # No name of a fan, a visit or a network may decide an order: the verdict would hang on it.
    arrival = log.visits.get(promise.visit or "", _NOWHERE)
    return (
        promise.at,
        arrival.at,
        arrival.country or "",
        arrival.agent or "",
        arrival.source or "",
    )


def _press(promise: Promise, arrival: Arrival, *, says_press: bool) -> float:
    if arrival is _NOWHERE:
        return np.nan
    if not says_press:
        # The whole way from visit to promise stands for it.
        return max(0.0, promise.at - arrival.at)
    return np.nan if arrival.connect_at is None else max(0.0, arrival.connect_at - arrival.at)


def _permit(promise: Promise, arrival: Arrival, *, says_press: bool) -> float:
    if not says_press or arrival.connect_at is None:
        return np.nan
    return max(0.0, promise.at - arrival.connect_at)

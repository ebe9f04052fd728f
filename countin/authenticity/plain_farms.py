"""Plain kinds of farms, made up to be planted into a copy of a log: would the audit see them here?

Nothing is drawn by lot: traits are spread evenly by multiples of roots, so that the same log always
gets the same farms. A farm borrows the campaign's own channels, countries and browsers, so that it
shows by what its pre-saves did, and not by coming from elsewhere.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from countin.authenticity.event_log import Arrival, EventLog, Promise
from countin.authenticity.fan_table import FanTable, Floats, bounced, first_moment
from countin.statistics.loading import special

_HOUR, DAY = 3_600.0, 86_400.0
_MARK = "\0planted "  # begins no name that a log holds
_ON_SERVICE_PAGE = 8.0  # seconds
# Irrational and without a common measure: their multiples fill the unit evenly, each by itself.
_ROOTS = np.sqrt(np.array([2.0, 3.0, 5.0, 7.0, 11.0, 13.0, 17.0]))
_MOMENT, _PACE, _LENDER, _AGENT, _NETWORK, _CONFIRMED, _REVOKED = range(len(_ROOTS))


@dataclass(frozen=True)
class Kind:
    """A farm that disguises nothing. Rates are parts of its pre-saves."""

    name: str
    lasts: float | None  # seconds from its first to its last; None is the whole campaign
    seconds: float  # from the visit to the button, for half of them
    spread: float  # of that, on a logarithmic scale
    networks: int | None  # how many they share; None is one each
    countries: int  # of the campaign's own, the most frequent ones
    confirmed: float
    revoked: float
    kept: float  # of its visits, those that became pre-saves
    is_hosted: bool = False
    sleeps: bool = False  # comes at the hours at which fans come


KINDS = (
    Kind("rented machines", DAY, 4, 0.3, 20, 2, 0.02, 0.05, 0.9, is_hosted=True),
    Kind("a burst of programs", 8 * _HOUR, 6, 0.35, None, 3, 0.04, 0.1, 0.8),
    Kind("a row of telephones", 6 * DAY, 10, 0.3, 12, 1, 0.1, 0.05, 0.75, sleeps=True),
    Kind("paid clicks", 5 * DAY, 9, 0.5, None, 4, 0.15, 0.35, 0.7, sleeps=True),
    Kind("a slow drip of programs", None, 8, 0.35, None, 3, 0.05, 0.1, 0.8),
)


def is_planted(fan: str) -> bool:
    """Whether a fan of a planted log is one of those planted."""
    return fan.startswith(_MARK)


def plant(
    log: EventLog, table: FanTable, *, kind: Kind, many: int, turn: float, release: float | None
) -> EventLog:
    """A copy of the log with `many` pre-saves of this kind in it. `turn`, from 0 to 1, says when
    in the campaign they come, and through which of its channels."""
    even = (np.arange(1, many + 1)[:, None] * _ROOTS + turn) % 1.0
    lenders = _lenders(table, countries=kind.countries)
    lent = [lenders[int(place * len(lenders))] for place in even[:, _LENDER]]
    arrivals = _arrivals(log, table, kind=kind, even=even, lent=lent, turn=turn)
    promises = _promises(
        log, table, kind=kind, even=even, lent=lent, arrivals=arrivals, release=release
    )
    passers = arrivals[: round(many * (1 / kind.kept - 1))] if bounced(log) else []
    visits = {
        **{p.fan: a for p, a in zip(promises, arrivals, strict=True) if p.visit is not None},
        **{
            f"{_MARK}passer {number}": replace(arrival, is_promise=False, connect_at=None)
            for number, arrival in enumerate(passers)
        },
    }
    return replace(
        log,
        visits={**log.visits, **visits},
        promises={**log.promises, **{promise.fan: promise for promise in promises}},
    )


def _lenders(table: FanTable, *, countries: int) -> list[int]:
    """Fans of the campaign's most frequent countries, whose whereabouts a farm takes on."""
    chosen = set(_most_frequent([a.country for a in table.arrivals], countries))
    return [number for number, a in enumerate(table.arrivals) if a.country in chosen]


def _most_frequent(values: Sequence[Any], many: int) -> list[Any]:
    counts = Counter(values)
    return sorted(counts, key=lambda value: (-counts[value], str(value)))[:many]


def _arrivals(
    log: EventLog,
    table: FanTable,
    *,
    kind: Kind,
    even: Floats,
    lent: list[int],
    turn: float,
) -> list[Arrival]:
    """Their visits: by one of the campaign's channels, with its two most frequent browsers."""
    at = first_moment(log) + _moments(table, kind=kind, even=even[:, _MOMENT], turn=turn)
    pace = kind.seconds * np.exp(kind.spread * special().ndtri(even[:, _PACE]))
    ways = _most_frequent([(a.source, a.referrer) for a in table.arrivals], 4)
    source, referrer = ways[int(turn * len(ways))]
    agents = _most_frequent([a.agent for a in table.arrivals], 2)
    says_asn = any(a.asn is not None for a in table.arrivals)
    says_prefix = any(a.prefix is not None for a in table.arrivals)
    found = []
    for number, row in enumerate(even):
        home = table.arrivals[lent[number]]
        network = number if kind.networks is None else int(row[_NETWORK] * kind.networks)
        found.append(
            Arrival(
                at=float(at[number]),
                source=source,
                referrer=referrer,
                country=home.country,
                asn="hosting" if kind.is_hosted and says_asn else home.asn,
                prefix=f"{_MARK}{network}" if says_prefix else None,
                agent=agents[int(row[_AGENT] * len(agents))],
                connect_at=float(at[number] + pace[number]),
                is_promise=True,
            )
        )
    return found


def _moments(table: FanTable, *, kind: Kind, even: Floats, turn: float) -> Floats:
    """When they come, in seconds since the log's first moment."""
    begin, end = float(table.at.min()), float(table.at.max())
    lasts = min(kind.lasts or end, end - begin)
    at = begin + turn * (end - begin - lasts) + even * lasts
    if not kind.sleeps:
        return np.asarray(at)
    hours = table.at[(even * 997 % 1 * len(table.at)).astype(int)] % DAY
    return np.asarray(np.clip(at - at % DAY + hours, begin, end))


def _promises(
    log: EventLog,
    table: FanTable,
    *,
    kind: Kind,
    even: Floats,
    lent: list[int],
    arrivals: list[Arrival],
    release: float | None,
) -> list[Promise]:
    """What became of each, told as far as the log tells it of fans."""
    domain = next(iter(_most_frequent([p.mail_domain for p in table.promises], 1)), None)
    says_press = bool(np.isfinite(table.permit).any())
    found = []
    for number, (row, arrival) in enumerate(zip(even, arrivals, strict=True)):
        fan, name = table.promises[lent[number]], f"{_MARK}{number}"
        at = (arrival.connect_at or arrival.at) + _ON_SERVICE_PAGE
        if not says_press:
            arrival.connect_at = None
        confirms = log.says_confirmed and row[_CONFIRMED] < kind.confirmed
        revokes = row[_REVOKED] < kind.revoked
        end = max(at, release or float(table.at.max()) + first_moment(log))
        found.append(
            Promise(
                fan=name,
                at=at,
                visit=name if log.visits else None,
                service=fan.service,
                follow=fan.follow,
                mail_domain=(fan.mail_domain or domain) if confirms else fan.mail_domain,
                confirmed_at=at + _HOUR if confirms else None,
                revoked_at=(at + end) / 2 if revokes and log.says_revoked else None,
                result=("revoked" if revokes else "saved") if log.says_results else None,
            )
        )
    return found

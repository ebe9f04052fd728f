"""What speaks for and against a crowd, in nats against the campaign's own reference.

Three families: how fans came (network), when and how fast (timing), what became of it (after).
A crowd's size and a burst add nothing. Every family is capped, so that no single fact decides.
"""

from dataclasses import dataclass

import numpy as np

from countin.authenticity.fan_table import Codes, Floats
from countin.authenticity.occasions import is_elsewhere, steadiness

CAP = 1.5
# No evidence, and in no family: whether people at one place may be told from this crowd.
ELSEWHERE = "elsewhere"
_SHRINK = 8.0  # fans' worth of doubt that a small crowd carries
_STEPS = 40
_RATES = ("hosting", "confirmed", "throwaway", "revoked")
_QUIET_HOURS, _DAY_HOURS = 8, 24
_DAY = 86_400
_BUSIEST_DAY = 0.25
# Below this many pairs of fans a share of pairs is chance.
_PAIRS = 100.0
# Sources differ in pace without anybody having bought them: this much divergence is no evidence.
_PACE_ALLOWANCE = 0.2
# A pace nearly as slow (steps of a quarter) and nearly as spread as others' is no machine's.
_AS_SLOW, _AS_SPREAD, _AT_EASE = 1.0, 0.7, -0.5
# A third of the day holds a third of what comes without a night; fans leave .05 to .15 in theirs.
_SHORT_NIGHT, _NIGHT_ALLOWANCE, _NIGHT_NAT = 0.08, 0.06, 0.08
# Rates so low are alike for every audience: they are not told apart by how many times.
_HOSTING_FLOOR, _THROWAWAY_FLOOR, _REVOKED_FLOOR = 0.03, 0.05, 0.03
_SHARING_FLOOR, _CONVERSION_FLOOR, _CONFIRMED_FLOOR = 0.002, 0.01, 0.02
# What sources differ by without anybody having bought them: no evidence, in nats.
_SHARING_ALLOWANCE, _CONVERSION_ALLOWANCE, _CONFIRMED_ALLOWANCE = 1.0, 1.0, 0.4
# Where hardly anybody confirms, not confirming says nothing.
_FEWEST_CONFIRM = 0.05
# Fewer fans than this of whom a fact is known have no rate, and fewer than that no hours.
_FEWEST_KNOWN, _FEWEST_FOR_HOURS = 5, 30


@dataclass(frozen=True)
class Facts:
    """What evidence is taken from, one entry a fan; NaN is unknown. Rates are 0 or 1."""

    press: Codes
    permit: Codes
    at: Floats
    hour: Codes
    hosting: Floats
    prefix: Codes
    country: Codes
    kin: Codes  # country and channel
    confirmed: Floats
    throwaway: Floats
    revoked: Floats


@dataclass(frozen=True)
class Profile:
    """A crowd (or the reference), summed up. None is unknown."""

    fans: float
    press: Floats | None
    permit: Floats | None
    hosting: float | None
    surely: dict[str, float]  # rates less what chance may add
    at_most: dict[str, float]  # and plus it
    sharing: float | None
    quiet: float | None
    steady: float | None
    is_elsewhere: bool
    confirmed: float | None
    throwaway: float | None
    revoked: float | None
    conversion: float | None


def profile_of(facts: Facts, weights: Floats, *, conversion: float | None) -> Profile:
    """Sum up the fans with these weights."""
    bounds = {name: _bounds(getattr(facts, name), weights) for name in _RATES}
    known = {name: pair for name, pair in bounds.items() if pair is not None}
    return Profile(
        surely={name: low for name, (low, _high) in known.items()},
        at_most={name: high for name, (_low, high) in known.items()},
        fans=float(weights.sum()),
        press=_histogram(facts.press, weights),
        permit=_histogram(facts.permit, weights),
        hosting=_rate(facts.hosting, weights),
        sharing=_sharing(facts.prefix, weights),
        quiet=_quiet(facts, weights),
        steady=steadiness(facts.kin, facts.at, weights),
        is_elsewhere=is_elsewhere(facts.country, facts.at, weights),
        confirmed=_rate(facts.confirmed, weights),
        throwaway=_rate(facts.throwaway, weights),
        revoked=_rate(facts.revoked, weights),
        conversion=conversion,
    )


def _histogram(steps: Codes, weights: Floats) -> Floats | None:
    known = steps >= 0
    if weights[known].sum() < _FEWEST_KNOWN:
        return None
    counts = np.bincount(steps[known], weights=weights[known], minlength=_STEPS)
    return np.asarray(counts, dtype=np.float64)


def _rate(values: Floats, weights: Floats) -> float | None:
    known = ~np.isnan(values)
    total = weights[known].sum()
    return None if total < _FEWEST_KNOWN else float((values[known] * weights[known]).sum() / total)


def _bounds(values: Floats, weights: Floats) -> tuple[float, float] | None:
    """The rate less and plus what chance alone may add: a small crowd has to show more."""
    known = ~np.isnan(values)
    total = float(weights[known].sum())
    if total < _FEWEST_KNOWN:
        return None
    seen = float((values[known] * weights[known]).sum())
    low = max(0.0, seen - float(np.sqrt(seen))) / total
    return low, min(1.0, (seen + float(np.sqrt(seen + 1))) / total)


def _sharing(prefix: Codes, weights: Floats) -> float | None:
    """How probably two fans of the crowd came through one network, its largest one left out: a
    hall or a school is one network, and no evidence."""
    known = prefix >= 0
    total = float(weights[known].sum())
    if total < _FEWEST_KNOWN:
        return None
    each = np.bincount(prefix[known], weights=weights[known])
    squares = np.bincount(prefix[known], weights=weights[known] ** 2)
    largest = int(each.argmax())
    rest, own = total - each[largest], float(squares.sum() - squares[largest])
    pairs = float((each**2).sum() - each[largest] ** 2) - own
    return float(pairs / max(_PAIRS, rest**2 - own))


def _quiet(facts: Facts, weights: Floats) -> float | None:
    """Share of arrivals in the crowd's own eight quietest hours on end; 1/3 is no night at all.
    None where a few days hold most: those days' hours tell of the occasion."""
    days = np.bincount((facts.at // _DAY).astype(np.int64), weights=weights)
    if weights.sum() < _FEWEST_FOR_HOURS or days.max() > _BUSIEST_DAY * weights.sum():
        return None
    hours = np.bincount(facts.hour, weights=weights, minlength=_DAY_HOURS)
    twice = np.concatenate([hours, hours])
    sums = [twice[begin : begin + _QUIET_HOURS].sum() for begin in range(_DAY_HOURS)]
    return float(min(sums) / hours.sum())


def terms_of(crowd: Profile, reference: Profile) -> dict[str, float]:
    """Each term in nats; positive speaks against the crowd. Absent: unknown."""
    doubt = crowd.fans / (crowd.fans + _SHRINK)
    terms: dict[str, float | None] = {
        "pace": _pace(crowd.press, reference.press),
        "permit": _pace(crowd.permit, reference.permit),
        "night": _night(crowd.quiet, reference.quiet),
        "steady": crowd.steady,
        "hosting": _excess(crowd.surely.get("hosting"), reference.hosting, floor=_HOSTING_FLOOR),
        "sharing": _more_shared(crowd.sharing, reference.sharing),
        "conversion": _conversion(crowd.conversion, reference.conversion),
        "confirmed": _deficit(crowd.at_most.get("confirmed"), reference.confirmed),
        "throwaway": _excess(
            crowd.surely.get("throwaway"), reference.throwaway, floor=_THROWAWAY_FLOOR
        ),
        "revoked": _excess(crowd.surely.get("revoked"), reference.revoked, floor=_REVOKED_FLOOR),
    }
    known = {name: value * doubt for name, value in terms.items() if value is not None}
    return {**known, ELSEWHERE: float(crowd.is_elsewhere)}


def _smooth(histogram: Floats) -> Floats:
    blurred = np.convolve(histogram, [0.25, 0.5, 0.25], mode="same") + 0.15
    return np.asarray(blurred / blurred.sum())


def _pace(crowd: Floats | None, reference: Floats | None) -> float | None:
    if crowd is None or reference is None:
        return None
    mine, theirs = _smooth(crowd), _smooth(reference)
    apart = float((mine * np.log(mine / theirs)).sum())
    steps = np.arange(len(mine))
    middle, usual = float((mine * steps).sum()), float((theirs * steps).sum())
    spread = float(np.sqrt((mine * (steps - middle) ** 2).sum()))
    usual_spread = float(np.sqrt((theirs * (steps - usual) ** 2).sum()))
    # A crowd that takes its time is no sign of a machine; a tight one is, wherever it lies.
    if middle > usual - _AS_SLOW and spread > _AS_SPREAD * usual_spread:
        return 0.0 if apart > _PACE_ALLOWANCE else _AT_EASE
    return apart - _PACE_ALLOWANCE


def _night(crowd: float | None, reference: float | None) -> float | None:
    if crowd is None or reference is None:
        return None
    beyond = crowd - max(reference, _SHORT_NIGHT) - _NIGHT_ALLOWANCE
    return max(0.0, beyond / _NIGHT_NAT)


def _excess(crowd: float | None, reference: float | None, *, floor: float) -> float | None:
    if crowd is None or reference is None:
        return None
    return float(np.log((crowd + floor) / (reference + floor)))


def _more_shared(crowd: float | None, reference: float | None) -> float | None:
    if crowd is None or reference is None:
        return None
    times = (crowd + _SHARING_FLOOR) / (reference + _SHARING_FLOOR)
    return max(0.0, float(np.log(times)) - _SHARING_ALLOWANCE)


def _conversion(crowd: float | None, reference: float | None) -> float | None:
    if crowd is None or reference is None:
        return None
    return max(0.0, _log_odds(crowd) - _log_odds(reference) - _CONVERSION_ALLOWANCE)


def _log_odds(share: float) -> float:
    return float(np.log((share + _CONVERSION_FLOOR) / (1 + _CONVERSION_FLOOR - share)))


def _deficit(crowd: float | None, reference: float | None) -> float | None:
    if crowd is None or reference is None or reference < _FEWEST_CONFIRM:
        return None
    times = (reference + _CONFIRMED_FLOOR) / (crowd + _CONFIRMED_FLOOR)
    return float(np.log(times)) - _CONFIRMED_ALLOWANCE

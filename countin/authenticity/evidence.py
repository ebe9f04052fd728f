"""What speaks for and against a crowd, in nats against the campaign's own reference.

Three families: how fans came (network), when and how fast (timing), what became of it (after).
A crowd's size and a burst add nothing. Every family is capped, so that no single fact decides.
"""

from dataclasses import dataclass

import numpy as np

from countin.authenticity.fan_table import Codes, Floats

CAP = 1.5
_SHRINK = 8.0  # fans' worth of doubt that a small crowd carries
_STEPS = 40
_RATES = ("hosting", "confirmed", "throwaway", "revoked")
_QUIET_HOURS = 8
_BUSIEST_DAY = 0.25
# Below this many pairs of fans a share of pairs is chance.
_PAIRS = 100.0
# Sources differ in pace without anybody having bought them: this much divergence is no evidence.
_PACE_ALLOWANCE = 0.2


@dataclass(frozen=True)
class Facts:
    """What evidence is taken from, one entry a fan; NaN is unknown. Rates are 0 or 1."""

    press: Codes
    permit: Codes
    at: Floats
    hour: Codes
    hosting: Floats
    prefix: Codes
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
        confirmed=_rate(facts.confirmed, weights),
        throwaway=_rate(facts.throwaway, weights),
        revoked=_rate(facts.revoked, weights),
        conversion=conversion,
    )


def _histogram(steps: Codes, weights: Floats) -> Floats | None:
    known = steps >= 0
    if weights[known].sum() < 5:
        return None
    counts = np.bincount(steps[known], weights=weights[known], minlength=_STEPS)
    return np.asarray(counts, dtype=np.float64)


def _rate(values: Floats, weights: Floats) -> float | None:
    known = ~np.isnan(values)
    total = weights[known].sum()
    return None if total < 5 else float((values[known] * weights[known]).sum() / total)


def _bounds(values: Floats, weights: Floats) -> tuple[float, float] | None:
    """The rate less and plus what chance alone may add: a small crowd has to show more."""
    known = ~np.isnan(values)
    total = float(weights[known].sum())
    if total < 5:
        return None
    seen = float((values[known] * weights[known]).sum())
    low = max(0.0, seen - float(np.sqrt(seen))) / total
    return low, min(1.0, (seen + float(np.sqrt(seen + 1))) / total)


def _sharing(prefix: Codes, weights: Floats) -> float | None:
    """How probably two fans of the crowd came through one network, its largest one left out: a
    hall or a school is one network, and no evidence."""
    known = prefix >= 0
    total = float(weights[known].sum())
    if total < 5:
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
    days = np.bincount((facts.at // 86_400).astype(np.int64), weights=weights)
    if weights.sum() < 30 or days.max() > _BUSIEST_DAY * weights.sum():
        return None
    hours = np.bincount(facts.hour, weights=weights, minlength=24)
    twice = np.concatenate([hours, hours])
    sums = [twice[begin : begin + _QUIET_HOURS].sum() for begin in range(24)]
    return float(min(sums) / hours.sum())


def terms_of(crowd: Profile, reference: Profile) -> dict[str, float]:
    """Each term in nats; positive speaks against the crowd. Absent: unknown."""
    doubt = crowd.fans / (crowd.fans + _SHRINK)
    terms: dict[str, float | None] = {
        "pace": _pace(crowd.press, reference.press),
        "permit": _pace(crowd.permit, reference.permit),
        "night": _night(crowd.quiet, reference.quiet),
        "hosting": _excess(crowd.surely.get("hosting"), reference.hosting, floor=0.03),
        "sharing": _more_shared(crowd.sharing, reference.sharing),
        "conversion": _conversion(crowd.conversion, reference.conversion),
        "confirmed": _deficit(crowd.at_most.get("confirmed"), reference.confirmed),
        "throwaway": _excess(crowd.surely.get("throwaway"), reference.throwaway, floor=0.05),
        "revoked": _excess(crowd.surely.get("revoked"), reference.revoked, floor=0.03),
    }
    return {name: value * doubt for name, value in terms.items() if value is not None}


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
    if middle > usual - 1 and spread > 0.7 * usual_spread:
        return 0.0 if apart > _PACE_ALLOWANCE else -0.5
    return apart - _PACE_ALLOWANCE


def _night(crowd: float | None, reference: float | None) -> float | None:
    if crowd is None or reference is None:
        return None
    return max(0.0, (crowd - max(reference, 0.08) - 0.06) / 0.08)


def _excess(crowd: float | None, reference: float | None, *, floor: float) -> float | None:
    if crowd is None or reference is None:
        return None
    return float(np.log((crowd + floor) / (reference + floor)))


def _more_shared(crowd: float | None, reference: float | None) -> float | None:
    if crowd is None or reference is None:
        return None
    return max(0.0, float(np.log((crowd + 0.002) / (reference + 0.002))) - 1.0)


def _conversion(crowd: float | None, reference: float | None) -> float | None:
    if crowd is None or reference is None:
        return None
    odds = np.log((crowd + 0.01) / (1.01 - crowd)) - np.log((reference + 0.01) / (1.01 - reference))
    return max(0.0, float(odds) - 1.0)


def _deficit(crowd: float | None, reference: float | None) -> float | None:
    if crowd is None or reference is None or reference < 0.05:
        return None
    return float(np.log((reference + 0.02) / (crowd + 0.02))) - 0.4

"""Every crowd against the campaign's own reference: the trusted core where it is large enough."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace

import numpy as np

from countin.authenticity.coding import Coding
from countin.authenticity.crowds import Crowds, normalize
from countin.authenticity.event_log import EventLog
from countin.authenticity.evidence import Facts, Profile, profile_of, terms_of
from countin.authenticity.fan_table import (
    Codes,
    FanTable,
    Floats,
    bounced,
    first_moment,
    network_classes,
)
from countin.authenticity.grading import Judgement, judge
from countin.authenticity.mail_domains import is_throwaway
from countin.authenticity.traits import (
    DAY,
    is_revoked,
    shared_networks,
    structural_columns,
    time_steps,
)

SMALLEST_CORE = 100
# Below this many visits a promise the log holds hardly any visit without one.
_FEW_VISITS = 0.2


@dataclass(frozen=True)
class Bench:
    """What crowds are judged against. `core` is how many fans it rests on, 0 for all of them."""

    facts: Facts
    reference: Profile
    core: int


def facts_of(log: EventLog, table: FanTable, *, release: float | None) -> Facts:
    """What evidence is taken from; what the log never says is unknown for everybody."""
    promises, unknown = table.promises, np.nan
    says_revoked = log.says_revoked or log.says_results
    return Facts(
        press=time_steps(table.press),
        permit=time_steps(table.permit),
        at=table.at,
        hour=(table.at % DAY // 3_600).astype(np.int64),
        hosting=np.array(
            [
                unknown if c is None else float(c == "hosting")
                for c in network_classes(table.arrivals)
            ]
        ),
        prefix=_numbered(a.prefix for a in table.arrivals),
        country=_numbered(a.country for a in table.arrivals),
        kin=_numbered(("of", a.country, a.source) for a in table.arrivals),
        confirmed=np.array(
            [float(p.confirmed_at is not None) if log.says_confirmed else unknown for p in promises]
        ),
        throwaway=np.array(
            [
                float(is_throwaway(p.mail_domain or "")) if log.says_mail else unknown
                for p in promises
            ]
        ),
        revoked=np.array(
            [float(is_revoked(p, release=release)) if says_revoked else unknown for p in promises]
        ),
    )


def _numbered(labels: Iterable[Hashable]) -> Codes:
    """Each label as a number from 0; -1 where it is None."""
    numbers: dict[Hashable, int] = {}
    return np.array(
        [-1 if label is None else numbers.setdefault(label, len(numbers)) for label in labels]
    )


def bench_of(facts: Facts, *, conversion: float | None) -> Bench:
    """The first reference: fans who confirmed a lasting address, or everybody."""
    core = (np.nan_to_num(facts.confirmed) > 0) & ~(np.nan_to_num(facts.throwaway) > 0)
    many = int(core.sum())
    everybody = np.ones(len(facts.press))
    whole = profile_of(facts, everybody, conversion=conversion)
    if many < SMALLEST_CORE:
        return Bench(facts, whole, 0)
    trusted = profile_of(facts, core.astype(np.float64), conversion=conversion)
    # The core has confirmed by its making: how many do is read off everybody.
    reference = replace(trusted, confirmed=whole.confirmed, throwaway=whole.throwaway)
    return Bench(facts, reference, many)


def judge_crowds(bench: Bench, belongs: Floats, conversions: list[float | None]) -> list[Judgement]:
    """Judge twice: the second time against a reference that leaves out what looked unusual."""
    profiles = [
        profile_of(bench.facts, belongs[:, k], conversion=conversions[k])
        for k in range(belongs.shape[1])
    ]
    first = [judge(terms_of(p, bench.reference), fans=p.fans) for p in profiles]
    rest = belongs @ np.array([1.0 - j.probability for j in first])
    if rest.sum() < SMALLEST_CORE:
        return first
    others = profile_of(bench.facts, rest, conversion=bench.reference.conversion)
    reference = _with_rates(bench.reference, others)
    if not bench.core:
        reference = replace(reference, press=others.press, permit=others.permit, quiet=others.quiet)
    return [judge(terms_of(p, reference), fans=p.fans) for p in profiles]


def _with_rates(reference: Profile, others: Profile) -> Profile:
    return replace(
        reference,
        confirmed=others.confirmed,
        throwaway=others.throwaway,
        revoked=others.revoked,
        hosting=others.hosting,
        sharing=others.sharing,
    )


def conversions_of(
    log: EventLog, table: FanTable, coding: Coding, crowds: Crowds, *, edges: Floats
) -> list[float | None]:
    """Of the visits that came as each crowd did, the share that became a pre-save."""
    visits = bounced(log)
    if len(visits) < _FEW_VISITS * len(table.fans):
        return [None] * crowds.many
    moments = np.array([visit.at for visit in visits]) - first_moment(log)
    columns = structural_columns(
        visits, moments, edges=edges, shared=shared_networks(table.arrivals)
    )
    joint = coding.joint_of_visits(columns, crowds.spreads) + np.log(crowds.sizes)
    belongs, _likelihood = normalize(joint)
    lost = belongs.sum(axis=0)
    return [float(kept / (kept + gone)) for kept, gone in zip(crowds.sizes, lost, strict=True)]

"""How good earlier expectations were, once it is known what came."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from countin.campaigns.models import Campaign
from countin.insights.expecting.expectations import average_in_first_week
from countin.insights.expecting.history import Kept, tally_kept
from countin.insights.expecting.keeping import LEVEL
from countin.insights.models import Expectation, Expected
from countin.insights.rates import Rate, rate
from countin.statistics.prospects import Prospect
from countin.statistics.scores import chance_of_hits, crps_counts, crps_student

_MOST = 40


@dataclass(frozen=True)
class Scored:
    """One kept expectation. `came` is None until it is known. `crps`: the smaller the better; of
    listeners it is that of their logarithm, whose distribution alone has one."""

    kept: Expectation
    came: float | None
    crps: float | None

    @property
    def held(self) -> bool | None:
        """The range held what came."""
        return None if self.came is None else self.kept.low <= self.came <= self.kept.high


@dataclass(frozen=True)
class Record:
    """The organizer's kept expectations of one kind whose outcome is known."""

    what: Expected
    held: Rate
    chance: float  # that good ranges are hit as unevenly as this
    crps: float  # on average


def score_campaign(campaign: Campaign) -> tuple[Scored, ...]:
    """What was kept of this campaign, and what came."""
    kept = Expectation.objects.filter(campaign=campaign).select_related("campaign__release")
    return tuple(_score(one) for one in kept.order_by("what", "provider"))


def tally_record(campaign: Campaign) -> tuple[Record, ...]:
    """Over the organizer's latest campaigns, this one among them."""
    rows = Expectation.objects.filter(campaign__workspace=campaign.workspace_id)
    latest = rows.select_related("campaign__release").order_by("-made_at", "pk")[:_MOST]
    scored = [_score(one) for one in latest]
    found = (_record(what, [one for one in scored if one.kept.what == what]) for what in Expected)
    return tuple(one for one in found if one is not None)


def _record(what: Expected, scored: Iterable[Scored]) -> Record | None:
    known = [one for one in scored if one.crps is not None]
    hits = sum(one.held is True for one in known)
    share = rate(hits, of=len(known))
    if share is None:
        return None
    mean = sum(one.crps or 0.0 for one in known) / len(known)
    return Record(what, share, chance_of_hits(hits, of=len(known), level=LEVEL), mean)


def _score(kept: Expectation) -> Scored:
    if kept.what == Expected.SAVES:
        return _score_saves(kept)
    came = average_in_first_week(kept.campaign)
    if not came:
        return Scored(kept, None, None)
    terms = kept.terms
    crps = crps_student(
        math.log(came),
        freedom=terms["freedom"],
        middle=terms["middle"],
        scale=terms["scale"],
    )
    return Scored(kept, came, crps)


def _score_saves(kept: Expectation) -> Scored:
    """Known once none of those that were alive then is on its way."""
    now = tally_kept(kept.campaign, as_of=kept.made_at).get(kept.provider, Kept())
    if now.coming:
        return Scored(kept, None, None)
    chances = Prospect(kept.of, kept.terms["a"], kept.terms["b"]).chances
    return Scored(kept, now.saved, crps_counts(now.saved, chances=chances))

"""What became of pre-saves that were alive at a moment: the history, and later the outcome."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from countin.campaigns.models import Campaign
from countin.insights.tallies import eve_of
from countin.presaves.models import PreSave, Transition
from countin.presaves.states import State
from countin.workspaces.rows import Among

# Further back an organizer's apps, fans and habits were others.
_MOST_CAMPAIGNS = 20


@dataclass(frozen=True)
class Kept:
    """Of pre-saves alive at a moment: how many were saved since, and how many still may be."""

    alive: int = 0
    saved: int = 0
    coming: int = 0

    @property
    def failed(self) -> int:
        """Neither: failed, in need of their fan, or withdrawn."""
        return self.alive - self.saved - self.coming


def tally_kept(
    campaign: Campaign, *, as_of: datetime, among: Collection[int] | None = None
) -> dict[str, Kept]:
    """By service: pre-saves of this campaign that were promised at this moment, of these numbers
    alone where some are given. One query."""
    rows = PreSave.objects.filter(campaign=campaign)
    if among is not None:
        rows = rows.filter(Among("pk", among))
    counted = (
        _promised(rows, as_of=as_of)
        .values_list("provider")
        .annotate(
            alive=Count("pk"),
            saved=Count("pk", filter=Q(state=State.SAVED)),
            coming=Count("pk", filter=Q(state=State.PROMISED)),
        )
    )
    return {name: Kept(*numbers) for name, *numbers in counted.order_by("provider")}


def tally_history(campaign: Campaign) -> dict[str, Kept]:
    """By service, over the organizer's latest campaigns that came out before this one and are
    settled there: pre-saves alive the day before. A query a campaign, twenty at most."""
    total: dict[str, Kept] = {}
    for earlier in _earlier(campaign):
        for name, kept in tally_kept(earlier, as_of=eve_of(earlier)).items():
            if not kept.coming:
                total[name] = _add(total.get(name, Kept()), kept)
    return total


def find_earlier_of_artist(campaign: Campaign) -> list[Campaign]:
    """The artist's latest campaigns that came out before this one, the latest first."""
    artist = campaign.release.artist_id
    return [one for one in _earlier(campaign) if one.release.artist_id == artist]


def _earlier(campaign: Campaign) -> Iterable[Campaign]:
    rows = Campaign.objects.filter(
        workspace=campaign.workspace_id,
        published_at__isnull=False,
        release__release_date__lt=campaign.release.release_date,
    )
    return rows.select_related("release").order_by("-release__release_date")[:_MOST_CAMPAIGNS]


def _promised(rows: QuerySet[PreSave], *, as_of: datetime) -> QuerySet[PreSave]:
    """Those whose latest move before this moment left them promised; none was moved yet: so
    they were made."""
    moves = Transition.objects.filter(
        presave=OuterRef("pk"), follow__isnull=True, happened_at__lt=as_of
    ).order_by("-happened_at", "-pk")
    latest = Coalesce(Subquery(moves.values("to_state")[:1]), Value(State.PROMISED.value))
    made = rows.filter(promised_at__lt=as_of).annotate(state_then=latest)
    return made.filter(state_then=State.PROMISED)


def _add(one: Kept, other: Kept) -> Kept:
    return Kept(one.alive + other.alive, one.saved + other.saved, one.coming + other.coming)

"""From a row that is due to the step that the worker takes."""

from collections.abc import Iterable

from countin.campaigns.models import Campaign, Release, Sighting
from countin.campaigns.wanted import release_wanted
from countin.presaves.due import DuePresave
from countin.presaves.models import FollowAsk, PreSave
from countin.presaves.states import Step as NextStep
from countin.providers import contract
from countin.providers.contract import Provider
from countin.release_day.models import AttemptKind
from countin.release_day.tasks import Step

_KINDS = {
    NextStep.EARLY_ADD: AttemptKind.EARLY_ADD,
    NextStep.SAVE: AttemptKind.SAVE,
    NextStep.READ_BACK: AttemptKind.READ_BACK,
    NextStep.TAKE_BACK: AttemptKind.TAKE_BACK,
    NextStep.LOOK: AttemptKind.REFRESH,
}


class Catalogue:
    """What the releases of a batch are called at one service, market by market.

    Ids differ from market to market: what was seen there is what is saved there.
    """

    def __init__(self, provider: Provider, *, campaign_ids: Iterable[int] = ()) -> None:
        self.provider = provider
        self._releases: dict[int, Release] = {}
        self._wanted: dict[int, contract.Release] = {}
        self._ids: dict[tuple[int, str], str] = {}  # by campaign and market
        self._seen: dict[tuple[int, str], str] = {}
        self.add(campaign_ids)

    def add(self, campaign_ids: Iterable[int]) -> None:
        """Look those of these campaigns up that are not known yet."""
        missing = set(campaign_ids) - self._releases.keys()
        if not missing:
            return
        campaigns = (
            Campaign.objects.filter(pk__in=missing)
            .select_related("release__artist")
            .prefetch_related("release__pins", "release__artist__service_ids")
        )
        added = {campaign.pk: campaign.release for campaign in campaigns}
        self._releases |= added
        for pk, release in added.items():
            self._wanted[pk] = release_wanted(release, provider_name=self.provider.name)
        seen = Sighting.objects.filter(
            release__in=list(added.values()), provider=self.provider.name
        ).exclude(seen_at=None)
        self._seen |= {(row.release_id, row.market): row.external_id for row in seen}

    def wanted(self, campaign_id: int) -> contract.Release:
        """What is looked for."""
        return self._wanted[campaign_id]

    def id_in(self, market: str, *, campaign_id: int) -> str:
        """The release's id in this market, else the pinned one, else an empty string."""
        key = campaign_id, market
        if key not in self._ids:
            release = self._releases[campaign_id]
            seen = self._seen.get((release.pk, market))
            self._ids[key] = seen or release.pinned_id(self.provider.name)
        return self._ids[key]


def presave_step(presave: PreSave | DuePresave, *, catalogue: Catalogue) -> Step:
    """What is next for this promise."""
    kind = _KINDS[NextStep(presave.next_step)]
    if presave.withdraw_asked_at and kind == AttemptKind.SAVE:
        # Withdrawn during a call whose worker died: it may have been saved, so it is undone.
        kind = AttemptKind.TAKE_BACK
    if kind == AttemptKind.TAKE_BACK and not catalogue.provider.abilities.take_back:
        # What can't be taken back is looked for, so that the fan is told the truth.
        kind = AttemptKind.READ_BACK
    return Step(
        kind=kind,
        presave_id=presave.pk,
        follow_id=None,
        market=presave.market,
        release_id=catalogue.id_in(presave.market, campaign_id=presave.campaign_id),
        artist_id="",
        release=catalogue.wanted(presave.campaign_id),
        attempts=presave.attempts,
        looks=presave.looks,
        step_since=presave.step_since,
    )


def follow_step(ask: FollowAsk, *, catalogue: Catalogue) -> Step:
    """The follow, in a call of its own: a refusal must not lose the save."""
    return Step(
        kind=AttemptKind.FOLLOW,
        presave_id=ask.presave_id,
        follow_id=ask.pk,
        market=ask.presave.market,
        release_id="",
        artist_id=ask.artist.id_at(catalogue.provider.name),
        release=catalogue.wanted(ask.presave.campaign_id),
        attempts=ask.attempts,
        looks=ask.looks,
        step_since=None,
    )

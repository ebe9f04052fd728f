"""From a row that is due to the step that the worker takes."""

from countin.campaigns.models import Sighting
from countin.campaigns.wanted import release_wanted
from countin.presaves.models import FollowAsk, PreSave
from countin.presaves.states import Step as NextStep
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


def presave_step(presave: PreSave, *, provider: Provider) -> Step:
    """What is next for this promise."""
    kind = _KINDS[NextStep(presave.next_step)]
    if kind == AttemptKind.TAKE_BACK and not provider.abilities.take_back:
        # What can't be taken back is looked for, so that the fan is told the truth.
        kind = AttemptKind.READ_BACK
    release = presave.campaign.release
    return Step(
        kind=kind,
        presave_id=presave.pk,
        follow_id=None,
        market=presave.market,
        release_id=_release_id(presave),
        artist_id="",
        release=release_wanted(release, provider_name=provider.name),
        attempts=presave.attempts,
        looks=presave.looks,
        step_since=presave.step_since,
    )


def follow_step(ask: FollowAsk, *, provider: Provider) -> Step:
    """The follow, in a call of its own: a refusal must not lose the save."""
    return Step(
        kind=AttemptKind.FOLLOW,
        presave_id=ask.presave_id,
        follow_id=ask.pk,
        market=ask.presave.market,
        release_id="",
        artist_id=ask.artist.id_at(provider.name),
        release=release_wanted(ask.presave.campaign.release, provider_name=provider.name),
        attempts=ask.attempts,
        looks=0,
        step_since=None,
    )


def _release_id(presave: PreSave) -> str:
    # Ids differ from market to market; what was seen there is what is saved there.
    seen = Sighting.objects.filter(
        release_id=presave.campaign.release_id,
        provider=presave.provider,
        market=presave.market,
        seen_at__isnull=False,
    )
    found = seen.values_list("external_id", flat=True).first()
    return found or presave.campaign.release.pinned_id(presave.provider)

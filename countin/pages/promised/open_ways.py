"""What a fan can still do with a promise on their own page."""

from collections.abc import Mapping
from datetime import datetime

from countin.campaigns.modes import mode_of
from countin.pages.promised.offers import can_ask_follow
from countin.presaves.models import FollowAsk, PreSave
from countin.presaves.states import FollowState, Reason, State
from countin.providers.contract import Mode, Provider


def serving_provider(service: str, *, providers: Mapping[str, Provider]) -> Provider | None:
    """Where fans of this service can be served directly at all. That this one can, their
    account proves, for the service let them in: guests count, too."""
    provider = providers.get(service)
    serves = provider is not None and mode_of(provider, is_guest=True) == Mode.DIRECT
    return provider if serves else None


def can_follow_apart(presave: PreSave, *, providers: Mapping[str, Provider], now: datetime) -> bool:
    """The campaign asks for the follow and has not ended, the service can follow, and it was
    this account neither asked for it nor follows yet, by whichever promise."""
    provider = serving_provider(presave.provider, providers=providers)
    if provider is None or not presave.campaign.lets_reconnect(now):
        return False
    if presave.state not in (State.PROMISED, State.SAVED):
        return False
    settled = FollowAsk.objects.filter(
        presave__connection=presave.connection_id,
        artist=presave.campaign.release.artist_id,
        state__in=[FollowState.WAITING, FollowState.DONE],
    )
    return can_ask_follow(presave.campaign, provider=provider) and not settled.exists()


def can_confirm(presave: PreSave, *, now: datetime) -> bool:
    """A person holds it back until its fan says yes, and the campaign has not ended."""
    is_held = presave.state == State.NEEDS_FAN and presave.reason == Reason.HELD_BACK
    return is_held and presave.withdraw_asked_at is None and presave.campaign.lets_reconnect(now)


def can_reconnect(presave: PreSave, *, providers: Mapping[str, Provider], now: datetime) -> bool:
    """It waits for its fan, who can still mend it."""
    waits = presave.state == State.NEEDS_FAN and presave.reason != Reason.HELD_BACK
    return (
        waits
        and presave.campaign.lets_reconnect(now)
        and serving_provider(presave.provider, providers=providers) is not None
    )

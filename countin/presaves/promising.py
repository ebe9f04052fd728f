"""Making the promise, and the follow asked apart."""

from datetime import datetime

from django.db import transaction

from countin.campaigns.models import Artist, Campaign, Channel
from countin.fans.models import Connection, Consent, Fan
from countin.presaves.following import ask_follow
from countin.presaves.holding import note_confirmed
from countin.presaves.models import PreSave, Transition
from countin.presaves.moving import move_presaves
from countin.presaves.states import Reason, State, Step

# What the moves above change; the rows it points at stay loaded.
_MOVED = ("state", "reason", "changed_at", "market", "next_step", "next_attempt_at", "attempts")


class CampaignClosed(Exception):
    """No promise can be made here any more, or not yet."""


def make_presave(
    campaign: Campaign,
    *,
    connection: Connection,
    consent: Consent,
    market: str,
    channel: Channel | None,
    visit_id: int | None,
    follow: Artist | None,
    tries_early: bool,
    now: datetime,
) -> PreSave:
    """Record a fan's promise. Asking twice gives the first promise back.

    A withdrawn promise, one that failed, or one that needed the fan, opens again; a saved
    one stays saved. `follow` is the artist to follow, or None where the box was not ticked;
    a follow asked earlier is never taken away here. `tries_early`: an early add makes sense
    at this service. Raises CampaignClosed.
    """
    if not campaign.is_open(now) and not needs_mending(campaign, fan=connection.fan, now=now):
        raise CampaignClosed(campaign.slug)
    with transaction.atomic(savepoint=False):
        first = {"market": market, "channel": channel, "visit_id": visit_id, "consent": consent}
        presave, created = PreSave.objects.get_or_create(
            campaign=campaign,
            connection=connection,
            defaults=first
            | {"provider": connection.provider, "promised_at": now, "changed_at": now},
        )
        if created:
            _note_first(presave, now=now)
        else:
            _open_again(presave, consent=consent, market=market, now=now)
        if tries_early and presave.state == State.PROMISED:
            _try_early(presave, now=now)
        if follow:
            ask_follow(presave, artist=follow, consent=consent, now=now)
    presave.refresh_from_db(fields=_MOVED)
    return presave


def needs_mending(
    campaign: Campaign, *, fan: Fan, now: datetime, provider: str | None = None
) -> bool:
    """A promise of this fan waits for a new permission, and the campaign has not ended."""
    waiting = PreSave.objects.filter(campaign=campaign, connection__fan=fan, state=State.NEEDS_FAN)
    if provider is not None:
        waiting = waiting.filter(provider=provider)
    return campaign.lets_reconnect(now) and waiting.exists()


def _note_first(presave: PreSave, *, now: datetime) -> None:
    Transition.objects.create(presave=presave, to_state=State.PROMISED, happened_at=now)


def _open_again(presave: PreSave, *, consent: Consent, market: str, now: datetime) -> None:
    if not move_presaves([presave.pk], to=State.PROMISED, reason=Reason.NONE, now=now):
        # Still promised: the fan came again, so nothing that was asked before stands against it.
        presave.withdraw_asked_at = None
        if presave.standing_id and presave.is_open:
            # Made for them by a standing consent: from now on it stands on its own.
            presave.consent = consent
        presave.save(update_fields=["withdraw_asked_at", "consent"])
        return
    PreSave.objects.filter(pk=presave.pk).update(consent=consent, market=market or presave.market)
    # Whoever gives a new permission has said that they mean it.
    note_confirmed([presave.pk], now=now)


def _try_early(presave: PreSave, *, now: datetime) -> None:
    waiting = PreSave.objects.filter(pk=presave.pk, next_step=Step.SAVE, next_attempt_at=None)
    waiting.update(next_step=Step.EARLY_ADD, next_attempt_at=now)

"""Making the promises of standing consents, for campaigns that are open."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from countin.campaigns.models import Campaign
from countin.campaigns.modes import mode_in
from countin.presaves.models import (
    PreSave,
    StandingConsent,
    StandingConsentQuerySet,
    Transition,
)
from countin.presaves.states import State
from countin.providers.contract import Mode, Provider

# Why a promise was made, in its first transition.
BY_STANDING = "standing"
_BATCH = 200


def enroll_standing(*, providers: Mapping[str, Provider], now: datetime) -> int:
    """A promise for every standing consent in every open campaign of its artist, once: a fan
    who has or had one there, withdrawn ones included, gets none. Returns how many were made.

    No early add is tried: it can't be taken back, and the fan has not seen this campaign yet.
    """
    made = 0
    for campaign in _open_campaigns(now):
        for provider in providers.values():
            # A grant in hand is the proof that the service lets this fan in: guests count too.
            if mode_in(campaign, provider=provider, is_guest=True) == Mode.DIRECT:
                made += _enroll(campaign, provider=provider, now=now)
    return made


def _open_campaigns(now: datetime) -> list[Campaign]:
    artists = StandingConsent.objects.in_force().values("artist")
    coming = Campaign.objects.with_release().filter(
        published_at__isnull=False,
        release__artist__in=artists,
        release__release_date__gte=(now - timedelta(days=2)).date(),
    )
    return [campaign for campaign in coming.order_by("pk") if campaign.is_open(now)]


def _enroll(campaign: Campaign, *, provider: Provider, now: datetime) -> int:
    made = 0
    while batch := _enroll_batch(campaign, provider=provider, now=now):
        made += batch
    return made


def _enroll_batch(campaign: Campaign, *, provider: Provider, now: datetime) -> int:
    try:
        with transaction.atomic():
            waiting = _waiting(campaign, provider=provider, now=now)
            rows = [_promise(standing, campaign=campaign, now=now) for standing in waiting]
            PreSave.objects.bulk_create(rows)
            Transition.objects.bulk_create(
                Transition(
                    presave=row, to_state=State.PROMISED, reason=BY_STANDING, happened_at=now
                )
                for row in rows
            )
    except IntegrityError:
        return 0  # a fan promised in this very moment: the next round finds that promise
    return len(rows)


def _waiting(campaign: Campaign, *, provider: Provider, now: datetime) -> StandingConsentQuerySet:
    made = PreSave.objects.filter(campaign=campaign, connection=OuterRef("connection"))
    fit = StandingConsent.objects.usable(now).filter(
        ~Exists(made),
        artist=campaign.release.artist_id,
        connection__provider=provider.name,
    )
    # Held, so that none is stopped or erased while its promise is made.
    held = fit.select_for_update(of=("self",)).select_related("connection__fan")
    return held.order_by("pk")[:_BATCH]


def _promise(standing: StandingConsent, *, campaign: Campaign, now: datetime) -> PreSave:
    connection = standing.connection
    assert connection is not None
    return PreSave(
        campaign=campaign,
        connection=connection,
        provider=connection.provider,
        market=connection.market or connection.fan.territory,
        consent_id=standing.consent_id,
        standing=standing,
        promised_at=now,
        changed_at=now,
    )

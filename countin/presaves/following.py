"""Asking for the follow: with the promise, or by itself on the fan's own page."""

from datetime import datetime

from django.db import transaction

from countin.campaigns.models import Artist, FollowWhen
from countin.fans.models import Consent
from countin.presaves.models import FollowAsk, PreSave, Transition
from countin.presaves.moving import move_follows
from countin.presaves.states import FollowState, State


def ask_follow(presave: PreSave, *, artist: Artist, consent: Consent, now: datetime) -> FollowAsk:
    """Have the artist followed, at once or with the save as the campaign says; after the save
    at once. What failed or was withdrawn is asked anew; what is done stays done."""
    with transaction.atomic(savepoint=False):
        ask, created = FollowAsk.objects.get_or_create(
            presave=presave,
            artist=artist,
            defaults={"consent": consent, "asked_at": now, "changed_at": now},
        )
        if created:
            Transition.objects.create(
                presave=presave, follow=ask, to_state=FollowState.WAITING, happened_at=now
            )
        elif move_follows([ask.pk], to=FollowState.WAITING, because="", now=now):
            FollowAsk.objects.filter(pk=ask.pk).update(consent=consent)
        if follows_at_once(presave):
            FollowAsk.objects.waiting().filter(pk=ask.pk).update(next_attempt_at=now)
    return ask


def follows_at_once(presave: PreSave) -> bool:
    """The follow waits for no save."""
    at_once = presave.campaign.follow_when == FollowWhen.CONNECT
    return at_once or presave.state == State.SAVED

"""Pre-saves, follow asks, their history, standing consents, and authorizations under way."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import models

from countin.campaigns.models import Artist, Campaign, Channel
from countin.fans.models import Connection, Consent, Fan, Grant
from countin.presaves.canaries import Canary as Canary
from countin.presaves.held import HeldPreSave as HeldPreSave
from countin.presaves.held import Hold as Hold
from countin.presaves.states import OPEN_STATES, FollowState, Reason, StandingEnd, State, Step
from countin.visits.models import Visit

RENEWAL_AHEAD = timedelta(days=60)  # before a permission ends, its fan is asked to renew it
_WHERE = ("campaign", "provider", "market")
_PROMISED, _NEEDING = models.Q(state=State.PROMISED), models.Q(state=State.NEEDS_FAN)


class PreSaveQuerySet(models.QuerySet["PreSave"]):
    """Promises by what has to be done about them."""

    def open(self) -> PreSaveQuerySet:
        """A save may still come of these."""
        return self.filter(state__in=OPEN_STATES)

    def due_in_wave(
        self, *, campaign_id: int, provider: str, markets: Iterable[str], now: datetime
    ) -> PreSaveQuerySet:
        """To be saved now, in markets that show the release."""
        return self.filter(
            models.Q(next_attempt_at__isnull=True) | models.Q(next_attempt_at__lte=now),
            campaign_id=campaign_id,
            provider=provider,
            market__in=list(markets),
            state=State.PROMISED,
            next_step=Step.SAVE,
        ).order_by("id")

    def due_errands(self, now: datetime) -> PreSaveQuerySet:
        """Everything but the save itself: early adds, reading back, taking back, looks."""
        return (
            self.filter(next_attempt_at__lte=now, state__in=OPEN_STATES)
            .exclude(next_step=Step.SAVE)
            .order_by("next_attempt_at")
        )


class FollowAskQuerySet(models.QuerySet["FollowAsk"]):
    """Follow asks by what has to be done about them."""

    def waiting(self) -> FollowAskQuerySet:
        """Asked, and neither done nor given up."""
        return self.filter(state=FollowState.WAITING)

    def due(self, now: datetime) -> FollowAskQuerySet:
        """To be done now, apart from any save."""
        return self.waiting().filter(next_attempt_at__lte=now).order_by("next_attempt_at")


class StandingConsentQuerySet(models.QuerySet["StandingConsent"]):
    """Standing consents by what has to be done about them."""

    def in_force(self) -> StandingConsentQuerySet:
        """Given, and neither ended nor without an account."""
        return self.filter(ended_at__isnull=True, connection__isnull=False)

    def usable(self, now: datetime) -> StandingConsentQuerySet:
        """In force, on a permission that the service accepts still."""
        return self.in_force().filter(models.Exists(_live_grants().filter(usable_until__gt=now)))

    def without_grant(self, now: datetime) -> StandingConsentQuerySet:
        """In force, though no permission is there any more that the service would accept."""
        return self.in_force().filter(~models.Exists(_live_grants().filter(usable_until__gt=now)))

    def due_for_renewal(self, now: datetime) -> StandingConsentQuerySet:
        """Their permission ends within 60 days, and the fan was not asked since it was given."""
        ending = _live_grants().filter(usable_until__lte=now + RENEWAL_AHEAD)
        newer = _live_grants().filter(authorized_at__gt=models.OuterRef("renewal_asked_at"))
        unasked = models.Q(renewal_asked_at__isnull=True) | models.Exists(newer)
        return self.usable(now).filter(models.Exists(ending)).filter(unasked).order_by("pk")


def _live_grants() -> models.QuerySet[Grant]:
    return Grant.objects.live().filter(connection=models.OuterRef("connection"))


class StandingConsent(models.Model):
    """A fan wants every coming release of an artist saved, with one account. A consent of its
    own, stopped by its own button; ends with the permission at the latest."""

    # Empty once the fan was erased: the row stays for the counts, without anybody.
    fan = models.ForeignKey(Fan, on_delete=models.SET_NULL, null=True, related_name="+")
    artist = models.ForeignKey(Artist, on_delete=models.PROTECT, related_name="+")
    connection = models.ForeignKey(
        Connection, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    consent = models.ForeignKey(Consent, on_delete=models.SET_NULL, null=True, related_name="+")
    given_at = models.DateTimeField()
    renewal_asked_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=20, choices=StandingEnd.choices, blank=True)

    objects = StandingConsentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["connection", "artist"],
                condition=models.Q(ended_at__isnull=True),
                name="one_standing_consent",
            )
        ]
        indexes = [models.Index(fields=["artist", "ended_at"], name="standing_by_artist")]

    def __str__(self) -> str:
        return f"standing consent {self.pk}"


class PreSave(models.Model):
    """A fan's promise for one campaign at one service. Exists in direct mode only."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    # Empty once the fan was erased: the row stays for the counts, without anybody.
    connection = models.ForeignKey(
        Connection, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    provider = models.CharField(max_length=40)
    market = models.CharField(max_length=2, blank=True)  # "" is the unknown market
    channel = models.ForeignKey(Channel, on_delete=models.SET_NULL, null=True, related_name="+")
    # Its row may come a moment later than this one.
    visit = models.ForeignKey(
        Visit, on_delete=models.SET_NULL, null=True, related_name="+", db_constraint=False
    )
    consent = models.ForeignKey(Consent, on_delete=models.SET_NULL, null=True, related_name="+")
    # Made for the fan by this standing consent; empty where they pressed the button themselves.
    standing = models.ForeignKey(
        StandingConsent, on_delete=models.SET_NULL, null=True, related_name="presaves"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROMISED)
    reason = models.CharField(max_length=20, choices=Reason.choices, blank=True)
    promised_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    next_step = models.CharField(max_length=10, choices=Step.choices, default=Step.SAVE)
    next_attempt_at = models.DateTimeField(null=True)  # empty: waits for its wave
    attempts = models.PositiveIntegerField(default=0)  # of this step, that time may heal
    looks = models.PositiveIntegerField(default=0)  # at a grant refused during an outage
    step_since = models.DateTimeField(null=True)  # first try of this step
    withdraw_asked_at = models.DateTimeField(null=True)  # while a call was under way

    objects = PreSaveQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "connection"], name="one_presave_a_fan")
        ]
        indexes = [
            models.Index(fields=["campaign", "provider", "state", "id"], name="presave_by_wave"),
            models.Index(fields=["next_attempt_at"], name="presave_by_attempt"),
            models.Index(  # presaves.wanting; nothing is written here by a save
                fields=[*_WHERE, "next_step", "next_attempt_at"],
                condition=_PROMISED,
                name="presave_waiting",
            ),
            models.Index(  # a small market's wave walks past nobody else's rows
                fields=[*_WHERE, "id"], condition=_PROMISED, name="presave_by_market"
            ),
            models.Index(
                fields=["provider", "changed_at"], condition=_NEEDING, name="presave_needing_fan"
            ),
        ]

    def __str__(self) -> str:
        return f"pre-save {self.pk}"

    @property
    def is_open(self) -> bool:
        """A save may still come of it."""
        return self.state in (State.PROMISED, State.NEEDS_FAN)

    def due_at(self) -> datetime:
        """The release moment in this promise's market, in UTC."""
        return self.campaign.release.moment_in(self.market)


class FollowAsk(models.Model):
    """The follow, a decision of its own beside the promise."""

    presave = models.ForeignKey(PreSave, on_delete=models.CASCADE, related_name="follows")
    artist = models.ForeignKey(Artist, on_delete=models.PROTECT, related_name="+")
    consent = models.ForeignKey(Consent, on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(
        max_length=10, choices=FollowState.choices, default=FollowState.WAITING
    )
    because = models.CharField(max_length=60, blank=True)
    asked_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField(null=True)  # empty: goes with the save, on the day
    attempts = models.PositiveIntegerField(default=0)
    looks = models.PositiveIntegerField(default=0)  # at a grant refused during an outage

    objects = FollowAskQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["presave", "artist"], name="one_follow_ask")]
        indexes = [models.Index(fields=["next_attempt_at"], name="follow_by_attempt")]

    def __str__(self) -> str:
        return f"follow ask {self.pk}"


class Transition(models.Model):
    """Every change of state, append-only. What reacts to a promise reads this by cursor."""

    presave = models.ForeignKey(PreSave, on_delete=models.CASCADE, related_name="transitions")
    follow = models.ForeignKey(FollowAsk, on_delete=models.CASCADE, null=True, related_name="+")
    from_state = models.CharField(max_length=10, blank=True)
    to_state = models.CharField(max_length=10)
    reason = models.CharField(max_length=60, blank=True)
    happened_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.from_state} -> {self.to_state}"


class Cursor(models.Model):
    """How far a reader of the transitions has come. presaves.history moves it."""

    name = models.CharField(max_length=40, unique=True)
    passed_id = models.BigIntegerField(default=0)
    # The next stretch ends here, once these transactions have ended.
    bound_id = models.BigIntegerField(default=0)
    waits_for = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.name} at {self.passed_id}"


class AuthorizationOutcome(models.TextChoices):
    UNDER_WAY = "under_way"
    DONE = "done"
    DENIED = "denied"  # the fan pressed Cancel
    REFUSED = "refused"  # the service's quota mode refused this fan
    FAILED = "failed"  # code used, late, or the service could not be asked


class Purpose(models.TextChoices):
    """What a fan goes to a service for."""

    PRESAVE = "presave"
    FOLLOW = "follow"  # asked on the fan's own page, where the permission lacks it
    STANDING = "standing"  # to renew what a standing consent leans on, or to begin anew
    CANARY = "canary"  # an account of the team's own, for its campaign
    TRIAL = "trial"  # the organizer's own account: shown what would come of it, nothing is kept


class Authorization(models.Model):
    """A fan on the way to a service and back. The state is good once, for ten minutes."""

    purpose = models.CharField(max_length=10, choices=Purpose.choices, default=Purpose.PRESAVE)
    # From a fan's own page: the account it is about, whatever this browser knows.
    connection = models.ForeignKey(
        Connection, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    provider = models.CharField(max_length=40)
    state_hash = models.CharField(max_length=64, unique=True)
    browser_hash = models.CharField(max_length=64)
    wants_follow = models.BooleanField(default=False)
    words = models.TextField()
    words_version = models.CharField(max_length=20)
    language = models.CharField(max_length=10, blank=True)
    time_zone = models.CharField(max_length=60, blank=True)
    territory = models.CharField(max_length=2, blank=True)
    # Its row may come a moment later than this one.
    visit = models.ForeignKey(
        Visit, on_delete=models.SET_NULL, null=True, related_name="+", db_constraint=False
    )
    channel = models.ForeignKey(Channel, on_delete=models.SET_NULL, null=True, related_name="+")
    is_guest = models.BooleanField(default=False)
    from_own_domain = models.BooleanField(default=False)  # the artist's: the thanks stand there
    started_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    returned_at = models.DateTimeField(null=True)
    outcome = models.CharField(
        max_length=10, choices=AuthorizationOutcome.choices, default=AuthorizationOutcome.UNDER_WAY
    )
    presave = models.ForeignKey(PreSave, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["campaign", "outcome"]),
            models.Index(fields=["campaign", "expires_at"], name="authorization_away"),
        ]

    def __str__(self) -> str:
        return f"authorization {self.pk}"

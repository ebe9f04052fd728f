"""Choosing promises and follow asks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models

from countin.presaves.states import OPEN_STATES, FollowState, State, Step

if TYPE_CHECKING:  # the models import these querysets
    from countin.presaves.models import FollowAsk, PreSave


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

"""A shard: due work of one kind at one service, between two ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from countin.campaigns.models import Campaign
from countin.presaves.models import FollowAsk, FollowAskQuerySet, PreSave, PreSaveQuerySet
from countin.workspaces.statements import Question

# Promises; a shard is a second or two of work where the service answers quickly.
SHARD_SIZE = 300
# A question for each; with more, the wave is most of the campaign, and hardly anybody is passed by.
_FEW_MARKETS = 6


class Kind(StrEnum):
    """What is due: saves of a wave, follows apart from any save, everything else."""

    SAVE = "save"
    FOLLOW = "follow"
    ERRAND = "errand"


@dataclass(frozen=True)
class Group:
    """All that is due of one kind: one campaign's saves of one moment, or a service's errands."""

    provider: str
    kind: Kind
    campaign_id: int = 0  # of saves only
    markets: tuple[str, ...] = ()

    def presaves(self, now: datetime) -> PreSaveQuerySet:
        """The promises of this group that are due; none where it is about follows."""
        if self.kind == Kind.SAVE:
            return PreSave.objects.due_in_wave(
                campaign_id=self.campaign_id, provider=self.provider, markets=self.markets, now=now
            )
        if self.kind == Kind.ERRAND:
            return PreSave.objects.due_errands(now).filter(provider=self.provider)
        return PreSave.objects.none()

    def follows(self, now: datetime) -> FollowAskQuerySet:
        """The follow asks of this group that are due."""
        if self.kind != Kind.FOLLOW:
            return FollowAsk.objects.none()
        return FollowAsk.objects.due(now).filter(presave__provider=self.provider)

    def cut(self, *, after: int, size: int, now: datetime) -> Shard | None:
        """The next `size` that are due beyond this id."""
        parts = self._by_market() if len(self.markets) <= _FEW_MARKETS else (self,)
        ids = sorted(pk for part in parts for pk in part._next(after=after, size=size, now=now))
        return Shard(self, first=ids[0], last=ids[:size][-1]) if ids else None

    def _next(self, *, after: int, size: int, now: datetime) -> Iterable[int]:
        due: QuerySet[Any] = self.follows(now) if self.kind == Kind.FOLLOW else self.presaves(now)
        return due.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:size]

    def _by_market(self) -> Iterable[Group]:
        """Of one market the next promises stand beside each other in an index; of several, the
        database walks past everybody else's to keep their order."""
        if self.kind != Kind.SAVE:
            return (self,)
        return (replace(self, markets=(market,)) for market in self.markets)


@dataclass(frozen=True)
class Shard:
    """A part of a group. Both bounds are given: with an open end the database walks over every
    row that is done already, and the last shard of a million is found a hundred times slower
    than the first."""

    group: Group
    first: int
    last: int

    @property
    def name(self) -> str:
        """One name for one part, whoever cuts it."""
        group = self.group
        return f"{group.provider}:{group.kind}:{group.campaign_id}:{self.first}-{self.last}"

    def presaves(self, now: datetime) -> PreSaveQuerySet:
        """The promises of this part that are due, still or again."""
        return self.group.presaves(now).filter(pk__range=(self.first, self.last))

    def follows(self, now: datetime) -> FollowAskQuerySet:
        """The follow asks of this part that are due."""
        return (
            self.group.follows(now)
            .filter(pk__range=(self.first, self.last))
            .select_related("artist", "presave")
            .prefetch_related("artist__service_ids")
        )

    def is_due(self, now: datetime) -> bool:
        """Something is left to do, and nobody has paused it since it was cut."""
        if self.group.kind == Kind.FOLLOW:
            return self.follows(now).exists()
        if not self._may_go_on(now):
            return False
        return bool(_first_due(self.group).rows(first=self.first, last=self.last, now=now))

    def as_plain(self) -> dict[str, Any]:
        """For a queue."""
        group = self.group
        return {
            "provider": group.provider,
            "kind": str(group.kind),
            "campaign_id": group.campaign_id,
            "markets": list(group.markets),
            "first": self.first,
            "last": self.last,
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Shard:
        """As it was handed over."""
        group = Group(
            plain["provider"],
            Kind(plain["kind"]),
            campaign_id=plain["campaign_id"],
            markets=tuple(plain["markets"]),
        )
        return cls(group, first=plain["first"], last=plain["last"])

    def _may_go_on(self, now: datetime) -> bool:
        if self.group.kind != Kind.SAVE:
            return True
        running = Campaign.objects.running(now).filter(paused_at__isnull=True)
        return running.filter(pk=self.group.campaign_id).exists()


@lru_cache(maxsize=256)
def _first_due(group: Group) -> Question:
    """One for all shards of a group."""
    return Question(
        lambda *, first, last, now: (
            Shard(group, first=first, last=last).presaves(now).values_list("pk")[:1]
        )
    )

"""What announcements that are about no campaign brought: showings of the artist's page by their
links, and pre-saves of those who went on from there."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from countin.campaigns.models import Artist
from countin.insights.documents import rate_as_json
from countin.insights.rates import Rate, rate
from countin.presaves.models import PreSave
from countin.visits.models import ArtistChannel


@dataclass(frozen=True)
class Brought:
    """By one way of one announcement. `activation` is None where the reach is not known."""

    name: str
    reach: int | None
    people: int
    machines: int
    presaves: int
    activation: Rate | None

    def as_document(self) -> dict[str, Any]:
        """As the API tells it."""
        return {
            "channel": self.name,
            "reach": self.reach,
            "people": self.people,
            "machines": self.machines,
            "presaves": self.presaves,
            "activation": rate_as_json(self.activation),
        }


def read_brought(artist: Artist, *, numbers: Collection[int]) -> list[Brought]:
    """Of the announcements of these numbers, the newest first. Two queries."""
    rows = ArtistChannel.objects.filter(artist=artist).order_by("-pk")
    wanted = [row for row in rows if int(row.name.rpartition("-")[2]) in numbers]
    presaves = _count_presaves(artist, names=[row.name for row in wanted])
    return [
        Brought(
            name=row.name,
            reach=row.reach,
            people=row.people,
            machines=row.machines,
            presaves=presaves.get(row.name, 0),
            activation=rate(presaves.get(row.name, 0), of=row.reach),
        )
        for row in wanted
    ]


def _count_presaves(artist: Artist, *, names: Collection[str]) -> dict[str, int]:
    rows = PreSave.objects.filter(channel__name__in=names, campaign__release__artist=artist)
    counted = rows.values("channel__name").order_by().annotate(many=Count("pk"))
    return {row["channel__name"]: row["many"] for row in counted}

"""Reading what is kept: the cells of a campaign, all as of one moment."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from django.db.models import Q, Sum

from countin.campaigns.models import Campaign, Channel
from countin.insights.models import Tally
from countin.insights.rolling.sources import KINDS, SEPARATOR, SOURCES

_VALUES: Final = {source.kind: len(source.cell) for source in SOURCES}
_OF_ARTIST: Final = "standing"


@dataclass(frozen=True)
class Rolled:
    """The cells of one campaign, as of one moment."""

    campaign: Campaign
    cells: dict[str, list[tuple[str, int]]]

    @cached_property
    def channels(self) -> dict[str, tuple[str, int | None]]:
        """Name and reach by number, as text. One query, when somebody wants to know."""
        named = Channel.objects.filter(campaign=self.campaign).order_by("pk")
        return {
            str(pk): (name, reach) for pk, name, reach in named.values_list("pk", "name", "reach")
        }

    def of(self, kind: str) -> Iterator[tuple[list[str], int]]:
        """Each cell's values, and how many rows are in it."""
        for cell, how_many in self.cells.get(kind, ()):
            yield cell.split(SEPARATOR, _VALUES[kind] - 1), how_many

    def channel(self, number: str, *, otherwise: str) -> str:
        """The name of a channel."""
        return self.channels.get(number, (otherwise, None))[0]


def read_rolled(campaign: Campaign, *, kinds: Iterable[str] = KINDS) -> Rolled:
    """One query for all the numbers, so that they belong to one moment."""
    wanted = set(kinds)
    here = Q(about=campaign.pk, kind__in=wanted - {_OF_ARTIST})
    if _OF_ARTIST in wanted:
        here |= Q(about=campaign.release.artist_id, kind=_OF_ARTIST)
    rows = Tally.objects.filter(here).values_list("kind", "cell").annotate(many=Sum("how_many"))
    cells: dict[str, list[tuple[str, int]]] = {}
    for kind, cell, many in rows.exclude(many=0).order_by("kind", "cell"):
        cells.setdefault(kind, []).append((cell, int(many)))
    return Rolled(campaign, cells)


def sum_by_campaign(
    campaigns: Iterable[int], *, kinds: Iterable[str]
) -> dict[int, dict[tuple[str, str], int]]:
    """Of many campaigns, by kind and cell. One query."""
    rows = Tally.objects.filter(about__in=list(campaigns), kind__in=list(kinds))
    found: dict[int, dict[tuple[str, str], int]] = {}
    counted = rows.values_list("about", "kind", "cell").annotate(many=Sum("how_many"))
    for about, kind, cell, many in counted.order_by():
        found.setdefault(about, {})[kind, cell] = int(many)
    return found

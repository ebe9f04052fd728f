"""How often an artist's page was shown: a count a day, and nothing about anybody."""

from datetime import date, timedelta
from typing import Final

from django.db.models import F, Sum

from countin.campaigns.models import Artist
from countin.visits.models import ArtistPageCount

SPANS: Final = (7, 28)  # days


def count_artist_page(artist: Artist, *, by_machine: bool, day: date) -> None:
    """Once more, on this day in UTC."""
    counter = "machines" if by_machine else "people"
    row = ArtistPageCount.objects.filter(artist=artist, day=day)
    if row.update(**{counter: F(counter) + 1}):
        return
    # Two at once make one row; both then count in it.
    ArtistPageCount.objects.bulk_create(
        [ArtistPageCount(artist=artist, day=day)], ignore_conflicts=True
    )
    row.update(**{counter: F(counter) + 1})


def tally_artist_page(artist: Artist, *, today: date) -> dict[str, int]:
    """By people, in the last 7 and 28 days and ever; and ever by machines."""
    rows = ArtistPageCount.objects.filter(artist=artist)
    told = {
        f"people_{days}": _sum(
            rows.filter(day__gt=today - timedelta(days=days)).aggregate(all=Sum("people"))
        )
        for days in SPANS
    }
    ever = rows.aggregate(people=Sum("people"), machines=Sum("machines"))
    return {**told, "people": ever["people"] or 0, "machines": ever["machines"] or 0}


def _sum(found: dict[str, int | None]) -> int:
    return found["all"] or 0

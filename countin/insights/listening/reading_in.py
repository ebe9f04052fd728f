"""Reading an export into the database. The same file twice changes nothing."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from countin.campaigns.models import Campaign
from countin.insights.listening.forms import Counted, Export
from countin.insights.models import Listening, Scope

LARGEST = 10 * 1024 * 1024  # bytes of a file
_WHOLE = ("streams", "saves", "playlist_adds", "followers")


@dataclass(frozen=True)
class ReadIn:
    """What came of a file."""

    scope: Scope
    subjects: tuple[str, ...]
    rows: int
    changed: int  # new, or with other numbers than before
    first_day: date
    last_day: date


class NotOurs(ValueError):
    """No song in the table is one of this release; says what to do."""


def read_in(export: Export, *, campaign: Campaign, now: datetime) -> ReadIn:
    """Write every row; a later file has the last word about a day. Of a table of songs, only
    those of this release are taken. Raises NotOurs."""
    rows = _ours(export, campaign=campaign)
    with transaction.atomic():
        changed = sum(_write(row, export=export, campaign=campaign, now=now) for row in rows)
    return ReadIn(
        export.scope,
        tuple(sorted({row.subject for row in rows if row.subject})),
        len(rows),
        changed,
        min(row.first_day for row in rows),
        max(row.last_day for row in rows),
    )


def read_words(found: ReadIn) -> str:
    """What came of a file, in a sentence."""
    about = "the artist" if found.scope == Scope.ARTIST else ", ".join(found.subjects)
    rows = "1 row" if found.rows == 1 else f"{found.rows:,} rows"
    return (
        f"{rows} about {about}, {found.first_day} to {found.last_day}; {found.changed:,} new or "
        "changed."
    )


def _ours(export: Export, *, campaign: Campaign) -> tuple[Counted, ...]:
    if not export.is_of_songs:
        return export.rows
    release = campaign.release
    titles = {release.title, *release.tracks.values_list("title", flat=True)}
    known = {title.casefold() for title in titles}
    rows = tuple(row for row in export.rows if row.subject.casefold() in known)
    if not rows:
        raise NotOurs(
            f"No song in it is called {release.title!r}, nor like a track of this release. List "
            "the tracks in the campaign file as the service spells them, and apply it."
        )
    return rows


def _write(row: Counted, *, export: Export, campaign: Campaign, now: datetime) -> int:
    """1 where something changed."""
    counts = {
        name: None if value is None else (round(value) if name in _WHOLE else value)
        for name, value in row.counts.items()
    }
    kept, is_new = Listening.objects.get_or_create(
        campaign=campaign,
        source=export.source,
        scope=export.scope,
        subject=row.subject,
        first_day=row.first_day,
        last_day=row.last_day,
        defaults={**counts, "read_at": now},
    )
    said = {name: value for name, value in counts.items() if value is not None}
    if is_new:
        return 1
    if all(getattr(kept, name) == value for name, value in said.items()):
        return 0
    Listening.objects.filter(pk=kept.pk).update(**said, read_at=now)
    return 1

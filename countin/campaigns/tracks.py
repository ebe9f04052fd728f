"""Reads and writes the track list of a release."""

from collections.abc import Sequence
from typing import Final

from countin.campaigns.fields import Fields
from countin.campaigns.files import TrackEntry
from countin.campaigns.lengths import read_length
from countin.campaigns.models import Release, Track

_KEYS: Final = ("title", "length")
_MOST: Final = 100
_EXAMPLE: Final = '{title: Slow Train, length: "3:12"}'


def read_tracks(fields: Fields) -> tuple[TrackEntry, ...]:
    """`tracks:` of the release: titles, some with their length."""
    tracks = []
    for row in fields.rows("tracks", bare="title", example=_EXAMPLE):
        row.refuse_unknown(known=_KEYS)
        title, length_s = row.required_text("title"), row.value("length", form=read_length)
        tracks.append(TrackEntry(title=title, length_s=length_s))
    if len(tracks) > _MOST:
        what = f"There are {len(tracks)} tracks."
        fields.refuse("tracks", what=what, mend=f"Keep them within {_MOST}.")
    return tuple(tracks)


def write_tracks(release: Release, *, entries: Sequence[TrackEntry]) -> bool:
    """Bring the list to what the file says. True where something was new."""
    standing = [
        TrackEntry(title=track.title, length_s=track.length_s)
        for track in Track.objects.filter(release=release).order_by("position")
    ]
    if standing == list(entries):
        return False
    Track.objects.filter(release=release).delete()
    Track.objects.bulk_create(
        Track(release=release, position=position, title=entry.title, length_s=entry.length_s)
        for position, entry in enumerate(entries, 1)
    )
    return True

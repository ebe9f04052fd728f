"""What a campaign file says, once it has been read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from countin.campaigns import moments
from countin.campaigns.findings import Finding
from countin.campaigns.models import Timing


@dataclass(frozen=True)
class Schedule:
    """When it comes out. `release_at` (UTC) stands with global timing only."""

    timing: Timing
    release_date: date
    release_at: datetime | None

    @property
    def last_moment(self) -> datetime:
        """The instant by which it is out everywhere."""
        return self.release_at or moments.last_moment(self.release_date)


@dataclass(frozen=True)
class TrackEntry:
    """A line of the track list."""

    title: str
    length_s: int | None


@dataclass(frozen=True)
class LinkEntry:
    """An address outside; `provider` is the service's key in the file, `label` the organizer's
    own word. One of the two is empty."""

    url: str
    provider: str = ""
    label: str = ""


@dataclass(frozen=True)
class ArtistEntry:
    """`ids` by service; a service that the file leaves out has none. `links` is None where the
    file says nothing about them: what another campaign's file gave stays."""

    name: str
    ids: Mapping[str, str]
    links: tuple[LinkEntry, ...] | None = None


@dataclass(frozen=True)
class ReleaseEntry:
    title: str
    kind: str
    upc: str
    isrc: str
    ids: Mapping[str, str]
    schedule: Schedule
    artwork: Path | None
    tracks: tuple[TrackEntry, ...] = ()
    links: tuple[LinkEntry, ...] = ()
    clip: Path | None = None
    video: Path | None = None
    captions: Path | None = None  # of the video


@dataclass(frozen=True)
class CampaignFile:
    """A file without findings of its own. `lines`: dotted key ("release.upc") to its line."""

    artist: ArtistEntry
    release: ReleaseEntry
    slug: str
    ask_follow: bool
    follow_when: str
    channels: tuple[str, ...]
    audience: Mapping[str, int]
    lines: Mapping[str, int]
    preorders: tuple[LinkEntry, ...] = ()
    native: tuple[LinkEntry, ...] = ()
    pixels: Mapping[str, str] = field(default_factory=dict)  # ids by service
    theme: str = ""  # colors that were chosen: chosen_themes.py
    # Sent, not read from a folder: pictures and recordings that it does not name stay.
    keeps_enclosures: bool = False
    drops: frozenset[str] = frozenset()  # of those, what is to go: artwork, clip, video, captions

    @property
    def schedule(self) -> Schedule:
        """When it comes out."""
        return self.release.schedule


@dataclass(frozen=True)
class Sketch:
    """As much of a file as can be read. `file` is there when there are no findings."""

    slug: str
    schedule: Schedule | None
    lines: Mapping[str, int]
    findings: tuple[Finding, ...]
    file: CampaignFile | None

"""What lies beside a campaign file and is shown on its page: picture, clip, video and captions,
each stored in the forms that browsers take."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from countin.campaigns.artwork import Artwork, BadArtwork, take_artwork
from countin.campaigns.captions import take_captions
from countin.campaigns.clips import take_clip
from countin.campaigns.files import CampaignFile
from countin.campaigns.films import Film, take_film
from countin.campaigns.findings import BadCampaignFile, Finding
from countin.campaigns.models import Release
from countin.campaigns.recordings import BadRecording
from countin.campaigns.themes import draw_theme

_NO_CAPTIONS: Final = (
    "The video has no captions: who can't hear it, or has the sound off, misses what is said and "
    "sung. Write them as WebVTT and name the file under `release.captions`."
)
_COLUMNS: Final = {
    "artwork": ("artwork", "artwork_width", "artwork_height", "theme"),
    "clip": ("clip",),
    "video": ("video", "video_width", "video_height"),
    "captions": ("captions",),
}
Kept = TypeVar("Kept")


@dataclass(frozen=True)
class Enclosures:
    """Names below the media directory; empty where there is none."""

    artwork: Artwork | None
    clip: str
    film: Film | None
    captions: str

    @property
    def notes(self) -> tuple[str, ...]:
        """Advice for the organizer."""
        return (_NO_CAPTIONS,) if self.film and not self.captions else ()


def take_enclosures(file: CampaignFile, *, media_root: Path) -> Enclosures:
    """Store them, unless they are stored. Raises BadCampaignFile for one that can't be used."""
    release = file.release

    def take(key: str, *, path: Path | None, with_verb: Callable[..., Kept]) -> Kept | None:
        if path is None:
            return None
        try:
            return with_verb(path, media_root=media_root)
        except (BadArtwork, BadRecording) as bad:
            finding = Finding(file.lines.get(f"release.{key}"), bad.what, bad.mend)
            raise BadCampaignFile([finding]) from None

    return Enclosures(
        artwork=take("artwork", path=release.artwork, with_verb=take_artwork),
        captions=take("captions", path=release.captions, with_verb=take_captions) or "",
        clip=take("clip", path=release.clip, with_verb=take_clip) or "",
        film=take("video", path=release.video, with_verb=take_film),
    )


def release_columns(enclosed: Enclosures, *, words: str) -> dict[str, object]:
    """As a release's row keeps them. `words`: what a drawn sleeve takes its colors from."""
    artwork, film = enclosed.artwork, enclosed.film
    return {
        "artwork": artwork.name if artwork else "",
        "artwork_width": artwork.width if artwork else 0,
        "artwork_height": artwork.height if artwork else 0,
        "theme": artwork.theme if artwork else draw_theme(words),
        "clip": enclosed.clip,
        "video": film.name if film else "",
        "video_width": film.width if film else 0,
        "video_height": film.height if film else 0,
        "captions": enclosed.captions,
    }


def without_losses(
    values: Mapping[str, object], *, release: Release, drops: Collection[str] = ()
) -> dict[str, object]:
    """The columns of a release, but for those that would empty what it has beside it. `drops`: what
    is to go all the same."""
    stays = {
        column
        for name, columns in _COLUMNS.items()
        if name not in drops and getattr(release, name) and not values[name]
        for column in columns
    }
    if "captions" in stays and "video" not in stays:
        stays.remove("captions")  # they were the other video's
    return {column: value for column, value in values.items() if column not in stays}

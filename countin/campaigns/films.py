"""The organizer's own video, for the page: H.264 and AAC, 720p, at most 90 seconds."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from countin.campaigns.recordings import refuse_large, take_recording

_LARGEST_FILE: Final = 600 * 1024**2  # bytes


@dataclass(frozen=True)
class Film:
    """`name` below the media directory; width and height as it is seen."""

    name: str
    width: int
    height: int


def take_film(path: Path, *, media_root: Path) -> Film:
    """Encode it anew, without what was written into it, and keep its poster beside it. Raises
    BadRecording."""
    refuse_large(path, most=_LARGEST_FILE)
    kept = take_recording(
        path,
        kind="video",
        folder="films",
        suffixes={"film.mp4": ".mp4", "poster.webp": ".webp"},
        media_root=media_root,
    )
    return Film(f"{kept.stem}.mp4", int(kept.facts["width"]), int(kept.facts["height"]))


def poster_of(name: str) -> str:
    """The name of the picture that stands for a video."""
    return f"{name.removesuffix('.mp4')}.webp"

"""The organizer's own audio clip, for the page: AAC, at most 90 seconds."""

from pathlib import Path
from typing import Final

from countin.campaigns.recordings import refuse_large, take_recording

_LARGEST_FILE: Final = 100 * 1024**2  # bytes: 90 seconds in studio quality


def take_clip(path: Path, *, media_root: Path) -> str:
    """Encode it anew, without what was written into it; gives its name below the media
    directory. Raises BadRecording."""
    refuse_large(path, most=_LARGEST_FILE)
    kept = take_recording(
        path,
        kind="audio",
        folder="clips",
        suffixes={"sound.m4a": ".m4a"},
        media_root=media_root,
    )
    return f"{kept.stem}.m4a"

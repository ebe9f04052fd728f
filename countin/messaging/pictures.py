"""The artwork as it travels inside a mail: small, and the same bytes for everyone."""

from functools import lru_cache
from pathlib import Path

from countin.campaigns.artwork import artwork_widths
from countin.campaigns.models import Release

_WIDEST = 640  # pixels: sharp on a phone, and still a light mail


def read_small_artwork(release: Release, *, media_root: Path) -> bytes | None:
    """A JPEG of at most 640 pixels, or None where there is no picture."""
    if not release.artwork:
        return None
    widths = artwork_widths(release.artwork_width)
    width = max((width for width in widths if width <= _WIDEST), default=min(widths))
    return _read_once(media_root / f"{release.artwork}-{width}.jpg")


@lru_cache(maxsize=8)
def _read_once(path: Path) -> bytes | None:
    # Named by content: what was read once stays true.
    return path.read_bytes() if path.is_file() else None

"""The organizer's clip and video as a page plays them."""

from dataclasses import dataclass

from django.conf import settings

from countin.campaigns.films import poster_of
from countin.campaigns.models import Release


@dataclass(frozen=True)
class Film:
    """Addresses, and the size that keeps the page from jumping. No captions: empty."""

    address: str
    poster: str
    captions: str
    width: int
    height: int


def clip_address(release: Release) -> str:
    """Where the audio is, or an empty string."""
    return _address(release.clip)


def make_film(release: Release) -> Film | None:
    """The release's video, or None where there is none."""
    if not release.video:
        return None
    return Film(
        address=_address(release.video),
        poster=_address(poster_of(release.video)),
        captions=_address(release.captions),
        width=release.video_width,
        height=release.video_height,
    )


def _address(name: str) -> str:
    return f"{settings.MEDIA_URL}{name}" if name else ""

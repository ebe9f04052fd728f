"""The artwork as a page shows it: sizes for every screen, and the files themselves."""

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from countin.campaigns.artwork import artwork_widths
from countin.campaigns.models import Release

_TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}


@dataclass(frozen=True)
class Cover:
    """Addresses for `srcset`, and the size that keeps the page from jumping."""

    avif: str
    webp: str
    jpeg: str
    small: str
    large: str
    width: int
    height: int


def make_cover(release: Release) -> Cover | None:
    """The release's artwork, or None where there is none."""
    if not release.artwork:
        return None
    widths = artwork_widths(release.artwork_width)
    return Cover(
        avif=_source_set(release.artwork, widths=widths, kind="avif"),
        webp=_source_set(release.artwork, widths=widths, kind="webp"),
        jpeg=_source_set(release.artwork, widths=widths, kind="jpg"),
        small=_address(release.artwork, width=widths[0], kind="jpg"),
        large=_address(release.artwork, width=widths[-1], kind="jpg"),
        width=release.artwork_width,
        height=release.artwork_height,
    )


@require_safe
def show_artwork(_request: HttpRequest, *, stem: str, width: int, kind: str) -> HttpResponse:
    """A stored version. The address is checked by its pattern: it can lead nowhere else."""
    path = settings.MEDIA_ROOT / "artwork" / f"{stem}-{width}.{kind}"
    if not path.is_file():
        raise Http404("no such picture")
    # In one piece: whoever reads slowly holds no thread.
    response = HttpResponse(path.read_bytes(), content_type=_TYPES[kind])
    # Named by content: it never changes.
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _source_set(name: str, *, widths: tuple[int, ...], kind: str) -> str:
    return ", ".join(f"{_address(name, width=width, kind=kind)} {width}w" for width in widths)


def _address(name: str, *, width: int, kind: str) -> str:
    return f"{settings.MEDIA_URL}{name}-{width}.{kind}"

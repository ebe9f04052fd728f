"""The organizer's picture: checked, re-encoded without what cameras write into it, and kept in
sizes for `srcset`. Files are named by content: the same picture is stored once."""

import hashlib
import io
import stat
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from PIL import Image, ImageCms, ImageOps

from countin.campaigns.themes import choose_theme

SIZES: Final = (320, 640, 960, 1280)  # widths in pixels
_FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF")
_LARGEST_FILE: Final = 20 * 1024 * 1024  # bytes
_MOST_PIXELS: Final = 40_000_000  # decoded, about 160 MB
_SHORTEST_SIDE: Final = 320
_RECIPE: Final = b"2"  # part of the name: raised when the same picture is to be stored anew
_ENCODINGS: Final[dict[str, dict[str, Any]]] = {
    # Speed 6: below 0.4 s for the largest; slower ones save 3 % and take three times as long.
    ".avif": {"format": "AVIF", "quality": 58, "speed": 6},
    ".webp": {"format": "WEBP", "quality": 82, "method": 4},
    ".jpg": {"format": "JPEG", "quality": 84, "progressive": True, "optimize": True},
}
_UNREADABLE: Final = "Export it anew as JPEG or PNG."


class BadArtwork(Exception):
    """The picture can't be used; `mend` is the next step."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(f"{what} {mend}")
        self.what = what
        self.mend = mend


@dataclass(frozen=True)
class Artwork:
    """`name` is a stem below the media directory: NAME-WIDTH.avif, .webp and .jpg stand there
    for every width of `artwork_widths`. Width and height are those of the largest. `theme` holds
    the colors of its pages (see themes.py)."""

    name: str
    width: int
    height: int
    theme: dict[str, Any]


def artwork_widths(width: int) -> tuple[int, ...]:
    """The widths that are stored of a picture whose largest version has this width."""
    return (*(size for size in SIZES if size < width), width)


def check_artwork(path: Path) -> None:
    """Raises BadArtwork unless the picture can be decoded and used."""
    _decode(_read(path))


def take_artwork(path: Path, *, media_root: Path) -> Artwork:
    """Store the picture's versions, unless they are there. Raises BadArtwork."""
    raw = _read(path)
    picture = _decode(raw)
    name = f"artwork/{hashlib.sha256(_RECIPE + raw).hexdigest()[:24]}"
    width = min(picture.width, SIZES[-1])
    (media_root / "artwork").mkdir(parents=True, exist_ok=True)
    for size in artwork_widths(width):
        _store(picture, stem=media_root / f"{name}-{size}", width=size)
    height = _height_at(width, picture=picture)
    return Artwork(name, width, height, theme=choose_theme(picture))


def _read(path: Path) -> bytes:
    if not path.exists():
        what = f"There is no picture {path.name!r} beside the file."
        raise BadArtwork(what, "Put it there, or mend the name.")
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise BadArtwork(f"{path.name!r} is no file.", "Name a JPEG or PNG file.")
    if found.st_size > _LARGEST_FILE:
        what = f"{path.name!r} is larger than {_LARGEST_FILE // 1024 // 1024} MB."
        raise BadArtwork(what, "Export it as JPEG, 1500 pixels wide.")
    return path.read_bytes()


def _decode(raw: bytes) -> Image.Image:
    """The first and only frame, upright, in sRGB, without metadata."""
    with _trouble_named(), Image.open(io.BytesIO(raw), formats=_FORMATS) as image:
        _refuse_unusable(image)
        image.load()
        upright = ImageOps.exif_transpose(image)
        return _flat_rgb(upright)


def _refuse_unusable(image: Image.Image) -> None:
    """From the header alone, before anything is decoded."""
    short, long = sorted(image.size)
    if short * long > _MOST_PIXELS:
        raise _too_many_pixels()
    # A camera's JPEG may carry a second frame, a preview; Pillow calls that MPO.
    if getattr(image, "is_animated", False) and image.format != "MPO":
        raise BadArtwork("The picture is animated.", "Export one frame as JPEG or PNG.")
    if short < _SHORTEST_SIDE:
        what = f"The picture has {image.width} x {image.height} pixels, too few for a page."
        raise BadArtwork(what, f"Use one of at least {_SHORTEST_SIDE} x {_SHORTEST_SIDE}.")
    if long > 2 * short:
        what = f"The picture is very long ({image.width} x {image.height})."
        raise BadArtwork(what, "Crop it to a square.")


@contextmanager
def _trouble_named() -> Iterator[None]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            yield
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels() from None
    except (OSError, ValueError, SyntaxError, EOFError):
        # Pillow tells broken files by all of these.
        what = "The artwork is no picture that can be read, or it is damaged."
        raise BadArtwork(what, _UNREADABLE) from None


def _too_many_pixels() -> BadArtwork:
    what = f"The picture has more than {_MOST_PIXELS // 1_000_000} million pixels."
    return BadArtwork(what, "Export it 1500 pixels wide.")


def _flat_rgb(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I;16"):
        image = image.point(lambda value: value / 256).convert("L")
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        paper = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(paper, layer).convert("RGB")
    return _in_srgb(image)


def _in_srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "CMYK"):
        try:
            converted = ImageCms.profileToProfile(
                image,
                ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode="RGB",
            )
        except (ImageCms.PyCMSError, OSError):
            converted = None  # a broken profile: the plain conversion is close enough
        if converted is not None:
            return converted
    return image.convert("RGB")


def _store(picture: Image.Image, *, stem: Path, width: int) -> None:
    targets = [stem.with_name(stem.name + suffix) for suffix in _ENCODINGS]
    if all(target.exists() for target in targets):
        return
    size = (width, _height_at(width, picture=picture))
    version = picture if picture.size == size else picture.resize(size, Image.Resampling.LANCZOS)
    version.info.clear()
    for target in targets:
        # Written aside first: a page never sees half a picture.
        aside = target.with_name(f".{target.name}")
        version.save(aside, **_ENCODINGS[target.suffix])
        aside.replace(target)


def _height_at(width: int, *, picture: Image.Image) -> int:
    return round(picture.height * width / picture.width)

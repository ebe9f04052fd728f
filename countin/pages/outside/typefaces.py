"""The letters that share images are set in: which typeface has which sign, and its sizes.

The files lie in `fonts/`; Chinese, Japanese and Korean come with a package of their own.
"""

import sysconfig
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from fontTools.ttLib import TTFont
from PIL import ImageFont

_SHIPPED: Final = Path(__file__).parents[1] / "fonts"
_PACKAGES: Final = Path(sysconfig.get_paths()["purelib"])
_NO_SIGN: Final = frozenset(map(chr, (0x200C, 0x200D, 0xFE0E, 0xFE0F)))  # joiners, variants
_EMOJI_FROM: Final = "\U0001f000"
_AS_EMOJI: Final = "\ufe0f"


@dataclass(frozen=True)
class Typeface:
    """A font file. `scale` brings its letters to the eye's size of the others; `leading` is the
    distance of two lines of it, in sizes."""

    file: Path
    scale: float = 1.0
    leading: float = 1.1
    is_variable: bool = False


LATIN: Final = Typeface(_SHIPPED / "Inter.ttf", is_variable=True)
EMOJI: Final = Typeface(_SHIPPED / "NotoEmoji-Bold.ttf", scale=0.92, leading=1.2)
_TYPEFACES: Final = (
    LATIN,
    Typeface(_SHIPPED / "NotoSansArabic-Bold.ttf", scale=1.06, leading=1.42),
    Typeface(_SHIPPED / "NotoSansHebrew-Bold.ttf", scale=1.04, leading=1.15),
    Typeface(_SHIPPED / "NotoSansThai-Bold.ttf", leading=1.45),
    Typeface(_SHIPPED / "NotoSansDevanagari-Bold.ttf", leading=1.4),
    Typeface(
        _PACKAGES / "noto_cjk_sans_jp_bold" / "NotoSansCJKjp-Bold.otf", scale=0.94, leading=1.24
    ),
    EMOJI,
)


def typeface_of(cluster: str) -> Typeface | None:
    """The first that has every sign of a cluster (what a reader takes for one letter); None
    where none has. Emoji look the same wherever they stand."""
    order = (EMOJI, *_TYPEFACES) if _is_emoji(cluster) else _TYPEFACES
    return next((face for face in order if has_signs(face, cluster)), None)


def has_signs(face: Typeface, cluster: str) -> bool:
    """Nothing in the cluster would be drawn as a box."""
    return all(ord(sign) in _signs_of(face) for sign in cluster if sign not in _NO_SIGN)


class Typecase:
    """Fonts in the sizes asked for. Of one thread: a font may not be used by two at once."""

    def __init__(self) -> None:
        self._fonts: dict[tuple[Typeface, int, int], ImageFont.FreeTypeFont] = {}

    def font(self, face: Typeface, *, size: int, weight: int) -> ImageFont.FreeTypeFont:
        """The typeface at a size in pixels; the weight counts where the file has several."""
        key = (face, size, weight)
        if key not in self._fonts:
            self._fonts[key] = _open(face, size=size, weight=weight)
        return self._fonts[key]


def _open(face: Typeface, *, size: int, weight: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(
        face.file, round(size * face.scale), layout_engine=ImageFont.Layout.RAQM
    )
    if face.is_variable:
        # Inter's first axis is the optical size: 14 for reading, 32 for display.
        font.set_variation_by_axes([min(32, max(14, size)), weight])
    return font


def _is_emoji(cluster: str) -> bool:
    return cluster[0] >= _EMOJI_FROM or _AS_EMOJI in cluster


@cache
def _signs_of(face: Typeface) -> frozenset[int]:
    if not face.file.is_file():
        return frozenset()
    with TTFont(face.file, lazy=True) as font:
        return frozenset(font.getBestCmap())

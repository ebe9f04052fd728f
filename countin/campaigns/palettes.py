"""What a picture's colors are: the tone that lies over all of it, and those that catch the eye.
Pure: a decision over a Pillow image."""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from PIL import Image

from countin.campaigns.colors import Color, Shade, lab_of

_SIDE: Final = 64  # pixels: enough to know the colors of a sleeve by
_BINS: Final = 24  # of 15 degrees of hue
COLORLESS: Final = 0.022  # chroma below which an eye sees gray
_FAINTEST_PEAK: Final = 0.02  # of the strongest: less is a speck


@dataclass(frozen=True)
class Palette:
    """`tone` is the average; `accents` the distinct vivid colors, the strongest first, with how
    strong each is beside the first (1.0); none: the picture is gray. `corners`: the average
    colors of its quarters, row by row. `is_exact`: the
    accent is somebody's own color, kept as it is wherever it can be read."""

    tone: Shade
    accents: tuple[tuple[Shade, float], ...]
    corners: tuple[Color, Color, Color, Color]
    is_exact: bool = False


@dataclass(frozen=True)
class _Dot:
    lightness: float
    a: float
    b: float
    count: int

    @property
    def chroma(self) -> float:
        return math.hypot(self.a, self.b)

    @property
    def hue(self) -> float:
        return math.degrees(math.atan2(self.b, self.a)) % 360

    @property
    def appeal(self) -> float:
        """Vivid counts more than large; what is nearly black or white shows little color."""
        visible = min(1.0, self.lightness / 0.45) * min(1.0, (1.02 - self.lightness) / 0.2)
        return self.count * self.chroma**3 * visible


def read_palette(picture: Image.Image) -> Palette:
    """The colors of an RGB picture of any size."""
    dots = _read_dots(picture)
    quarters = _colors(picture.resize((2, 2), Image.Resampling.BOX))
    return Palette(
        tone=_average(dots, weights=[dot.count for dot in dots]),
        accents=_find_accents(dots),
        corners=(quarters[0], quarters[1], quarters[2], quarters[3]),
    )


def _read_dots(picture: Image.Image) -> list[_Dot]:
    small = picture.resize((_SIDE, _SIDE), Image.Resampling.BOX)
    # Steps of four are finer than what follows, and make the work small.
    counted = Counter(Color(*(value & ~3 for value in color)) for color in _colors(small))
    return [_Dot(*lab_of(color), count) for color, count in counted.items()]


def _colors(picture: Image.Image) -> list[Color]:
    raw = picture.tobytes()
    return [Color(*raw[at : at + 3]) for at in range(0, len(raw), 3)]


def _find_accents(dots: list[_Dot]) -> tuple[tuple[Shade, float], ...]:
    colored = [dot for dot in dots if dot.chroma >= COLORLESS]
    strengths = [0.0] * _BINS
    for dot in colored:
        strengths[_bin_of(dot)] += dot.appeal
    # What falls between two bins belongs to both.
    smooth = [
        strengths[at] + (strengths[at - 1] + strengths[(at + 1) % _BINS]) / 2 for at in range(_BINS)
    ]
    tops = sorted(_peaks(smooth), key=lambda at: -smooth[at])
    return tuple(
        (_around(at, dots=colored), smooth[at] / smooth[tops[0]])
        for at in tops
        if smooth[at] >= _FAINTEST_PEAK * smooth[tops[0]]
    )


def _peaks(strengths: list[float]) -> list[int]:
    return [
        at
        for at, strength in enumerate(strengths)
        if strength > 0 and strength >= strengths[at - 1] and strength > strengths[(at + 1) % _BINS]
    ]


def _around(at: int, *, dots: Iterable[_Dot]) -> Shade:
    near = [dot for dot in dots if (_bin_of(dot) - at + 1) % _BINS <= 2]
    return _average(near, weights=[dot.appeal * dot.chroma for dot in near])


def _bin_of(dot: _Dot) -> int:
    return int(dot.hue / 360 * _BINS) % _BINS


def _average(dots: list[_Dot], *, weights: list[float]) -> Shade:
    total = sum(weights)
    lightness = sum(dot.lightness * weight for dot, weight in zip(dots, weights, strict=True))
    a = sum(dot.a * weight for dot, weight in zip(dots, weights, strict=True)) / total
    b = sum(dot.b * weight for dot, weight in zip(dots, weights, strict=True)) / total
    return Shade(lightness / total, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360)

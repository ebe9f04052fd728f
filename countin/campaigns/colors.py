"""Colors: OKLCH, in which steps look even, and the contrast that people need to read. Pure."""

import math
from dataclasses import dataclass
from typing import Final, NamedTuple

# WCAG 2.x, success criteria 1.4.3 and 1.4.11.
LEAST_FOR_TEXT: Final = 4.5
LEAST_FOR_CONTROLS: Final = 3.0

_HALVINGS: Final = 14  # of a chroma that no screen shows, until one does


class Color(NamedTuple):
    """What a screen is told: sRGB, 0 to 255."""

    red: int
    green: int
    blue: int

    @property
    def as_hex(self) -> str:
        """As a stylesheet writes it."""
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"


@dataclass(frozen=True)
class Shade:
    """OKLCH: lightness 0 to 1, chroma 0 (gray) to about 0.3, hue in degrees.
    https://bottosson.github.io/posts/oklab/"""

    lightness: float
    chroma: float
    hue: float


def read_hex(text: str) -> Color:
    """`#rrggbb` as a color."""
    return Color(*bytes.fromhex(text.removeprefix("#")))


def luminance_of(color: Color) -> float:
    """Relative luminance as WCAG 2.x defines it: 0 is black, 1 white."""
    red, green, blue = (_linear(value / 255) for value in color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast_of(color: Color, *, on: Color) -> float:
    """1 (none) to 21 (black on white)."""
    dark, light = sorted((luminance_of(color), luminance_of(on)))
    return (light + 0.05) / (dark + 0.05)


def mix(color: Color, *, with_color: Color, share: float) -> Color:
    """As `color-mix(in srgb, color share, with_color)` does."""
    return Color(
        *(
            round(one * share + other * (1 - share))
            for one, other in zip(color, with_color, strict=True)
        )
    )


def shade_of(color: Color) -> Shade:
    """The color's lightness, chroma and hue."""
    lightness, a, b = lab_of(color)
    return Shade(lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360)


def lab_of(color: Color) -> tuple[float, float, float]:
    """OKLab."""
    red, green, blue = (_linear(value / 255) for value in color)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def color_of(shade: Shade) -> Color:
    """The nearest color that a screen shows: chroma gives way, lightness and hue stay."""
    if (color := _exactly(shade, chroma=shade.chroma)) is not None:
        return color
    low, high = 0.0, shade.chroma
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if _exactly(shade, chroma=middle) is None:
            high = middle
        else:
            low = middle
    gray = round(255 * _encoded(max(0.0, min(1.0, shade.lightness)) ** 3))
    return _exactly(shade, chroma=low) or Color(gray, gray, gray)


def _exactly(shade: Shade, *, chroma: float) -> Color | None:
    """None where a screen can't show it."""
    a = chroma * math.cos(math.radians(shade.hue))
    b = chroma * math.sin(math.radians(shade.hue))
    long = (shade.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (shade.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (shade.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    # Half a step of a screen's 255 beyond either end still rounds to what it shows.
    if any(not -0.0001 <= value <= 1.002 for value in linear):
        return None
    return Color(*(round(255 * _encoded(max(0.0, min(1.0, value)))) for value in linear))


def _linear(value: float) -> float:
    return float(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)


def _encoded(value: float) -> float:
    return float(value * 12.92 if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055)

"""The colors of a release's pages, taken from its artwork: paper with a breath of its tone, one
vivid color for the button. Pure. Every pair that is read has contrast 4.5, every control 3."""

import hashlib
import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any, Final

from PIL import Image

from countin.campaigns.colors import (
    LEAST_FOR_CONTROLS,
    LEAST_FOR_TEXT,
    Color,
    Shade,
    color_of,
    contrast_of,
    mix,
    shade_of,
)
from countin.campaigns.palettes import Palette, read_palette

_RECIPE: Final = "1"  # part of the name: raised when the stylesheet is written differently
_STEPS: Final = 100  # of lightness, when one is looked for
# What pages.css makes of these colors: a button pointed at keeps 90 % of `press` beside its ink,
# the rim of a quiet one is 80 % of `muted`, a sheet on the paper is nearer to white or to black.
HOVER: Final = 0.9
RIM: Final = 0.8
SHEET_LIGHT: Final = (0.45, Color(255, 255, 255))
SHEET_DARK: Final = (0.75, Color(0, 0, 0))


@dataclass(frozen=True)
class Scheme:
    """Light or dark: the custom properties of a page, `_` for `-`."""

    paper: str
    ink: str
    muted: str
    line: str
    press: str
    press_ink: str
    spark: str


@dataclass(frozen=True)
class _Taste:
    """What distinguishes light from dark: lightnesses, and how much of the tone paper takes."""

    paper: float
    ink: float
    muted: float
    line: float
    tint: float
    sheet: tuple[float, Color]
    press: tuple[float, float]  # where a button looks at home
    dark_ink_costs: float  # on a button: how far its color is bent to get white text instead
    leads: bool  # ink is lighter than paper


_LIGHT: Final = _Taste(
    paper=0.966,
    ink=0.21,
    muted=0.47,
    line=0.885,
    tint=0.01,
    sheet=SHEET_LIGHT,
    press=(0.36, 0.585),
    dark_ink_costs=0.12,
    leads=False,
)
_DARK: Final = _Taste(
    paper=0.182,
    ink=0.958,
    muted=0.735,
    line=0.33,
    tint=0.03,
    sheet=SHEET_DARK,
    press=(0.66, 0.86),
    dark_ink_costs=0.0,
    leads=True,
)


def choose_theme(picture: Image.Image) -> dict[str, Any]:
    """From an RGB picture, as `Release.theme` keeps it: `light` and `dark` (see Scheme), four
    colors of `glow`, and the `name` of its stylesheet."""
    return make_theme(read_palette(picture))


def draw_theme(words: str) -> dict[str, Any]:
    """For a release without a picture: the same words, the same colors."""
    chance = hashlib.sha256(words.encode()).digest()
    # From green over blue and red to orange: yellow makes no good button on white paper.
    hue = (132 + int.from_bytes(chance[:2], "big") * 283 / 65536) % 360
    accent = Shade(0.62, 0.15, hue)
    corners = [color_of(Shade(0.55, 0.13, (hue + turn) % 360)) for turn in (-40, 0, 25, 60)]
    tone = Shade(0.6, 0.03, (hue + 25) % 360)
    glow = (corners[0], corners[1], corners[2], corners[3])
    return make_theme(Palette(tone=tone, accents=((accent, 1.0),), corners=glow))


def make_theme(palette: Palette) -> dict[str, Any]:
    """Of these colors, as `choose_theme` gives it."""
    theme: dict[str, Any] = {
        "light": asdict(_scheme(palette, taste=_LIGHT)),
        "dark": asdict(_scheme(palette, taste=_DARK)),
        "glow": [_glowing(corner).as_hex for corner in palette.corners],
    }
    written = json.dumps(theme, sort_keys=True)
    name = hashlib.sha256((_RECIPE + written).encode()).hexdigest()[:24]
    return {"name": name, **theme}


def _scheme(palette: Palette, *, taste: _Taste) -> Scheme:
    accent = _accent_for(palette, taste=taste)
    tint = _tint(palette, most=taste.tint)
    paper = color_of(Shade(taste.paper, tint.chroma, tint.hue))
    share, end = taste.sheet
    grounds = (paper, mix(paper, with_color=end, share=share))
    ink = color_of(Shade(taste.ink, tint.chroma * 0.9, tint.hue))
    muted = Shade(taste.muted, min(0.028, tint.chroma * 1.6), tint.hue)
    loud = accent if accent is None or palette.is_exact else _vivid(accent)
    spark = _readable(loud or shade_of(ink), grounds=grounds, taste=taste)
    press, press_ink = (
        _press(loud, tint=tint, grounds=grounds, taste=taste, is_exact=palette.is_exact)
        if loud
        else (ink, paper)
    )
    return Scheme(
        paper=paper.as_hex,
        ink=ink.as_hex,
        muted=_readable(muted, grounds=grounds, taste=taste).as_hex,
        line=color_of(Shade(taste.line, tint.chroma, tint.hue)).as_hex,
        press=press.as_hex,
        press_ink=press_ink.as_hex,
        spark=spark.as_hex,
    )


def _accent_for(palette: Palette, *, taste: _Taste) -> Shade | None:
    """The strongest color that need not be bent much to be a button here."""

    def fitness(entry: tuple[Shade, float]) -> float:
        shade, strength = entry
        dark, light = taste.press
        bend = max(dark - shade.lightness, shade.lightness - light, 0.0)
        color = min(1.0, shade.chroma / 0.08)
        return math.pow(strength, 0.3) * math.exp(-4 * bend) * math.sqrt(color)

    return max(palette.accents, key=fitness)[0] if palette.accents else None


def _tint(palette: Palette, *, most: float) -> Shade:
    """How the paper is tinted: by the tone that lies over the picture; else by its accent."""
    if palette.tone.chroma >= 0.012 or not palette.accents:
        chroma = min(most, palette.tone.chroma * 0.55)
        return Shade(0, chroma if palette.accents else 0.0, palette.tone.hue)
    return Shade(0, most * 0.4, palette.accents[0][0].hue)


def _vivid(accent: Shade) -> Shade:
    """Pale colors gain strength, loud ones are calmed."""
    return Shade(accent.lightness, max(0.1, min(0.185, accent.chroma * 1.35)), accent.hue)


def _readable(shade: Shade, *, grounds: Iterable[Color], taste: _Taste) -> Color:
    """The same color, as far away in lightness from what it stands on as reading needs; a rim
    drawn with part of it is still seen."""
    for lightness in _further(shade.lightness, taste=taste):
        color = color_of(_painted(shade, lightness=lightness))
        if all(
            contrast_of(color, on=ground) >= LEAST_FOR_TEXT
            and contrast_of(mix(color, with_color=ground, share=RIM), on=ground)
            >= LEAST_FOR_CONTROLS
            for ground in grounds
        ):
            return color
    return Color(255, 255, 255) if taste.leads else Color(0, 0, 0)


def _further(start: float, *, taste: _Taste) -> Iterator[float]:
    end = 1.0 if taste.leads else 0.0
    return (start + (end - start) * step / _STEPS for step in range(_STEPS + 1))


def _press(
    vivid: Shade, *, tint: Shade, grounds: Iterable[Color], taste: _Taste, is_exact: bool
) -> tuple[Color, Color]:
    """The button and the text on it: as near as contrast allows to where it looks at home, or to
    what it is exactly."""
    dark, light = taste.press
    wished = vivid.lightness if is_exact else max(dark, min(light, vivid.lightness))
    inks = (
        (color_of(Shade(0.99, 0.005, tint.hue)), 0.0),
        (color_of(Shade(0.19, min(0.03, vivid.chroma * 0.2), vivid.hue)), taste.dark_ink_costs),
    )
    best: tuple[float, Color, Color] | None = None
    for step in range(_STEPS + 1):
        shade = _painted(vivid, lightness=step / _STEPS)
        color = color_of(shade)
        away = abs(shade.lightness - wished) + 2 * (vivid.chroma - shade_of(color).chroma)
        for ink, cost in inks:
            if (best is None or away + cost < best[0]) and _is_a_button(
                color, ink=ink, grounds=grounds
            ):
                best = (away + cost, color, ink)
    assert best is not None  # between black and white, some lightness always serves
    return best[1], best[2]


def _is_a_button(color: Color, *, ink: Color, grounds: Iterable[Color]) -> bool:
    touched = mix(color, with_color=ink, share=HOVER)
    return (
        contrast_of(ink, on=color) >= LEAST_FOR_TEXT
        and contrast_of(ink, on=touched) >= LEAST_FOR_TEXT
        and all(contrast_of(color, on=ground) >= LEAST_FOR_CONTROLS for ground in grounds)
    )


def _painted(shade: Shade, *, lightness: float) -> Shade:
    """Orange and yellow that are darkened turn to mud; painters turn them to rust and amber, and
    what is nearly green to green."""
    depth = max(0.0, min(1.0, (0.8 - lightness) / 0.25))
    hue = shade.hue
    if 42 <= hue < 70:
        hue += (42 - hue) * depth
    elif 70 <= hue < 116:
        hue += (56 - hue) * depth
    elif 116 <= hue < 128:
        hue += (136 - hue) * depth
    return Shade(lightness, shade.chroma, hue)


def _glowing(corner: Color) -> Color:
    shade = shade_of(corner)
    return color_of(Shade(shade.lightness, min(0.16, shade.chroma * 1.4), shade.hue))

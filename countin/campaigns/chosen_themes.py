"""Colors that an organizer chooses for a page, instead of those of its picture: one of a few
palettes, or a color of their own. Pure."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from countin.campaigns.codes import BadCode
from countin.campaigns.colors import Color, Shade, color_of, read_hex, shade_of
from countin.campaigns.palettes import COLORLESS, Palette
from countin.campaigns.themes import make_theme

FROM_PICTURE: Final = "picture"  # what a campaign file calls no choice at all
# Each by the color of its button.
PALETTES: Final[Mapping[str, Color]] = MappingProxyType(
    {
        "ink": read_hex("#2b2b2b"),
        "ember": read_hex("#c2410c"),
        "rose": read_hex("#be2a62"),
        "violet": read_hex("#6d42c7"),
        "harbor": read_hex("#1f5fa8"),
        "lagoon": read_hex("#0f766e"),
        "moss": read_hex("#4d7c25"),
    }
)
_HEX: Final = re.compile(r"#[0-9a-f]{6}")
# Where the glow around a sleeve goes from the color itself, in degrees of hue.
_TURNS: Final = (-30, 0, 20, 45)


def read_theme_choice(text: str) -> str:
    """As a campaign keeps it: empty for its picture's own colors, a palette's name, or
    `#rrggbb`. Raises BadCode."""
    choice = text.strip().lower()
    if choice == FROM_PICTURE:
        return ""
    if choice in PALETTES or _HEX.fullmatch(choice):
        return choice
    known = ", ".join((FROM_PICTURE, *PALETTES))
    raise BadCode(f"`theme` can't be {text[:40]!r}.", f'Write one of {known}, or "#1f5fa8".')


@lru_cache(maxsize=256)
def chosen_theme(choice: str) -> Mapping[str, Any]:
    """Of a palette's name or `#rrggbb`, as `themes.choose_theme` has it of a picture. `name`
    begins with the choice, so that whoever reads it knows all of it."""
    named = PALETTES.get(choice)
    palette = _palette(named or read_hex(choice))
    # Ours shine at night; somebody's own color is theirs by night, too.
    theme = make_theme(palette if named else replace(palette, is_exact=True))
    theme["name"] = f"{choice.removeprefix('#')}-{theme['name'][:12]}"
    return MappingProxyType(theme)


def theme_named(name: str) -> Mapping[str, Any] | None:
    """The chosen theme that bears this name, or None where none does."""
    word = name.partition("-")[0]
    choice = word if word in PALETTES else f"#{word}"
    if choice not in PALETTES and not _HEX.fullmatch(choice):
        return None
    theme = chosen_theme(choice)
    return theme if theme["name"] == name else None


def _palette(color: Color) -> Palette:
    shade = shade_of(color)
    is_gray = shade.chroma < COLORLESS
    strength = 0.0 if is_gray else min(0.13, shade.chroma)
    tone = Shade(0.6, min(0.03, strength), shade.hue)
    glow = [color_of(Shade(0.55, strength, (shade.hue + turn) % 360)) for turn in _TURNS]
    return Palette(
        tone=tone,
        accents=() if is_gray else ((shade, 1.0),),
        corners=(glow[0], glow[1], glow[2], glow[3]),
    )

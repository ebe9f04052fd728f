"""The share image: the sleeve, and beside it artist, title and date in the release's colors."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageOps

from countin.pages.outside.clusters import base_direction
from countin.pages.outside.typefaces import Typecase
from countin.pages.outside.typesetting import Block, Style, can_set, draw_block, set_block

SIZE: Final = (1200, 630)
LARGEST: Final = 300_000  # bytes: previews of larger pictures are left out here and there
_EDGE: Final = 72
SLEEVE: Final = SIZE[1] - 2 * _EDGE
_GAP: Final = 64
_COLUMN: Final = SIZE[0] - 2 * _EDGE - SLEEVE - _GAP
_FINE: Final = 3  # curves are drawn so much larger, then made small

_TITLE: Final = Style(sizes=(92, 84, 76, 68, 60, 54, 48, 43, 38, 34, 30), weight=750, tears=43)
_ARTIST: Final = Style(sizes=(34, 31, 28), weight=560, tears=28)
_WHEN: Final = Style(sizes=(28, 25, 22), weight=500, tears=22)
_TITLE_HEIGHT: Final = 292


@dataclass(frozen=True)
class Card:
    """What stands on it. `sleeve` may be missing; colors are "#rrggbb" by their names."""

    title: str
    artist: str
    when: str
    sleeve: Path | None
    colors: Mapping[str, str]

    @property
    def has_letters(self) -> bool:
        """Every sign can be drawn; else a picture without words is better than one with boxes."""
        return all(map(can_set, (self.title, self.artist, self.when)))


def draw_card(card: Card) -> bytes:
    """A PNG of `SIZE` with at most `LARGEST` bytes."""
    picture = Image.new("RGB", SIZE, card.colors["paper"])
    is_rtl = base_direction(card.title) == "rtl"
    sleeve_left = SIZE[0] - _EDGE - SLEEVE if is_rtl else _EDGE
    column_left = _EDGE if is_rtl else _EDGE + SLEEVE + _GAP
    if card.has_letters:
        _set_words(picture, card, left=column_left, is_rtl=is_rtl)
    else:
        sleeve_left = (SIZE[0] - SLEEVE) // 2
    _lay_sleeve(picture, card, left=sleeve_left)
    return _encode(picture)


def _set_words(picture: Image.Image, card: Card, *, left: int, is_rtl: bool) -> None:
    case, draw = Typecase(), ImageDraw.Draw(picture)
    ink, muted = card.colors["ink"], card.colors["muted"]
    parts = [
        (_block(card.artist, height=84, style=_ARTIST, case=case), muted, 14),
        (_block(card.title, height=_TITLE_HEIGHT, style=_TITLE, case=case), ink, 24),
        (_block(card.when, height=70, style=_WHEN, case=case), ink, 34),
    ]
    whole = sum(block.height + after for block, _color, after in parts) + 18
    top = (SIZE[1] - whole) // 2
    for block, color, after in parts:
        at = (left, top)
        draw_block(draw, block, at=at, width=_COLUMN, ink=color, case=case, at_right=is_rtl)
        top += block.height + after
    _beat(picture, card, left=left, top=top, is_rtl=is_rtl)


def _block(text: str, *, height: int, style: Style, case: Typecase) -> Block:
    return set_block(text, width=_COLUMN, height=height, style=style, case=case)


def _beat(picture: Image.Image, card: Card, *, left: int, top: int, is_rtl: bool) -> None:
    """One, two, three, and in: the house's sign."""
    layer = Image.new("L", (140 * _FINE, 20 * _FINE))
    last = Image.new("L", layer.size)
    for number in range(4):
        radius, color = (9, last) if number == 3 else (6, layer)
        x = 9 + number * 34
        box = [(x - radius) * _FINE, (10 - radius) * _FINE]
        box += [(x + radius) * _FINE, (10 + radius) * _FINE]
        ImageDraw.Draw(color).ellipse(box, fill=255)
    for mask, color_name in ((layer, "muted"), (last, "spark")):
        small = mask.resize((140, 20), Image.Resampling.LANCZOS)
        small = ImageOps.mirror(small) if is_rtl else small
        place = (left + _COLUMN - 140, top) if is_rtl else (left, top)
        picture.paste(card.colors[color_name], (*place, place[0] + 140, place[1] + 20), small)


def _lay_sleeve(picture: Image.Image, card: Card, *, left: int) -> None:
    sleeve = _read_sleeve(card.sleeve) if card.sleeve else _press_record(card.colors)
    mask = Image.new("L", (SLEEVE * _FINE, SLEEVE * _FINE))
    box = (0, 0, mask.width - 1, mask.height - 1)
    ImageDraw.Draw(mask).rounded_rectangle(box, radius=10 * _FINE, fill=255)
    mask = mask.resize((SLEEVE, SLEEVE), Image.Resampling.LANCZOS)
    picture.paste(sleeve, (left, _EDGE), mask)


def _read_sleeve(path: Path) -> Image.Image:
    """The whole of it; a picture that is no square is cut to one around its middle."""
    with Image.open(path) as opened:
        return ImageOps.fit(opened.convert("RGB"), (SLEEVE, SLEEVE), Image.Resampling.LANCZOS)


def _press_record(colors: Mapping[str, str]) -> Image.Image:
    """A record, where there is no artwork: the page shows one too."""
    side = SLEEVE * _FINE
    record = Image.new("RGB", (side, side), colors["paper"])
    draw, middle = ImageDraw.Draw(record), side / 2
    draw.ellipse([0, 0, side - 1, side - 1], "#1d1a17")
    _cut_grooves(draw, middle=middle)
    for share, color in ((0.34, colors["spark"]), (0.05, colors["paper"])):
        radius = middle * share
        draw.ellipse([middle - radius, middle - radius, middle + radius, middle + radius], color)
    return record.resize((SLEEVE, SLEEVE), Image.Resampling.LANCZOS)


def _cut_grooves(draw: ImageDraw.ImageDraw, *, middle: float) -> None:
    for radius in range(int(middle * 0.36), int(middle * 0.97), 8 * _FINE):
        box = [middle - radius, middle - radius, middle + radius, middle + radius]
        draw.ellipse(box, outline="#3a332d", width=_FINE)


def _encode(picture: Image.Image) -> bytes:
    """As it is where that is small enough, else in as many colors as there is room for."""
    encoded = _png(picture)
    for colors in (256, 160, 96, 48, 16):
        if len(encoded) <= LARGEST:
            break
        encoded = _png(picture.quantize(colors, dither=Image.Dither.FLOYDSTEINBERG))
    return encoded


def _png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()

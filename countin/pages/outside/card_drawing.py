"""The share image: the sleeve, and beside it artist, title and date in the release's colors."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageOps

from countin.pages.outside.card_shapes import CARD, EDGE, Shape
from countin.pages.outside.clusters import base_direction
from countin.pages.outside.typefaces import Typecase
from countin.pages.outside.typesetting import Block, Style, can_set, draw_block, set_block

LARGEST: Final = 300_000  # bytes: previews of larger pictures are left out here and there
_FINE: Final = 3  # curves are drawn so much larger, then made small
_GOOD: Final = 90  # of a JPEG


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


def draw_card(card: Card, *, shape: Shape = CARD) -> bytes:
    """A picture of this shape; a PNG has at most `LARGEST` bytes."""
    picture = Image.new("RGB", shape.size, card.colors["paper"])
    is_rtl = base_direction(card.title) == "rtl"
    (left, top), (words_left, _words_top) = shape.sleeve_at, shape.words_at
    if is_rtl:
        left = shape.size[0] - EDGE - shape.sleeve
        words_left = EDGE
    if card.has_letters:
        _set_words(picture, card, shape=shape, left=words_left, is_rtl=is_rtl)
    else:
        left, top = ((side - shape.sleeve) // 2 for side in shape.size)
    _lay_sleeve(picture, card, side=shape.sleeve, at=(left, top))
    return _encode(picture) if shape.encoding == "PNG" else _jpeg(picture)


def _set_words(picture: Image.Image, card: Card, *, shape: Shape, left: int, is_rtl: bool) -> None:
    case, draw = Typecase(), ImageDraw.Draw(picture)
    ink, muted = card.colors["ink"], card.colors["muted"]
    width = shape.column
    parts = [
        (_block(card.artist, width=width, height=84, style=shape.artist, case=case), muted, 14),
        (
            _block(
                card.title, width=width, height=shape.title_height, style=shape.title, case=case
            ),
            ink,
            24,
        ),
        (_block(card.when, width=width, height=70, style=shape.when, case=case), ink, 34),
    ]
    whole = sum(block.height + after for block, _color, after in parts) + 18
    top = (shape.size[1] - whole) // 2 if shape.beside else shape.words_at[1]
    for block, color, after in parts:
        at = (left, top)
        draw_block(draw, block, at=at, width=width, ink=color, case=case, at_right=is_rtl)
        top += block.height + after
    _beat(picture, card, at=(left, top), width=width, is_rtl=is_rtl)


def _block(text: str, *, width: int, height: int, style: Style, case: Typecase) -> Block:
    return set_block(text, width=width, height=height, style=style, case=case)


def _beat(
    picture: Image.Image, card: Card, *, at: tuple[int, int], width: int, is_rtl: bool
) -> None:
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
        place = (at[0] + width - 140, at[1]) if is_rtl else at
        picture.paste(card.colors[color_name], (*place, place[0] + 140, place[1] + 20), small)


def _lay_sleeve(picture: Image.Image, card: Card, *, side: int, at: tuple[int, int]) -> None:
    sleeve = _read_sleeve(card.sleeve, side) if card.sleeve else _press_record(card.colors, side)
    mask = Image.new("L", (side * _FINE, side * _FINE))
    box = (0, 0, mask.width - 1, mask.height - 1)
    ImageDraw.Draw(mask).rounded_rectangle(box, radius=10 * _FINE, fill=255)
    mask = mask.resize((side, side), Image.Resampling.LANCZOS)
    picture.paste(sleeve, at, mask)


def _read_sleeve(path: Path, side: int) -> Image.Image:
    """The whole of it; a picture that is no square is cut to one around its middle."""
    with Image.open(path) as opened:
        return ImageOps.fit(opened.convert("RGB"), (side, side), Image.Resampling.LANCZOS)


def _press_record(colors: Mapping[str, str], width: int) -> Image.Image:
    """A record, where there is no artwork: the page shows one too."""
    side = width * _FINE
    record = Image.new("RGB", (side, side), colors["paper"])
    draw, middle = ImageDraw.Draw(record), side / 2
    draw.ellipse([0, 0, side - 1, side - 1], "#1d1a17")
    _cut_grooves(draw, middle=middle)
    for share, color in ((0.34, colors["spark"]), (0.05, colors["paper"])):
        radius = middle * share
        draw.ellipse([middle - radius, middle - radius, middle + radius, middle + radius], color)
    return record.resize((width, width), Image.Resampling.LANCZOS)


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


def _jpeg(picture: Image.Image) -> bytes:
    """For apps that take pictures and no previews."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=_GOOD, optimize=True)
    return out.getvalue()


def _png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()

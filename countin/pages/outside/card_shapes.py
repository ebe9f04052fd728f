"""The shapes of a share image: the card that previews show, and pictures to be posted. Pure."""

from dataclasses import dataclass
from typing import Final

from countin.pages.outside.typesetting import Style


@dataclass(frozen=True)
class Shape:
    """Where things stand, in pixels. `beside`: the words stand beside the sleeve, which changes
    sides where one reads from the right; else below it. `encoding`: what Pillow calls it."""

    name: str
    size: tuple[int, int]
    sleeve: int
    sleeve_at: tuple[int, int]
    column: int  # how wide the words may be
    words_at: tuple[int, int]  # where they begin; beside the sleeve they stand in the middle
    title_height: int
    artist: Style
    title: Style
    when: Style
    beside: bool = False
    encoding: str = "JPEG"

    @property
    def suffix(self) -> str:
        """Of a file."""
        return ".png" if self.encoding == "PNG" else ".jpg"

    @property
    def content_type(self) -> str:
        """Of an answer."""
        return f"image/{self.encoding.lower()}"


EDGE: Final = 72
_SLEEVE: Final = 630 - 2 * EDGE
_GAP: Final = 64
_TITLES: Final = (92, 84, 76, 68, 60, 54, 48, 43, 38, 34, 30)
_LARGE: Final = (112, 104, 98, *_TITLES)

CARD: Final = Shape(
    name="card",
    size=(1200, 630),
    sleeve=_SLEEVE,
    sleeve_at=(EDGE, EDGE),
    column=1200 - 2 * EDGE - _SLEEVE - _GAP,
    words_at=(EDGE + _SLEEVE + _GAP, EDGE),
    title_height=292,
    artist=Style(sizes=(34, 31, 28), weight=560, tears=28),
    title=Style(sizes=_TITLES, weight=750, tears=43),
    when=Style(sizes=(28, 25, 22), weight=500, tears=22),
    beside=True,
    encoding="PNG",
)
SQUARE: Final = Shape(
    name="square",
    size=(1080, 1080),
    sleeve=460,
    sleeve_at=(EDGE, EDGE),
    column=1080 - 2 * EDGE,
    words_at=(EDGE, EDGE + 460 + 40),
    title_height=200,
    artist=Style(sizes=(38, 34, 30), weight=560, tears=30),
    title=Style(sizes=_TITLES, weight=750, tears=43),
    when=Style(sizes=(34, 31, 28), weight=500, tears=28),
)
# A story's upper 14 and lower 20 parts in a hundred lie under buttons of the app: nothing stands
# there, and a sticker with the link finds room.
STORY: Final = Shape(
    name="story",
    size=(1080, 1920),
    sleeve=680,
    sleeve_at=(EDGE, 280),
    column=1080 - 2 * EDGE,
    words_at=(EDGE, 280 + 680 + 60),
    title_height=272,
    artist=Style(sizes=(44, 40, 36), weight=560, tears=36),
    title=Style(sizes=_LARGE, weight=750, tears=43),
    when=Style(sizes=(40, 36, 32), weight=500, tears=32),
)
SHAPES: Final = {shape.name: shape for shape in (CARD, SQUARE, STORY)}

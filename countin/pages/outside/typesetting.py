"""Setting a text into a box: the largest size at which it fits, in lines of even length.

Several scripts may stand in one line, each in its own typeface, and run in both directions.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil
from typing import Final

from PIL import ImageDraw

from countin.pages.outside.clusters import (
    base_direction,
    clean,
    clusters_of,
    directions_of,
    has_phrases,
    may_break,
)
from countin.pages.outside.typefaces import EMOJI, Typecase, Typeface, has_signs, typeface_of

_MORE: Final = "…"
_NEVER: Final = float("inf")


@dataclass(frozen=True)
class Piece:
    """A cluster in its typeface."""

    text: str
    face: Typeface
    direction: str


@dataclass(frozen=True)
class Style:
    """Sizes in pixels to try, the largest first; `tears` and smaller ones may break a word."""

    sizes: tuple[int, ...]
    weight: int
    tears: int = 0


@dataclass(frozen=True)
class Block:
    """Lines as they are drawn. `leading`: from one baseline to the next."""

    lines: tuple[tuple[Piece, ...], ...]
    direction: str
    size: int
    weight: int
    leading: int

    @property
    def height(self) -> int:
        """From the top of the first line to the bottom of the last."""
        return self.leading * len(self.lines)


def can_set(text: str) -> bool:
    """There is something to set, and every sign has a typeface."""
    clusters = clusters_of(clean(text))
    return bool(clusters) and all(typeface_of(cluster) for cluster in clusters)


def set_block(text: str, *, width: int, height: int, style: Style, case: Typecase) -> Block:
    """At the largest size that fits; what is too long at the smallest ends with "…". The text
    must be one that `can_set`."""
    direction = base_direction(clean(text))
    pieces = _pieces(clean(text), base=direction)
    leading = max((piece.face.leading for piece in pieces), default=1.1)
    for size in style.sizes:
        most = max(1, int(height / (size * leading)))
        tears = size <= style.tears or size == style.sizes[-1]
        measure = _Measure(case, size=size, weight=style.weight)
        lines = _break(pieces, width=width, most=most, tears=tears, measure=measure)
        if lines:
            break
    else:
        lines = _cut(pieces, width=width, most=most, measure=measure)
    return Block(tuple(map(tuple, lines)), direction, size, style.weight, round(size * leading))


def draw_block(
    draw: ImageDraw.ImageDraw,
    block: Block,
    *,
    at: tuple[int, int],
    width: int,
    ink: str,
    case: Typecase,
    at_right: bool,
) -> None:
    """Into the box that has its corner at the top left there; lines stand at one side of it."""
    left, top = at
    measure = _Measure(case, size=block.size, weight=block.weight)
    ascent = round((block.leading - block.size) / 2 + block.size * 0.85)
    for number, line in enumerate(block.lines):
        x = float(left)
        if at_right:
            x += width - measure.width(line)
        for run in _in_sight(line, base=block.direction):
            text, face = "".join(piece.text for piece in run), run[0].face
            font = case.font(face, size=block.size, weight=block.weight)
            place = (x, top + number * block.leading + ascent)
            draw.text(place, text, fill=ink, font=font, anchor="ls", direction=run[0].direction)
            x += measure.width(run)


class _Measure:
    """How wide pieces are at one size."""

    def __init__(self, case: Typecase, *, size: int, weight: int) -> None:
        self._case, self._size, self._weight = case, size, weight

    def width(self, pieces: Sequence[Piece]) -> float:
        """Of these pieces in one line, in pixels."""
        return sum(self._run(run) for run in _runs(pieces))

    def _run(self, run: Sequence[Piece]) -> float:
        font = self._case.font(run[0].face, size=self._size, weight=self._weight)
        text = "".join(piece.text for piece in run)
        return font.getlength(text, direction=run[0].direction)


def _pieces(text: str, *, base: str) -> list[Piece]:
    clusters = clusters_of(text)
    pieces: list[Piece] = []
    for cluster, direction in zip(clusters, directions_of(clusters, base=base), strict=True):
        face = typeface_of(cluster)
        if face is None:
            raise ValueError("a sign of the text has no typeface")
        last = pieces[-1].face if pieces else face
        # A space or a comma stays in the typeface of its word.
        if last != EMOJI and not cluster[0].isalnum() and has_signs(last, cluster):
            face = last
        pieces.append(Piece(cluster, face, direction))
    return pieces


def _runs(pieces: Sequence[Piece]) -> list[list[Piece]]:
    grouped = groupby(pieces, key=lambda piece: (piece.face, piece.direction))
    return [list(run) for _key, run in grouped]


def _in_sight(line: Sequence[Piece], *, base: str) -> list[list[Piece]]:
    """The runs from left to right: those against the base keep their own order."""
    found: list[list[Piece]] = []
    for direction, pieces in groupby(line, key=lambda piece: piece.direction):
        runs = _runs(list(pieces))
        ordered = runs if direction == "ltr" else runs[::-1]
        found = [*found, *ordered] if base == "ltr" else [*ordered, *found]
    return found


def _break(
    pieces: list[Piece], *, width: int, most: int, tears: bool, measure: _Measure
) -> list[list[Piece]]:
    """At most that many lines, as even as they can be; an empty list where they don't fit."""
    words = _words(pieces)
    if tears:
        words = [part for word in words for part in _torn(word, width=width, measure=measure)]
    count = len(_fill(words, width=width, measure=measure))
    if not words or count > most or any(measure.width(_trim(w)) > width for w in words):
        return []
    narrow, wide = width // count, width
    while wide - narrow > 4:
        middle = (narrow + wide) // 2
        fits = len(_fill(words, width=middle, measure=measure)) <= count
        narrow, wide = (narrow, middle) if fits else (middle, wide)
    return _fill(words, width=wide, measure=measure)


def _cut(pieces: list[Piece], *, width: int, most: int, measure: _Measure) -> list[list[Piece]]:
    words = [part for w in _words(pieces) for part in _torn(w, width=width, measure=measure)]
    lines = _fill(words, width=width, measure=measure)[:most]
    last = _trim(lines[-1])
    more = Piece(_MORE, typeface_of(_MORE) or last[-1].face, last[-1].direction)
    while last and measure.width([*last, more]) > width:
        last = _trim(last[:-1])
    return [*lines[:-1], [*last, more]]


def _words(pieces: list[Piece]) -> list[list[Piece]]:
    """Pieces that stay together, each with the space after it."""
    words: list[list[Piece]] = []
    by_phrase = has_phrases([piece.text for piece in pieces])
    for piece in pieces:
        before = words[-1][-1].text if words else " "
        is_end = before == " " or may_break(before, piece.text, by_phrase=by_phrase)
        is_new = piece.text != " " and is_end
        if is_new or not words:
            words.append([piece])
        else:
            words[-1].append(piece)
    return words


def _torn(word: list[Piece], *, width: int, measure: _Measure) -> list[list[Piece]]:
    """In parts of about the same length, each narrow enough."""
    whole = measure.width(_trim(word))
    count = ceil(whole / width)
    even = min(width, whole / count + whole / len(word)) if count > 1 else width
    parts: list[list[Piece]] = [[]]
    for piece in word:
        if parts[-1] and piece.text != " " and measure.width([*parts[-1], piece]) > even:
            parts.append([])
        parts[-1].append(piece)
    return parts


def _fill(words: list[list[Piece]], *, width: int, measure: _Measure) -> list[list[Piece]]:
    """As many words a line as go in; a word that is too wide has a line of its own."""
    lines: list[list[Piece]] = []
    room = -_NEVER
    for word in words:
        wide = measure.width(_trim(word))
        if wide > room:
            lines.append([])
            room = width
        lines[-1].extend(word)
        room -= measure.width(word)
    return [_trim(line) for line in lines]


def _trim(line: list[Piece]) -> list[Piece]:
    end = len(line)
    while end and line[end - 1].text == " ":
        end -= 1
    return line[:end]

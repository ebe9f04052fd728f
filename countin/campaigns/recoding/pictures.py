"""The pictures of a video: turned upright, no larger than 720p, at most 30 a second; and the one
that stands for it until it is played."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Final

import av
from av.filter import Graph
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from PIL import Image, ImageStat

from countin.campaigns.recoding.sources import Unusable

FASTEST: Final = 30  # pictures a second
_LONG, _SHORT = 1280, 720
_MOST_PIXELS: Final = 4096 * 2304
_POSTER_WIDTH: Final = 864  # pixels: twice what a page shows
_POSTER_WITHIN: Final = 15.0  # seconds
_TURNS: Final = {90: "cclock", -90: "clock"}


@dataclass(frozen=True)
class Shape:
    """What the pictures measure as they are stored, before they are turned; how far to turn them
    (degrees, counterclockwise)."""

    width: int
    height: int
    turn: int

    @property
    def upright(self) -> tuple[int, int]:
        """As they are seen."""
        return (self.height, self.width) if self.turn in _TURNS else (self.width, self.height)


def refuse_huge(stream: VideoStream) -> None:
    """From the header, before anything is decoded."""
    width, height = stream.codec_context.width, stream.codec_context.height
    if width * height > _MOST_PIXELS:
        what = f"Its pictures have {width} x {height} pixels."
        raise Unusable(what, "Export it as MP4 with 1920 x 1080 or less.")


def shape_of(frame: VideoFrame, *, pixel: Fraction | None) -> Shape:
    """Within 720p, even as encoders need it. Raises Unusable for a line of pixels."""
    stretch = pixel if pixel and Fraction(1, 4) <= pixel <= 4 else Fraction(1)
    width, height = float(frame.width * stretch), float(frame.height)
    short, long = sorted((width, height))
    if short < 120 or long > 4 * short:
        what = f"Its pictures have {frame.width} x {frame.height} pixels."
        raise Unusable(what, "Export it with at least 120 pixels on each side, no narrow strip.")
    scale = min(1.0, _SHORT / short, _LONG / long)
    turn = round(frame.rotation / 90) * 90
    return Shape(_even(width * scale), _even(height * scale), -90 if turn == 270 else turn)


class Shaper:
    """Brings every picture to one shape and one pace."""

    def __init__(self, stream: VideoStream, *, shape: Shape) -> None:
        rate = stream.average_rate or Fraction(25)
        self.rate = min(Fraction(FASTEST), rate) if rate >= 1 else Fraction(25)
        self._graph = Graph()
        steps = [
            self._graph.add_buffer(template=stream),
            self._graph.add("fps", f"fps={self.rate.numerator}/{self.rate.denominator}"),
            self._graph.add(
                "scale", f"{shape.width}:{shape.height}:out_color_matrix=bt709:out_range=tv"
            ),
            *self._turned(shape.turn),
            self._graph.add("setsar", "1"),
            self._graph.add("format", "yuv420p"),
            self._graph.add("buffersink"),
        ]
        self._graph.link_nodes(*steps).configure()

    def shape(self, frame: VideoFrame | None) -> Iterator[VideoFrame]:
        """Those that are ready; None ends it."""
        self._graph.push(frame)
        while True:
            try:
                ready = self._graph.pull()
            except (av.error.BlockingIOError, av.error.EOFError):
                return
            assert isinstance(ready, VideoFrame)
            yield ready

    def _turned(self, turn: int) -> list[av.filter.context.FilterContext]:
        if turn in _TURNS:
            return [self._graph.add("transpose", _TURNS[turn])]
        if abs(turn) == 180:
            return [self._graph.add("hflip"), self._graph.add("vflip")]
        return []


class Poster:
    """Looks for the picture with the most to see, twice a second."""

    def __init__(self) -> None:
        self._best: Image.Image | None = None
        self._richness = -1.0
        self._next = 0.0

    def look(self, frame: VideoFrame, *, seconds: float) -> None:
        """Consider a picture."""
        if not self._next <= seconds <= _POSTER_WITHIN:
            return
        self._next = seconds + 0.5
        image: Image.Image = frame.to_image()  # type: ignore[no-untyped-call]
        richness = ImageStat.Stat(image.resize((64, 64)).convert("L")).stddev[0]
        if richness > self._richness:
            self._best, self._richness = image, richness

    def save(self, path: Path) -> None:
        """As WebP, which every browser with video shows."""
        assert self._best is not None
        image = self._best
        image.thumbnail((_POSTER_WIDTH, _POSTER_WIDTH), Image.Resampling.LANCZOS)
        image.save(path, format="WEBP", quality=78)


def _even(value: float) -> int:
    return max(2, round(value / 2) * 2)

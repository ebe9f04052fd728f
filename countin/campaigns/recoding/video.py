"""Video to H.264 and AAC in .mp4, and its poster."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO, Final

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from countin.campaigns.recoding.audio import MUXING, Track
from countin.campaigns.recoding.pictures import Poster, Shape, Shaper, refuse_huge, shape_of
from countin.campaigns.recoding.sources import (
    VIDEO,
    Unusable,
    choose_stream,
    decode,
    open_source,
    refuse_long,
)

_ENCODING: Final = {
    "preset": "veryfast",
    "crf": "23",
    "maxrate": "3000k",
    "bufsize": "6000k",
    "profile": "high",
    "x264-params": "colorprim=bt709:transfer=bt709:colormatrix=bt709",
}
_SHORTEST: Final = 0.5  # seconds
_MEND: Final = "Export it as MP4 (H.264) or WebM."


class Film:
    """A video that is being written: the shape is that of its first picture."""

    def __init__(
        self, target: OutputContainer, *, pictures: VideoStream, sound: AudioStream | None
    ) -> None:
        self._target = target
        self._source = pictures
        self._track = Track(target, like=sound) if sound else None
        self._shaper: Shaper | None = None
        self._first: tuple[int, int] = (0, 0)
        self._count = 0
        self._waiting: list[AudioFrame] = []
        self._start = 0.0  # of the first picture, in the file's own time
        self._is_silent = True  # so far
        self.poster = Poster()
        self.shape: Shape | None = None

    @property
    def seconds(self) -> float:
        """How long it is so far."""
        return float(self._count / self._shaper.rate) if self._shaper else 0.0

    def add_picture(self, frame: VideoFrame) -> None:
        """Raises Unusable where it changes its size, or goes beyond 90 seconds."""
        if self._shaper is None:
            self._begin(frame)
        if (frame.width, frame.height) != self._first:
            raise Unusable("Its pictures change their size on the way.", _MEND)
        self._write(frame)

    def add_sound(self, frame: AudioFrame) -> None:
        """Sound that comes before the first picture waits for it."""
        if self._track is None:
            return
        if self._shaper is None:
            self._waiting.append(frame)
            if len(self._waiting) > 2000:
                raise Unusable("There are no pictures in it.", _MEND)
            return
        if self._is_silent:
            self._track.begin_at(max(0.0, min(5.0, (frame.time or 0.0) - self._start)))
            self._is_silent = False
        frame.pts = None
        self._track.add(frame)

    def finish(self) -> None:
        """Raises Unusable where there is next to nothing."""
        if self._shaper is None:
            raise Unusable("There are no pictures in it.", _MEND)
        self._write(None)
        self._target.mux(self._stream.encode(None))
        if self._track:
            self._track.add(None)
        if self.seconds < _SHORTEST:
            raise Unusable("It is hardly longer than one picture.", _MEND)

    def _begin(self, frame: VideoFrame) -> None:
        self._first = (frame.width, frame.height)
        self.shape = shape_of(frame, pixel=self._source.sample_aspect_ratio)
        self._shaper = Shaper(self._source, shape=self.shape)
        self._stream = self._target.add_stream("libx264", rate=self._shaper.rate, options=_ENCODING)
        self._stream.width, self._stream.height = self.shape.upright
        self._stream.pix_fmt = "yuv420p"
        self._stream.codec_context.gop_size = 60
        self._stream.codec_context.thread_count = 2
        self._start = frame.time or 0.0
        waiting, self._waiting = self._waiting, []
        for sound in waiting:
            if (sound.time or 0.0) >= self._start - 0.02:
                self.add_sound(sound)

    def _write(self, frame: VideoFrame | None) -> None:
        assert self._shaper is not None
        for ready in self._shaper.shape(frame):
            ready.pts = self._count
            ready.time_base = Fraction(1 / self._shaper.rate)
            self.poster.look(ready, seconds=self.seconds)
            self._count += 1
            refuse_long(self.seconds)
            self._target.mux(self._stream.encode(ready))


def recode_video(file: BinaryIO, *, target: Path, poster: Path) -> dict[str, float]:
    """Writes `target` and `poster`; tells `seconds`, `width` and `height`. Raises Unusable."""
    with open_source(file, containers=VIDEO, mend=_MEND) as source:
        pictures = choose_stream(source, kind="video", mend=_MEND)
        sound = choose_stream(source, kind="audio", mend=_MEND)
        if not isinstance(pictures, VideoStream):
            raise Unusable("There are no pictures in it.", _MEND)
        refuse_huge(pictures)
        pictures.thread_type = "AUTO"
        pictures.codec_context.thread_count = 2
        heard = sound if isinstance(sound, AudioStream) else None
        with av.open(str(target), "w", format="mp4", options=MUXING) as written:
            film = Film(written, pictures=pictures, sound=heard)
            _fill(film, frames=decode(source, streams=[pictures, *([heard] if heard else [])]))
    assert film.shape is not None
    film.poster.save(poster)
    width, height = film.shape.upright
    return {"seconds": round(film.seconds, 2), "width": width, "height": height}


def _fill(film: Film, *, frames: Iterator[object]) -> None:
    for frame in frames:
        if isinstance(frame, VideoFrame):
            film.add_picture(frame)
        elif isinstance(frame, AudioFrame):
            film.add_sound(frame)
    film.finish()

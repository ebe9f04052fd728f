"""Audio to AAC in .m4a."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO, Final

import av
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import OutputContainer

from countin.campaigns.recoding.sources import (
    AUDIO,
    Unusable,
    choose_stream,
    decode,
    open_source,
    refuse_long,
)

_BITS: Final = 128_000  # a second
_RATES: Final = (44_100, 48_000)
_SHORTEST: Final = 0.5  # seconds
MUXING: Final = {"movflags": "+faststart", "fflags": "+bitexact"}
_MEND: Final = "Export it as WAV, FLAC, MP3 or M4A."


class Track:
    """An AAC track that is being written. Its clock counts samples: what a file claims about
    time is not believed."""

    def __init__(self, target: OutputContainer, *, like: AudioStream) -> None:
        rate = like.rate if like.rate in _RATES else _RATES[1]
        self._layout = "mono" if like.channels == 1 else "stereo"
        self._resampler = AudioResampler(format="fltp", layout=self._layout, rate=rate)
        self._stream = target.add_stream("aac", rate=rate, layout=self._layout, bit_rate=_BITS)
        self._target = target
        self._rate = rate
        self._samples = 0

    @property
    def seconds(self) -> float:
        """How much is written."""
        return self._samples / self._rate

    def begin_at(self, seconds: float) -> None:
        """Silence before the first sound, beside a picture."""
        missing = int(seconds * self._rate)
        while missing > 0:
            silence = AudioFrame(format="fltp", layout=self._layout, samples=min(missing, 1024))
            silence.sample_rate = self._rate
            for plane in silence.planes:
                plane.update(bytes(plane.buffer_size))
            self._write(silence)
            missing -= silence.samples

    def add(self, frame: AudioFrame | None) -> None:
        """The next sound; None ends it. Raises Unusable beyond 90 seconds."""
        for ready in self._resampler.resample(frame):
            self._write(ready)
        refuse_long(self.seconds)
        if frame is None:
            self._target.mux(self._stream.encode(None))

    def _write(self, frame: AudioFrame) -> None:
        frame.pts = self._samples
        frame.time_base = Fraction(1, self._rate)
        self._samples += frame.samples
        self._target.mux(self._stream.encode(frame))


def recode_audio(file: BinaryIO, *, target: Path) -> dict[str, float]:
    """Writes `target`; tells its `seconds`. Raises Unusable."""
    with open_source(file, containers=AUDIO, mend=_MEND) as source:
        stream = choose_stream(source, kind="audio", mend=_MEND)
        if not isinstance(stream, AudioStream):
            raise Unusable("There is no sound in it.", _MEND)
        with av.open(str(target), "w", format="ipod", options=MUXING) as written:
            track = Track(written, like=stream)
            for frame in audio_of(decode(source, streams=[stream])):
                track.add(frame)
            track.add(None)
    if track.seconds < _SHORTEST:
        raise Unusable("There is hardly any sound in it.", "Export it anew.")
    return {"seconds": round(track.seconds, 2)}


def audio_of(frames: Iterator[object]) -> Iterator[AudioFrame]:
    """Those that are sound; their claims about time are dropped."""
    for frame in frames:
        if isinstance(frame, AudioFrame):
            frame.pts = None
            yield frame

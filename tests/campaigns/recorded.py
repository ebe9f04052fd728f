"""Small audio and video files for the tests, made on the spot."""

import array
import math
import wave
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from PIL import Image, ImageDraw

RATE = 44_100


def make_wav(path: Path, *, seconds: float = 1.0, channels: int = 2, rate: int = 8000) -> Path:
    """A tone."""
    count = int(seconds * rate)
    samples = (int(9000 * math.sin(at / 4)) for at in range(count) for _ in range(channels))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(array.array("h", samples).tobytes())
    return path


def make_audio(path: Path, *, codec: str, container: str, rate: int = RATE) -> Path:
    """A second of near silence, with a title and a place written into it."""
    with av.open(str(path), "w", format=container) as target:
        target.metadata["title"] = "taken at home"
        target.metadata["location"] = "+52.5200+013.4050/"
        stream = target.add_stream(codec, rate=rate)
        _add_silence(target, stream, seconds=1.0)
    return path


def make_video(
    path: Path,
    *,
    seconds: float = 1.0,
    size: tuple[int, int] = (320, 180),
    fps: int = 10,
    codec: str = "mpeg4",
    container: str = "mov",
    sound: bool = True,
) -> Path:
    """A bar that wanders over red, with a place written into it."""
    with av.open(str(path), "w", format=container) as target:
        target.metadata["title"] = "taken at home"
        target.metadata["location"] = "+52.5200+013.4050/"
        pictures: Any = target.add_stream(codec, rate=fps)
        pictures.width, pictures.height = size
        pictures.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
        heard = target.add_stream("aac", rate=RATE) if sound else None
        for at in range(int(seconds * fps)):
            frame = av.VideoFrame.from_image(_picture(size, at=at))
            frame.pts, frame.time_base = at, Fraction(1, fps)
            target.mux(pictures.encode(frame))
        target.mux(pictures.encode(None))
        if heard:
            _add_silence(target, heard, seconds=seconds)
    return path


def turn(path: Path, *, quarters: int) -> None:
    """Write into the file that players turn it: so phones record what is held upright."""
    one = 0x10000
    matrices = {
        1: (0, one, 0, -one & 0xFFFFFFFF, 0, 0),  # a quarter to the right
        2: (-one & 0xFFFFFFFF, 0, 0, 0, -one & 0xFFFFFFFF, 0),
        3: (0, -one & 0xFFFFFFFF, 0, one, 0, 0),
    }
    raw = bytearray(path.read_bytes())
    at = raw.index(b"tkhd") + 4 + 40  # version 0: flags, times, id, durations, layer, volume
    matrix = b"".join(value.to_bytes(4, "big") for value in matrices[quarters])
    raw[at : at + 24] = matrix
    path.write_bytes(raw)


def look_into(path: Path) -> av.container.InputContainer:
    """Open what was stored."""
    return av.open(str(path))


def _picture(size: tuple[int, int], *, at: int) -> Image.Image:
    picture = Image.new("RGB", size, (160, 20, 20))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((at * 4, 0, at * 4 + size[0] // 4, size[1]), fill="white")
    return picture


def _add_silence(target, stream, *, seconds: float) -> None:
    for at in range(0, int(seconds * stream.rate), 1024):
        frame = av.AudioFrame(format=stream.format.name, layout="stereo", samples=1024)
        frame.sample_rate, frame.pts, frame.time_base = stream.rate, at, Fraction(1, stream.rate)
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        target.mux(stream.encode(frame))
    target.mux(stream.encode(None))

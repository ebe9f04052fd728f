"""Opens what was handed in: a few containers, a few codecs, and nothing that leads elsewhere."""

from collections.abc import Iterator
from typing import BinaryIO, Final

import av
from av.codec.context import CodecContext
from av.container import InputContainer
from av.frame import Frame
from av.stream import Stream

LONGEST: Final = 90.0  # seconds
_SLACK: Final = 0.5  # what encoders add at the ends
_MOST_BAD_PACKETS: Final = 20
_DECODERS: Final = frozenset(
    (
        *("pcm_u8", "pcm_s8", "pcm_s16le", "pcm_s16be", "pcm_s24le", "pcm_s24be", "pcm_s32le"),
        *("pcm_s32be", "pcm_f32le", "pcm_f32be", "pcm_f64le", "flac", "alac", "mp3", "mp3float"),
        *("aac", "vorbis", "opus", "libopus", "h264", "hevc", "vp8", "vp9", "av1", "libdav1d"),
        *("mpeg4", "prores", "dnxhd", "mjpeg"),
    )
)
_OPTIONS: Final = {
    # Nothing may be opened but the bytes at hand: no such protocol exists.
    "protocol_whitelist": "none",
    "codec_whitelist": ",".join(sorted(_DECODERS)),
    "max_streams": "16",
}
AUDIO: Final = ("wav", "aiff", "flac", "mp3", "aac", "ogg", "mov", "matroska")
VIDEO: Final = ("mov", "matroska")


class Unusable(Exception):
    """It can't be used; `mend` is the next step."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(f"{what} {mend}")
        self.what = what
        self.mend = mend


def open_source(file: BinaryIO, *, containers: tuple[str, ...], mend: str) -> InputContainer:
    """Reads a seekable file whose container is one of these. Raises Unusable."""
    container = _sniff(file.read(16))
    file.seek(0)
    if container not in containers:
        raise Unusable("It is in no form that is read here.", mend)
    # The reader is named, so that nothing else is tried: a playlist stays a text.
    options = {**_OPTIONS, "format_whitelist": _READERS.get(container, container)}
    return av.open(file, "r", format=container, options=options, metadata_errors="ignore")


def choose_stream(source: InputContainer, *, kind: str, mend: str) -> Stream | None:
    """The best stream of a kind. Raises Unusable for a codec that is not read, or where its
    header tells of more than 90 seconds."""
    found = source.streams.best(kind)  # type: ignore[arg-type]  # a literal of PyAV's
    if found is None:
        return None
    # A codec that this build does not know has no context, whatever PyAV's types say.
    context: CodecContext | None = found.codec_context
    name = context.name if context is not None else "something unknown"
    if name not in _DECODERS:
        raise Unusable(f"It is encoded as {name}, which is not read here.", mend)
    if found.duration and found.time_base:
        refuse_long(float(found.duration * found.time_base))
    return found


def decode(source: InputContainer, *, streams: list[Stream]) -> Iterator[Frame]:
    """All frames. Raises Unusable where too much of it is damaged."""
    bad = 0
    for packet in source.demux(streams):
        try:
            frames = packet.decode()
        except av.error.InvalidDataError:
            bad += 1
            if bad > _MOST_BAD_PACKETS:
                raise Unusable("It is damaged.", "Export it anew.") from None
            continue
        yield from frames  # type: ignore[misc]  # of audio and video there are no subtitles


def refuse_long(seconds: float) -> None:
    """Raises Unusable beyond the longest."""
    if seconds > LONGEST + _SLACK:
        what = f"It is longer than {LONGEST:.0f} seconds."
        raise Unusable(what, f"Cut it to {LONGEST:.0f} seconds or less.")


_READERS: Final = {"mov": "mov,mp4,m4a,3gp,3g2,mj2", "matroska": "matroska,webm"}


def _sniff(head: bytes) -> str:
    """By its first bytes, never by its name. Empty: unknown."""
    start, kind = head[:4], head[8:12]
    if start in (b"RIFF", b"RF64") and kind == b"WAVE":
        return "wav"
    if start == b"FORM" and kind in (b"AIFF", b"AIFC"):
        return "aiff"
    if head[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"):
        return "mov"
    named = {b"fLaC": "flac", b"OggS": "ogg", b"\x1aE\xdf\xa3": "matroska"}.get(start)
    return named or _sniff_frames(head)


def _sniff_frames(head: bytes) -> str:
    if head[:3] == b"ID3":
        return "mp3"
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xF6 == 0xF0:
        return "aac"
    return "mp3" if len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0 else ""

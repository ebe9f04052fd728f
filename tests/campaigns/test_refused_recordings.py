"""What is too long, broken or hostile is refused with its mend, and costs little."""

import random
import socket
import struct
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from countin.campaigns.clips import take_clip
from countin.campaigns.films import take_film
from countin.campaigns.recordings import BadRecording
from tests.campaigns.recorded import make_audio, make_video, make_wav


def files_below(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("name", ["clip", "film"])
def test_what_is_longer_than_ninety_seconds_is_refused(tmp_path: Path, name: str):
    long = {
        "clip": lambda: take_clip(
            make_wav(tmp_path / "a.wav", seconds=92, channels=1), media_root=tmp_path
        ),
        "film": lambda: take_film(
            make_video(tmp_path / "a.mov", seconds=92, fps=1, sound=False), media_root=tmp_path
        ),
    }

    with pytest.raises(BadRecording, match="longer than 90 seconds") as caught:
        long[name]()

    assert caught.value.mend == "Cut it to 90 seconds or less."


def test_a_clip_that_hides_its_length_is_refused(tmp_path: Path):
    path = make_wav(tmp_path / "a.wav", seconds=95, channels=1)
    raw = bytearray(path.read_bytes())
    raw[40:44] = struct.pack("<I", 0xFFFFFFFF)  # how a live recording says: until it ends
    path.write_bytes(raw)

    with pytest.raises(BadRecording, match="longer than 90 seconds"):
        take_clip(path, media_root=tmp_path)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff",
        b"no recording at all",
        b"#EXTM3U\n#EXTINF:5,\nfile:///etc/hostname\n",
        b"ffconcat version 1.0\nfile /etc/hostname\n",
        b"RIFF\0\0\0\0AVI LIST",
        b"v=0\r\nc=IN IP4 127.0.0.1\r\nm=audio 5004 RTP/AVP 0\r\n",
        b"<?xml version='1.0'?><MPD/>",
        b"%PDF-1.7",
    ],
)
def test_what_is_no_recording_is_refused(tmp_path: Path, raw: bytes):
    path = tmp_path / "clip.wav"
    path.write_bytes(raw)

    for take in (take_clip, take_film):
        with pytest.raises(BadRecording, match="in no form that is read here"):
            take(path, media_root=tmp_path / "media")


@pytest.mark.parametrize("start", [b"RIFF\xff\xff\xff\xffWAVEfmt ", b"fLaC", b"OggS", b"ID3\x04"])
def test_what_only_begins_like_a_recording_is_refused(tmp_path: Path, start: bytes):
    path = tmp_path / "clip.wav"
    path.write_bytes(start + bytes(5000))

    with pytest.raises(BadRecording):
        take_clip(path, media_root=tmp_path / "media")

    assert files_below(tmp_path / "media") == []


def test_a_video_that_was_cut_off_is_refused_and_leaves_nothing(tmp_path: Path):
    path = make_video(tmp_path / "a.mov")
    path.write_bytes(path.read_bytes()[:4000])

    with pytest.raises(BadRecording):
        take_film(path, media_root=tmp_path / "media")

    assert files_below(tmp_path / "media") == []


@pytest.mark.parametrize("seed", range(6))
def test_a_damaged_video_is_taken_whole_or_not_at_all(tmp_path: Path, seed: int):
    chance = random.Random(seed)
    path = make_video(tmp_path / "a.mov")
    raw = bytearray(path.read_bytes())
    for _ in range(4 ** (seed % 3 + 1)):
        raw[chance.randrange(12, len(raw))] = chance.randrange(256)
    path.write_bytes(raw)

    with suppress(BadRecording):
        take_film(path, media_root=tmp_path / "media")

    kept = [Path(name).suffix for name in files_below(tmp_path / "media")]
    assert kept in ([], [".json", ".mp4", ".webp"])


def test_sound_without_pictures_is_no_video(tmp_path: Path):
    path = make_audio(tmp_path / "a.m4a", codec="aac", container="ipod")

    with pytest.raises(BadRecording, match="no pictures in it"):
        take_film(path, media_root=tmp_path)


def test_pictures_without_sound_are_no_clip(tmp_path: Path):
    path = make_video(tmp_path / "a.mov", sound=False)

    with pytest.raises(BadRecording, match="no sound in it"):
        take_clip(path, media_root=tmp_path)


def test_a_codec_that_is_not_on_the_list_is_refused(tmp_path: Path):
    path = make_video(tmp_path / "a.mkv", codec="ffv1", container="matroska", sound=False)

    with pytest.raises(BadRecording, match="encoded as ffv1"):
        take_film(path, media_root=tmp_path)


def test_a_picture_bomb_is_refused_before_it_is_decoded(tmp_path: Path):
    path = make_video(
        tmp_path / "a.mov", size=(8192, 4320), seconds=0.1, codec="mjpeg", sound=False
    )

    with pytest.raises(BadRecording, match="8192 x 4320 pixels"):
        take_film(path, media_root=tmp_path)


def test_a_narrow_strip_is_refused(tmp_path: Path):
    path = make_video(tmp_path / "a.mov", size=(640, 64), sound=False)

    with pytest.raises(BadRecording, match="640 x 64 pixels"):
        take_film(path, media_root=tmp_path)


@pytest.mark.parametrize(("take", "most"), [(take_clip, 100), (take_film, 600)])
def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, take, most: int):
    path = tmp_path / "a.mov"
    with path.open("wb") as file:
        file.truncate(most * 1024**2 + 1)

    with pytest.raises(BadRecording, match=f"larger than {most} MB"):
        take(path, media_root=tmp_path)


def test_nothing_but_the_file_itself_is_opened(tmp_path: Path):
    """A QuickTime file may say that its pictures lie elsewhere; a playlist says nothing else."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/x".encode()
        leading_away = [
            _pointing_elsewhere(make_video(tmp_path / "a.mov", sound=False), address=address),
            b"#EXTM3U\n#EXTINF:5,\n" + address,
            b"ffconcat version 1.0\nfile " + address,
        ]

        for at, raw in enumerate(leading_away):
            path = tmp_path / f"{at}.mov"
            path.write_bytes(raw)
            with suppress(BadRecording):
                take_film(path, media_root=tmp_path / "media")

        with pytest.raises(TimeoutError):
            server.accept()


def test_what_the_encoder_may_take_is_limited(tmp_path: Path):
    greedy = (
        "from countin.campaigns.recoding.__main__ import limit_resources\n"
        "limit_resources()\n"
        "try:\n    bytearray(3 * 1024**3)\n"
        "except MemoryError:\n    print('no memory')\n"
        "try:\n    files = [open('/dev/null') for _ in range(99)]\n"
        "except OSError:\n    print('no files')\n"
    )

    done = subprocess.run([sys.executable, "-c", greedy], capture_output=True, text=True)

    assert done.stdout == "no memory\nno files\n"


@pytest.mark.parametrize(
    ("limit", "most", "mend"),
    [
        ("RLIMIT_FSIZE", 1024, "Make room, or export it smaller."),
        ("RLIMIT_AS", 90 * 1024**2, "Export it anew, as M4A or MP4."),
    ],
)
def test_where_room_is_short_nothing_is_left_behind(
    tmp_path: Path, limit: str, most: int, mend: str
):
    path = make_video(tmp_path / "a.mov", sound=False)
    short_of_room = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from countin.campaigns.films import take_film\n"
        "from countin.campaigns.recordings import BadRecording\n"
        f"resource.setrlimit(resource.{limit}, ({most}, {most}))\n"
        "try:\n    take_film(Path(sys.argv[1]), media_root=Path(sys.argv[2]))\n"
        "except BadRecording as bad:\n    print(bad.mend)\n"
    )
    command = [sys.executable, "-c", short_of_room, str(path), str(tmp_path / "media")]

    done = subprocess.run(command, capture_output=True, text=True)

    assert done.stdout == f"{mend}\n"
    assert files_below(tmp_path / "media") == []


def _pointing_elsewhere(path: Path, *, address: bytes) -> bytes:
    raw = path.read_bytes()
    inside = struct.pack(">I4sI", 12, b"url ", 1)  # 1: the data is in this file
    away = struct.pack(">I4sI", 13 + len(address), b"url ", 0) + address + b"\0"
    return _with_box(raw, old=inside, new=away)


def _with_box(raw: bytes, *, old: bytes, new: bytes) -> bytes:
    """Replace a box and make every box around it larger. The movie stands after its pictures."""
    at, grown = raw.index(old), len(new) - len(old)
    changed = bytearray(raw[:at] + new + raw[at + len(old) :])
    for name in (b"moov", b"trak", b"mdia", b"minf", b"dinf", b"dref"):
        start = raw.rindex(name, 0, at) - 4
        size = struct.unpack(">I", raw[start : start + 4])[0]
        changed[start : start + 4] = struct.pack(">I", size + grown)
    return bytes(changed)

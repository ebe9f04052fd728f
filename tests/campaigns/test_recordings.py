"""Whatever is handed in as audio or video: what comes out is short, bare, and plays everywhere;
what is hostile is refused, and costs little."""

import socket
import struct
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from PIL import Image

from countin.campaigns.clips import take_clip
from countin.campaigns.films import poster_of, take_film
from countin.campaigns.recordings import BadRecording
from tests.campaigns.recorded import look_into, make_audio, make_video, make_wav, turn


def files_below(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def is_fast_start(path: Path) -> bool:
    raw = path.read_bytes()
    return raw.index(b"moov") < raw.index(b"mdat")


@pytest.mark.parametrize(("channels", "layout"), [(1, "mono"), (2, "stereo")])
def test_a_clip_becomes_aac_that_starts_at_once(tmp_path: Path, channels: int, layout: str):
    path = make_wav(tmp_path / "clip.wav", channels=channels)

    name = take_clip(path, media_root=tmp_path / "media")

    with look_into(tmp_path / "media" / name) as stored:
        stream = stored.streams.audio[0]
        assert (stream.codec_context.name, stream.layout.name) == ("aac", layout)
        assert len(stored.streams) == 1
        assert stored.duration == pytest.approx(1_000_000, abs=60_000)
    assert is_fast_start(tmp_path / "media" / name)


@pytest.mark.parametrize(
    ("codec", "container"),
    [
        ("pcm_s24be", "aiff"),
        ("flac", "flac"),
        ("libmp3lame", "mp3"),
        ("aac", "adts"),
        ("aac", "ipod"),
        ("libopus", "ogg"),
        ("alac", "mov"),
    ],
)
def test_what_people_export_is_taken(tmp_path: Path, codec: str, container: str):
    path = make_audio(tmp_path / "clip", codec=codec, container=container, rate=48_000)

    name = take_clip(path, media_root=tmp_path / "media")

    with look_into(tmp_path / "media" / name) as stored:
        assert stored.duration == pytest.approx(1_000_000, abs=120_000)


def test_what_was_written_into_a_clip_is_gone(tmp_path: Path):
    path = make_audio(tmp_path / "clip.m4a", codec="aac", container="ipod")
    assert b"taken at home" in path.read_bytes()

    name = take_clip(path, media_root=tmp_path / "media")

    raw = (tmp_path / "media" / name).read_bytes()
    assert b"taken at home" not in raw
    assert b"+52.5" not in raw


def test_the_same_clip_is_stored_once(tmp_path: Path):
    first = make_wav(tmp_path / "one.wav")
    again = make_wav(tmp_path / "two.wav")

    names = {take_clip(path, media_root=tmp_path / "media") for path in (first, again)}

    stem = names.pop().removesuffix(".m4a")
    assert names == set()
    assert files_below(tmp_path / "media") == [f"{stem}.json", f"{stem}.m4a"]


def test_a_video_becomes_h264_with_a_poster_and_nothing_else(tmp_path: Path):
    path = make_video(tmp_path / "teaser.mov")
    assert b"taken at home" in path.read_bytes()

    film = take_film(path, media_root=tmp_path / "media")

    stored = tmp_path / "media" / film.name
    with look_into(stored) as video:
        kinds = [(stream.type, stream.codec_context.name) for stream in video.streams]
        assert sorted(kinds) == [("audio", "aac"), ("video", "h264")]
        assert video.streams.video[0].codec_context.pix_fmt == "yuv420p"
        assert video.duration == pytest.approx(1_000_000, abs=150_000)
    assert (film.width, film.height) == (320, 180)
    assert is_fast_start(stored)
    assert b"taken at home" not in stored.read_bytes()
    with Image.open(tmp_path / "media" / poster_of(film.name)) as poster:
        assert (poster.format, poster.size) == ("WEBP", (320, 180))


def test_a_silent_video_stays_silent(tmp_path: Path):
    path = make_video(tmp_path / "teaser.mp4", sound=False, container="mp4")

    film = take_film(path, media_root=tmp_path)

    with look_into(tmp_path / film.name) as video:
        assert [stream.type for stream in video.streams] == ["video"]


def test_a_video_of_a_browser_is_taken(tmp_path: Path):
    path = make_video(tmp_path / "a.webm", codec="libvpx", container="webm", sound=False)

    film = take_film(path, media_root=tmp_path)

    assert (film.width, film.height) == (320, 180)


@pytest.mark.parametrize(
    ("size", "expected"), [((1920, 1080), (1280, 720)), ((1080, 1920), (720, 1280))]
)
def test_a_large_video_becomes_720p(
    tmp_path: Path, size: tuple[int, int], expected: tuple[int, int]
):
    path = make_video(tmp_path / "a.mov", size=size, seconds=0.6, sound=False)

    film = take_film(path, media_root=tmp_path)

    assert (film.width, film.height) == expected
    with look_into(tmp_path / film.name) as video:
        context = video.streams.video[0].codec_context
        assert (context.width, context.height) == expected


def test_more_than_thirty_pictures_a_second_become_thirty(tmp_path: Path):
    path = make_video(tmp_path / "a.mov", fps=60, sound=False)

    film = take_film(path, media_root=tmp_path)

    with look_into(tmp_path / film.name) as video:
        assert video.streams.video[0].average_rate == 30
        assert video.streams.video[0].frames == 30


@pytest.mark.parametrize(("quarters", "size"), [(1, (180, 320)), (2, (320, 180)), (3, (180, 320))])
def test_what_a_phone_recorded_stands_upright(tmp_path: Path, quarters: int, size: tuple[int, int]):
    path = make_video(tmp_path / "a.mov", sound=False)
    turn(path, quarters=quarters)

    film = take_film(path, media_root=tmp_path)

    assert (film.width, film.height) == size
    with look_into(tmp_path / film.name) as video:
        first = next(video.decode(video=0)).to_image()
    # The white bar begins at the left of what was stored.
    corners = {1: (90, 10), 2: (310, 90), 3: (90, 310)}
    assert min(first.getpixel(corners[quarters])) > 200
    x, y = corners[quarters]
    assert first.getpixel((first.width - x, first.height - y))[1] < 120


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

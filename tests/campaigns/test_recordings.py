"""Whatever is handed in as audio or video: what comes out is bare, and plays everywhere."""

from pathlib import Path

import pytest
from PIL import Image

from countin.campaigns.clips import take_clip
from countin.campaigns.films import poster_of, take_film
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

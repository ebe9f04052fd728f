"""Captions come out as times and words, whatever else was in the file."""

from pathlib import Path

import pytest

from countin.campaigns.captions import take_captions
from countin.campaigns.recordings import BadRecording

GOOD = "WEBVTT\n\n00:01.000 --> 00:03.500\nFirst light\n\n00:04.000 --> 00:05.000\nSecond light\n"


def written(tmp_path: Path, text: str | bytes) -> str:
    path = tmp_path / "captions.vtt"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    name = take_captions(path, media_root=tmp_path / "media")
    return (tmp_path / "media" / name).read_text()


def test_captions_are_written_anew(tmp_path: Path):
    assert written(tmp_path, GOOD) == (
        "WEBVTT\n\n00:00:01.000 --> 00:00:03.500\nFirst light\n\n"
        "00:00:04.000 --> 00:00:05.000\nSecond light\n"
    )


def test_windows_line_ends_and_a_byte_order_mark_are_read(tmp_path: Path):
    raw = b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()

    assert written(tmp_path, raw) == written(tmp_path, GOOD)


def test_notes_styles_names_and_settings_are_dropped(tmp_path: Path):
    text = (
        "WEBVTT - made at home by Ada\nKind: captions\n\nNOTE for Ada\n\n"
        "STYLE\n::cue { background: url(https://example.org/x) }\n\nREGION\nid:a\n\n"
        "intro\n01:00:01.000 --> 01:00:02.000 line:0 align:start\nHello\n"
    )

    assert written(tmp_path, text) == "WEBVTT\n\n01:00:01.000 --> 01:00:02.000\nHello\n"


def test_marks_for_voices_and_emphasis_stay_and_others_go(tmp_path: Path):
    text = (
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ada>Well <i.loud>now</i></v> <c.red>red</c> "
        "<script>x</script> <00:01.500>late <a\n"
    )

    assert written(tmp_path, text).splitlines()[3] == "<v Ada>Well <i>now</i></v> red x late "


def test_cues_are_put_in_the_order_of_time(tmp_path: Path):
    text = "WEBVTT\n\n00:04.000 --> 00:05.000\nb\n\n00:01.000 --> 00:02.000\na\n"

    assert written(tmp_path, text).split("\n")[3::3][:2] == ["a", "b"]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "no WebVTT"),
        ("1\n00:00:01,000 --> 00:00:02,000\nSubRip\n", "no WebVTT"),
        ("WEBVTTX\n\n00:01.000 --> 00:02.000\na\n", "no WebVTT"),
        ("WEBVTT\n", "nothing in the captions"),
        ("WEBVTT\n\nNOTE only this\n", "nothing in the captions"),
        ("WEBVTT\n\nhello\n", "no times at 'hello'"),
        ("WEBVTT\n\n00:01,000 --> 00:02,000\na\n", "no times"),
        ("WEBVTT\n\n00:02.000 --> 00:01.000\na\n", "end before they begin"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n\n", "or are empty"),
        ("WEBVTT\n\n00:61.000 --> 00:62.000\na\n", "no times"),
        (b"WEBVTT\n\n\xff\xfe", "no UTF-8"),
        ("WEBVTT\n\n" + "x" * 300_000, "larger than 256 KB"),
    ],
)
def test_what_is_no_captions_is_refused(tmp_path: Path, text: str | bytes, what: str):
    with pytest.raises(BadRecording, match=what):
        written(tmp_path, text)

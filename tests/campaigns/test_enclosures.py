"""What lies beside a campaign file comes onto its page: stored, or refused by its line."""

from pathlib import Path

import pytest

from countin.campaigns.findings import BadCampaignFile
from tests.campaigns.conftest import Apply
from tests.campaigns.recorded import make_video, make_wav
from tests.campaigns.written import RIGHT

CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:00.500\nFirst light\n"


def with_lines(*lines: str) -> str:
    """A right file whose release says more."""
    more = "".join(f"  {line}\n" for line in lines)
    return RIGHT.replace("  artwork: cover.jpg\n", f"  artwork: cover.jpg\n{more}")


def test_clip_video_and_captions_are_stored_and_named(apply: Apply, tmp_path: Path):
    make_wav(tmp_path / "clip.wav")
    make_video(tmp_path / "teaser.mov")
    (tmp_path / "teaser.vtt").write_text(CAPTIONS)
    text = with_lines("clip: clip.wav", "video: teaser.mov", "captions: teaser.vtt")

    release = apply(text).campaign.release

    assert release.clip.startswith("clips/")
    assert release.video.startswith("films/")
    assert release.captions.endswith(".vtt")
    assert (release.video_width, release.video_height) == (320, 180)
    assert release.theme["light"]["paper"] != release.theme["dark"]["paper"]


def test_the_same_files_twice_change_nothing(apply: Apply, tmp_path: Path):
    make_wav(tmp_path / "clip.wav")
    apply(with_lines("clip: clip.wav"))

    again = apply(with_lines("clip: clip.wav"))

    assert (again.created, again.changed) == (False, ())


def test_what_leaves_the_file_leaves_the_page(apply: Apply, tmp_path: Path):
    make_wav(tmp_path / "clip.wav")
    apply(with_lines("clip: clip.wav"))

    applied = apply()

    assert applied.changed == ("release.clip",)
    assert applied.campaign.release.clip == ""


def test_a_video_without_captions_is_taken_with_advice(apply: Apply, tmp_path: Path):
    make_video(tmp_path / "teaser.mov", sound=False)

    applied = apply(with_lines("video: teaser.mov"))

    (advice,) = (note for note in applied.notes if "captions" in note)
    assert advice.endswith("name the file under `release.captions`.")
    assert applied.campaign.release.video != ""


@pytest.mark.parametrize("key", ["clip", "video"])
def test_what_is_no_recording_is_refused_by_its_line(apply: Apply, tmp_path: Path, key: str):
    (tmp_path / "x.mov").write_bytes(b"no recording")
    text = with_lines(f"{key}: x.mov")
    line = text.splitlines().index(f"  {key}: x.mov") + 1

    with pytest.raises(BadCampaignFile) as caught:
        apply(text)

    (finding,) = caught.value.findings
    assert (finding.line, finding.what) == (line, "It is in no form that is read here.")
    assert finding.mend.startswith("Export it as")


def test_bad_captions_are_refused_by_their_line(apply: Apply, tmp_path: Path):
    make_video(tmp_path / "teaser.mov", sound=False)
    (tmp_path / "teaser.srt").write_text("1\n00:00:01,000 --> 00:00:02,000\nHello\n")
    text = with_lines("video: teaser.mov", "captions: teaser.srt")

    with pytest.raises(BadCampaignFile, match="The captions are no WebVTT"):
        apply(text)


def test_without_a_picture_a_sleeve_is_drawn_from_the_words(apply: Apply):
    text = RIGHT.replace("  artwork: cover.jpg\n", "")

    first, again = (apply(text).campaign.release.theme for _ in range(2))

    assert first == again
    assert len(first["glow"]) == 4

"""Everything that a campaign file says of a page, at a desk: kept, changed and taken off."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from countin.campaigns.models import Campaign
from countin.campaigns.spelling import spell_campaign
from countin.studio.making.content_lines import read_link_lines, read_track_lines, spell_track
from tests.api.asking import Program
from tests.campaigns.recorded import make_video, make_wav
from tests.studio.conftest import Desk

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
HERE = "/studio/c/midnight-single/contents"
SPOTIFY = "https://open.spotify.com/album/0TheHeldNotesSingle001"
DEEZER = "https://www.deezer.com/album/302127"
QOBUZ = "https://open.qobuz.com/album/abc"
TYPED = {
    "upc": "886448495581",
    "services": f"{SPOTIFY}?si=x\n{DEEZER}\n{QOBUZ}",
    "preorder": "Blue vinyl https://shop.example.org/vinyl\nhttps://shirts.example.org/one",
    "tracks": "1. First Light 3:12\n2. Slow Train – 4:05\n3. Untimed",
    "follow_when": "release",
    "timing": "global",
    "at": "2099-03-05T17:00",
    "native_spotify": "https://open.spotify.com/prerelease/abc",
    "pixel_meta": "1234567890123456",
}
CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:01.000\nFirst light\n"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def file_of(slug: str = "midnight-single"):
    return spell_campaign(Campaign.objects.with_release().get(slug=slug))


def shown(desk: Desk) -> dict[str, str]:
    """What the form begins with, as a browser would send it back."""
    fields = desk.look(HERE).context["form"]
    told = {field.name: field.value() for field in fields}
    told["at"] = told["at"].strftime("%Y-%m-%dT%H:%M:%S")
    return {name: str(value) for name, value in told.items() if value}


def test_a_whole_page_is_made_at_a_desk_and_sent_back_unchanged(manager: Desk):
    manager.make()

    answer = manager.press(HERE, **TYPED)

    file, page = file_of(), manager.look("/studio/c/midnight-single/publish")
    assert (answer.status_code, page.status_code) == (302, 200)
    assert file["release"] == {
        "title": "Midnight Single",
        "kind": "single",
        "upc": "886448495581",
        "spotify": "spotify:album:0TheHeldNotesSingle001",
        "deezer": "www.deezer.com/album/302127",
        "links": {"qobuz": QOBUZ},
        "timing": "global",
        "at": "2099-03-05T17:00:00Z",
        "tracks": [
            {"title": "First Light", "length": "3:12"},
            {"title": "Slow Train", "length": "4:05"},
            {"title": "Untimed"},
        ],
    }
    assert file["preorder"] == [
        {"label": "Blue vinyl", "url": "https://shop.example.org/vinyl"},
        {"label": "shirts.example.org", "url": "https://shirts.example.org/one"},
    ]
    assert (file["follow_when"], file["pixels"]) == ("release", {"meta": "1234567890123456"})
    assert file["native"] == {"spotify": "https://open.spotify.com/prerelease/abc"}
    manager.press(HERE, **shown(manager))
    assert file_of() == file


def test_what_leaves_the_form_leaves_the_page_and_a_pinned_link_says_why_it_stays(manager: Desk):
    manager.make()
    manager.press(HERE, **TYPED)
    kept = {"follow_when": "connect", "timing": "local", "services": f"{SPOTIFY}\n{DEEZER}"}

    gone = manager.press(HERE, **kept)
    refused = manager.press(HERE, **{**kept, "services": DEEZER})

    file = file_of()
    assert (gone.status_code, refused.status_code) == (302, 422)
    assert "The link at Spotify stays until another takes its place" in refused.content.decode()
    assert not {"preorder", "native", "pixels"} & file.keys()
    assert not {"tracks", "links", "upc", "at"} & file["release"].keys()
    assert file["release"]["date"] == "2099-03-05"


def test_what_is_wrong_is_said_and_changes_nothing(manager: Desk):
    manager.make()
    before = file_of()
    wrong = [
        ("upc", "886448495580", "fails its check digit"),
        ("services", f"{DEEZER}\n{DEEZER}9", "two links at one service"),
        ("services", "USRC17607839", "has a field of its own"),
        ("preorder", "Vinyl in our shop", "is no link"),
        ("preorder", "Vinyl http://shop.example.org", "is not encrypted"),
        ("preorder", "Vinyl javascript://x/%0aalert(1)", "is no https address"),
        ("native_spotify", "https://evil.example.org/", "is no page of"),
        ("pixel_ga4", "x", "is no id of a Google Analytics pixel"),
        ("at", "", "Which moment?"),
    ]

    answers = [manager.press(HERE, **{**TYPED, field: text}) for field, text, _said in wrong]

    assert [one.status_code for one in answers] == [422] * len(wrong)
    for answer, (field, _text, said) in zip(answers, wrong, strict=True):
        assert (field, said in answer.content.decode()) == (field, True)
    assert file_of() == before


def test_what_is_heard_and_seen_is_given_and_taken_off(
    manager: Desk, asks: Program, tmp_path: Path
):
    manager.make()
    base = {"follow_when": "connect", "timing": "local"}
    clip = make_wav(tmp_path / "clip.wav").read_bytes()
    film = make_video(tmp_path / "film.mov", seconds=1.0, size=(160, 120)).read_bytes()

    def give(**files: bytes) -> str:
        sent = {name: SimpleUploadedFile(name, raw) for name, raw in files.items()}
        answer = manager.press(HERE, **base, **sent)
        return str(answer.context["form"].errors) if answer.status_code == 422 else ""

    def release():
        return Campaign.objects.get(slug="midnight-single").release

    alone = give(captions=CAPTIONS)
    broken = give(clip=b"no sound")
    given = give(clip=clip, video=film)
    without = release().captions
    give(captions=CAPTIONS)
    whole = release()
    dropped = asks.delete("/recordings/midnight-single?kind=captions")
    silent = release()
    manager.press(HERE, **base, drop_clip="on", drop_video="on")

    assert "Captions belong to a video" in alone
    assert (broken != "", given) == (True, "")
    assert without == ""
    assert all((whole.clip, whole.video, whole.captions))
    assert dropped.json()["changed"] == ["release.captions"]
    assert (silent.captions, silent.video) == ("", whole.video)
    assert (release().clip, release().video, release().video_width) == ("", "", 0)


def test_lines_are_read_as_people_write_them():
    """And what stands is never read anew: a title may end like a length."""
    odd = {"title": "Live at 10:30"}

    assert read_track_lines(spell_track(odd), standing=[odd]) == [odd]
    assert read_track_lines("4:44", standing=[]) == [{"title": "4:44"}]
    assert read_track_lines("99 Tears (3:01)", standing=[]) == [
        {"title": "99 Tears", "length": "3:01"}
    ]
    assert read_track_lines("7. Symphony", standing=[]) == [{"title": "7. Symphony"}]
    assert read_link_lines("Tickets: https://t.example/", standing=[]) == [
        {"label": "Tickets", "url": "https://t.example/"}
    ]

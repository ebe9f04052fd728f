"""Clips and videos are served in parts, as players ask for them; themes as stylesheets."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from countin.campaigns.chosen_themes import chosen_theme
from countin.campaigns.models import Campaign, Release
from countin.campaigns.themes import choose_theme
from tests.pages.door import SLUG, Browser, Door

STEM = "0123456789abcdef01234567"
CLIP = f"/media/clips/{STEM}.m4a"
TAG = f'"{STEM}-m4a"'
BYTES = bytes(range(256)) * 1000  # more than one block


@pytest.fixture
def client(settings, tmp_path: Path) -> Client:
    settings.MEDIA_ROOT = tmp_path
    for folder, name in (("clips", f"{STEM}.m4a"), ("films", f"{STEM}.vtt")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_bytes(BYTES)
    (tmp_path / "clips" / f"{STEM}.json").write_text("{}")
    return Client()


def body_of(answer: Any) -> bytes:
    body: bytes = answer.getvalue()
    return body


def test_the_whole_clip_is_served_and_kept(client: Client):
    answer = client.get(CLIP)

    assert (answer.status_code, body_of(answer)) == (200, BYTES)
    assert answer["Content-Type"] == "audio/mp4"
    assert answer["Content-Length"] == str(len(BYTES))
    assert answer["Accept-Ranges"] == "bytes"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-1", 0, 2),  # what an iPhone asks first
        ("bytes=0-", 0, 256_000),
        ("bytes=100000-199999", 100_000, 200_000),
        ("bytes=255999-", 255_999, 256_000),
        ("bytes=-100", 255_900, 256_000),
        ("bytes=-999999", 0, 256_000),
        ("bytes=255000-999999", 255_000, 256_000),
    ],
)
def test_a_part_is_served(client: Client, asked: str, start: int, end: int):
    answer = client.get(CLIP, headers={"range": asked})

    assert (answer.status_code, body_of(answer)) == (206, BYTES[start:end])
    assert answer["Content-Range"] == f"bytes {start}-{end - 1}/256000"
    assert answer["Content-Length"] == str(end - start)


@pytest.mark.parametrize(
    ("asked", "served"),
    [
        ("bytes=0-", (0, 524_288)),
        ("bytes=600000-", (600_000, 1_000_000)),
        ("bytes=9-999998", (9, 999_999)),
    ],
)
def test_all_from_here_is_served_in_parts_so_that_no_player_holds_a_thread(
    client: Client, settings, asked: str, served: tuple[int, int]
):
    long = bytes(1_000_000)
    (settings.MEDIA_ROOT / "clips" / f"{STEM}.m4a").write_bytes(long)

    answer = client.get(CLIP, headers={"range": asked})

    start, end = served
    assert (answer.status_code, len(body_of(answer))) == (206, end - start)
    assert answer["Content-Range"] == f"bytes {start}-{end - 1}/1000000"


@pytest.mark.parametrize("asked", ["bytes=256000-", "bytes=999999-", "bytes=-0"])
def test_a_part_beyond_the_end_is_refused_with_the_size(client: Client, asked: str):
    answer = client.get(CLIP, headers={"range": asked})

    assert (answer.status_code, answer.content) == (416, b"")
    assert answer["Content-Range"] == "bytes */256000"


@pytest.mark.parametrize(
    "asked", ["bytes=", "bytes=-", "bytes=5-2", "bytes=0-1,4-5", "lines=0-1", "bytes=a-b", "0-1"]
)
def test_what_is_no_part_gets_all_of_it(client: Client, asked: str):
    answer = client.get(CLIP, headers={"range": asked})

    assert (answer.status_code, body_of(answer)) == (200, BYTES)


@pytest.mark.parametrize(
    ("belongs_to", "status"),
    [(TAG, 206), ('"another"', 200), ("Tue, 24 Nov 2026 00:00:00 GMT", 200)],
)
def test_a_part_is_only_of_the_file_it_belongs_to(client: Client, belongs_to: str, status: int):
    answer = client.get(CLIP, headers={"range": "bytes=0-1", "if-range": belongs_to})

    assert answer.status_code == status
    assert answer["ETag"] == TAG


def test_what_a_browser_has_is_not_sent_again(client: Client):
    answer = client.get(CLIP, headers={"if-none-match": TAG})

    assert (answer.status_code, answer.content) == (304, b"")


def test_looking_at_the_head_sends_no_body(client: Client):
    answer = client.head(CLIP)

    assert (answer.status_code, answer["Content-Length"]) == (200, str(len(BYTES)))


@pytest.mark.parametrize(
    "path",
    [
        f"/media/clips/{STEM}.json",
        f"/media/clips/{STEM}.vtt",
        f"/media/films/{STEM}.m4a",
        f"/media/clips/{STEM.replace('0', '1')}.m4a",
        f"/media/clips/..%2f{STEM}.m4a",
        "/media/clips/",
    ],
)
def test_nothing_else_is_served(client: Client, path: str, db: None):
    assert client.get(path).status_code == 404


def test_a_media_address_takes_nothing(client: Client):
    assert client.post(CLIP, headers={"origin": "http://127.0.0.1:8000"}).status_code == 405


def test_captions_are_text(client: Client):
    assert client.get(f"/media/films/{STEM}.vtt")["Content-Type"] == "text/vtt; charset=utf-8"


def test_a_page_wears_the_colors_of_its_artwork(door: Door, browser: Browser):
    theme = choose_theme(Image.new("RGB", (9, 9), "red"))
    Release.objects.filter(pk=door.campaign.release_id).update(theme=theme)

    page = browser.look(f"/{SLUG}").content.decode()

    assert f'<link rel="stylesheet" href="/media/theme/{theme["name"]}.css">' in page


def test_a_theme_sets_the_properties_for_light_and_dark(door: Door, browser: Browser):
    theme = choose_theme(Image.new("RGB", (9, 9), "teal"))
    Release.objects.filter(pk=door.campaign.release_id).update(theme=theme)

    answer = browser.look(f"/media/theme/{theme['name']}.css")

    light, dark = answer.content.decode().split("@media (prefers-color-scheme:dark)")
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert f"--press-ink:{theme['light']['press_ink']};" in light
    assert f"--glow-4:{theme['glow'][3]};" in light
    assert f"--paper:{theme['dark']['paper']};" in dark


def test_a_page_wears_the_colors_that_were_chosen(door: Door, browser: Browser):
    Campaign.objects.filter(pk=door.campaign.pk).update(theme="#1d6f5c")

    page = browser.look(f"/{SLUG}").content.decode()

    theme = chosen_theme("#1d6f5c")
    assert f'<link rel="stylesheet" href="/media/theme/{theme["name"]}.css">' in page
    assert f'content="{theme["dark"]["paper"]}"' in page
    sheet = browser.look(f"/media/theme/{theme['name']}.css").content.decode()
    assert f"--press:{theme['light']['press']};" in sheet
    assert browser.look("/media/theme/1d6f5c-000000000000.css").status_code == 404


def test_a_theme_that_nobody_wears_is_not_found(door: Door, browser: Browser):
    assert browser.look(f"/media/theme/{STEM}.css").status_code == 404


def test_a_page_plays_nothing_by_itself_and_loads_nothing_before(door: Door, browser: Browser):
    Release.objects.filter(pk=door.campaign.release_id).update(
        clip=f"clips/{STEM}.m4a", video=f"films/{STEM}.mp4", video_width=1280, video_height=720
    )

    answer = browser.look(f"/{SLUG}")

    page = answer.content.decode()
    audio, video = re.search(r"<audio[^>]*>", page), re.search(r"<video[^>]*>", page)
    assert audio
    assert 'controls preload="none" src="/media/clips/' in audio[0]
    assert 'aria-label="Clip of Midnight Windows by The Held Notes"' in audio[0]
    assert video
    assert f'playsinline src="/media/films/{STEM}.mp4"' in video[0]
    assert f'poster="/media/films/{STEM}.webp" width="1280" height="720"' in video[0]
    assert "autoplay" not in page
    assert "<track" not in page
    assert "media-src 'self'" in answer["Content-Security-Policy"]


def test_captions_stand_by_the_video(door: Door, browser: Browser):
    Release.objects.filter(pk=door.campaign.release_id).update(
        video=f"films/{STEM}.mp4", captions=f"films/{STEM}.vtt"
    )

    page = browser.look(f"/{SLUG}").content.decode()

    assert f'<track kind="captions" src="/media/films/{STEM}.vtt" label="Captions">' in page


def test_without_clip_and_video_the_page_has_no_players(door: Door, browser: Browser):
    page = browser.look(f"/{SLUG}").content.decode()

    assert re.findall(r"<(audio|video|track)", page) == []


def test_a_release_without_a_picture_has_a_drawn_sleeve(door: Door, browser: Browser):
    page = browser.look(f"/{SLUG}").content.decode()

    assert 'class="cover" aria-hidden="true"' in page
    assert 'class="drawn__grooves"' in page


def test_the_artwork_is_offered_in_three_formats_first_of_all(door: Door, browser: Browser):
    Release.objects.filter(pk=door.campaign.release_id).update(
        artwork=f"artwork/{STEM}", artwork_width=1280, artwork_height=1280
    )

    page = browser.look(f"/{SLUG}").content.decode()

    image = re.search(r"<img[^>]*>", page)
    assert re.findall(r'<source type="([^"]+)"', page) == ["image/avif", "image/webp"]
    assert f"/media/artwork/{STEM}-960.avif 960w" in page
    assert image
    assert 'width="1280" height="1280"' in image[0]
    assert 'fetchpriority="high"' in image[0]
    assert "lazy" not in image[0]

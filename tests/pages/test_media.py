"""Clips and videos are served in parts, as players ask for them; themes as stylesheets."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from countin.campaigns.models import Release
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
    return b"".join(answer.streaming_content)


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


def test_a_theme_that_nobody_wears_is_not_found(door: Door, browser: Browser):
    assert browser.look(f"/media/theme/{STEM}.css").status_code == 404

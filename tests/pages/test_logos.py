"""An operator's logo files stand beside the buttons' text, as pictures that can do nothing."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from countin.config.doctor.findings import Grade
from countin.config.doctor.logos import look_at_logos
from tests.pages.door import SLUG, Browser, Door, buttons_of

SCRIPTED = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100">
<script>alert(1)</script><rect width="300" height="100"/></svg>"""


@pytest.fixture
def place(settings, tmp_path: Path):
    """Put a file into the folder for logos."""
    settings.DATA_DIR = tmp_path
    (tmp_path / "logos").mkdir()

    def write(name: str, raw: bytes) -> None:
        (tmp_path / "logos" / name).write_bytes(raw)

    return write


def png(width: int, height: int) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, height), "green").save(file, "PNG")
    return file.getvalue()


def logos_of(browser: Browser) -> list[Any]:
    """Address, width and height of every logo on the page."""
    page = browser.look(f"/{SLUG}").content.decode()
    pattern = r'<img class="button__logo" src="([^"]+)" alt="" width="(\d+)" height="(\d+)">'
    return re.findall(pattern, page)


def test_without_files_the_buttons_are_text(door: Door, browser: Browser, place):
    answer = browser.look(f"/{SLUG}")

    assert "button__logo" not in answer.content.decode()
    assert buttons_of(answer)[0] == "Pre-save on Spotify"


def test_a_logo_stands_beside_the_text_that_names_the_service(door: Door, browser: Browser, place):
    place("spotify.svg", SCRIPTED)

    ((address, width, height),) = logos_of(browser)

    assert re.fullmatch(r"/media/logo/spotify-[0-9a-f]{12}\.svg", address)
    assert (width, height) == ("72", "24")
    assert buttons_of(browser.look(f"/{SLUG}"))[0].endswith(">Pre-save on Spotify")


def test_a_png_does_too_and_a_wide_one_is_bounded(door: Door, browser: Browser, place):
    place("apple_music.png", png(2000, 100))

    ((address, width, height),) = logos_of(browser)

    assert address.startswith("/media/logo/apple_music-")
    assert (width, height) == ("120", "24")
    assert browser.look(address)["Content-Type"] == "image/png"


def test_an_svg_is_served_as_a_picture_that_can_do_nothing(door: Door, browser: Browser, place):
    place("spotify.svg", SCRIPTED)
    ((address, _width, _height),) = logos_of(browser)

    answer = browser.look(address)

    assert (answer.status_code, answer.content) == (200, SCRIPTED)
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    )
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in answer["Cache-Control"]


@pytest.mark.parametrize(
    ("name", "raw", "because"),
    [
        ("spotify.svg", b"<html>", "holds no SVG picture"),
        ("spotify.png", b"<svg", "holds no PNG picture"),
        ("spotify.svg", b"<svg" + bytes(110_000), "is larger than 100 KB"),
    ],
)
def test_a_bad_file_is_not_shown_and_the_doctor_says_why(
    door: Door, browser: Browser, place, name: str, raw: bytes, because: str
):
    place(name, raw)

    findings = [one for one in look_at_logos() if one.about == "spotify"]

    assert logos_of(browser) == []
    assert [because in one.words for one in findings] == [True]


@pytest.mark.parametrize(
    "path",
    [
        "/media/logo/spotify-000000000000.svg",
        "/media/logo/keys-000000000000.svg",
        "/media/logo/..-000000000000.svg",
    ],
)
def test_nothing_else_is_served(door: Door, browser: Browser, place, path: str):
    place("spotify.svg", SCRIPTED)

    assert browser.look(path).status_code == 404


def test_the_doctor_tells_where_each_official_logo_is(door: Door, place, settings):
    place("apple_music.png", png(30, 30))

    by_service = {one.about: one for one in look_at_logos()}

    spotify, apple = by_service["spotify"], by_service["apple_music"]
    assert (spotify.grade, apple.grade) == (Grade.NOTE, Grade.FINE)
    assert "https://developer.spotify.com/" in spotify.words
    assert str(settings.DATA_DIR / "logos" / "spotify") in spotify.words

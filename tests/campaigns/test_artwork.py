"""Whatever is handed in as a picture: what comes out is small, upright, sRGB, and bare."""

import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageCms

from countin.campaigns.artwork import (
    Artwork,
    BadArtwork,
    artwork_widths,
    check_artwork,
    take_artwork,
)
from countin.campaigns.themes import choose_theme

RED, BLUE = (200, 30, 30), (30, 30, 200)


def save(folder: Path, picture: Image.Image, name: str = "cover.jpg", **options: Any) -> Path:
    path = folder / name
    picture.save(path, **options)
    return path


def stored(root: Path, artwork: Artwork, width: int, suffix: str = "jpg") -> Image.Image:
    with Image.open(root / f"{artwork.name}-{width}.{suffix}") as picture:
        picture.load()
        return picture


def is_near(pixel: Any, colour: tuple[int, int, int]) -> bool:
    return all(abs(one - other) < 12 for one, other in zip(pixel, colour, strict=True))


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_that_claims(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    )


def test_a_picture_is_stored_in_every_size_and_format(tmp_path: Path):
    path = save(tmp_path, Image.new("RGB", (1500, 1500), RED))

    artwork = take_artwork(path, media_root=tmp_path / "media")

    assert (artwork.width, artwork.height) == (1280, 1280)
    assert sorted(file.name for file in (tmp_path / "media" / "artwork").iterdir()) == sorted(
        f"{artwork.name.removeprefix('artwork/')}-{width}.{suffix}"
        for width in (320, 640, 960, 1280)
        for suffix in ("avif", "jpg", "webp")
    )
    assert stored(tmp_path / "media", artwork, 640).size == (640, 640)
    assert stored(tmp_path / "media", artwork, 320, "webp").format == "WEBP"
    assert stored(tmp_path / "media", artwork, 960, "avif").size == (960, 960)


@pytest.mark.parametrize(
    ("width", "widths"),
    [(320, (320,)), (500, (320, 500)), (640, (320, 640)), (1280, (320, 640, 960, 1280))],
)
def test_no_version_is_larger_than_the_picture(width: int, widths: tuple[int, ...]):
    assert artwork_widths(width) == widths


def test_a_small_picture_is_never_blown_up(tmp_path: Path):
    path = save(tmp_path, Image.new("RGB", (500, 400), RED))

    artwork = take_artwork(path, media_root=tmp_path)

    assert (artwork.width, artwork.height) == (500, 400)
    assert stored(tmp_path, artwork, 500).size == (500, 400)
    assert stored(tmp_path, artwork, 320).size == (320, 256)


def test_the_same_picture_has_the_same_name_and_another_has_another(tmp_path: Path):
    first = save(tmp_path, Image.new("RGB", (400, 400), RED), "a.png")
    again = save(tmp_path, Image.new("RGB", (400, 400), RED), "b.png")
    other = save(tmp_path, Image.new("RGB", (400, 400), BLUE), "c.png")

    names = [take_artwork(path, media_root=tmp_path).name for path in (first, again, other)]

    assert names[0] == names[1] != names[2]


def test_what_a_camera_wrote_is_gone_and_the_picture_stands_upright(tmp_path: Path):
    picture = Image.new("RGB", (800, 600), RED)
    picture.paste(BLUE, (0, 0, 400, 600))  # the left half, which a turned camera had below
    exif = picture.getexif()
    exif[0x0112] = 6  # turn a quarter to the right
    exif[0x010E] = "taken at home"
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 0.0)
    path = save(tmp_path, picture, exif=exif)
    assert b"taken at home" in path.read_bytes()

    artwork = take_artwork(path, media_root=tmp_path)

    upright = stored(tmp_path, artwork, 320)
    assert (artwork.width, artwork.height) == (600, 800)
    assert is_near(upright.getpixel((160, 60)), BLUE)
    assert is_near(upright.getpixel((160, 380)), RED)
    for file in (tmp_path / "artwork").iterdir():
        assert b"Exif" not in file.read_bytes()
        assert b"taken at home" not in file.read_bytes()


def test_a_picture_for_print_is_shown_in_colour(tmp_path: Path):
    path = save(tmp_path, Image.new("RGB", (400, 400), RED).convert("CMYK"))

    artwork = take_artwork(path, media_root=tmp_path)

    assert stored(tmp_path, artwork, 400).mode == "RGB"
    assert is_near(stored(tmp_path, artwork, 400).getpixel((9, 9)), RED)


def test_a_profile_is_applied_and_dropped(tmp_path: Path):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    path = save(tmp_path, Image.new("RGB", (400, 400), RED), icc_profile=profile)

    artwork = take_artwork(path, media_root=tmp_path)

    assert is_near(stored(tmp_path, artwork, 400).getpixel((9, 9)), RED)
    assert "icc_profile" not in stored(tmp_path, artwork, 400).info


def test_a_broken_profile_does_not_stop_a_good_picture(tmp_path: Path):
    path = save(tmp_path, Image.new("RGB", (400, 400), RED), icc_profile=b"nonsense")

    artwork = take_artwork(path, media_root=tmp_path)

    assert is_near(stored(tmp_path, artwork, 400).getpixel((9, 9)), RED)


@pytest.mark.parametrize(
    ("mode", "colour"), [("RGBA", (0, 0, 0, 0)), ("LA", (0, 0)), ("P", 0), ("1", 1), ("L", 255)]
)
def test_what_is_transparent_lies_on_white(tmp_path: Path, mode: str, colour: Any):
    picture = Image.new(mode, (400, 400), colour)
    options = {"transparency": 0} if mode == "P" else {}

    artwork = take_artwork(save(tmp_path, picture, "a.png", **options), media_root=tmp_path)

    assert is_near(stored(tmp_path, artwork, 400).getpixel((9, 9)), (255, 255, 255))


def test_sixteen_bits_a_pixel_become_eight(tmp_path: Path):
    path = save(tmp_path, Image.new("I;16", (400, 400), 128 * 256), "a.png")

    artwork = take_artwork(path, media_root=tmp_path)

    assert is_near(stored(tmp_path, artwork, 400).getpixel((9, 9)), (128, 128, 128))


@pytest.mark.parametrize("size", [(50_000, 50_000), (10_000, 10_000), (6_400, 6_400)])
def test_a_bomb_is_refused_before_it_is_decoded(tmp_path: Path, size: tuple[int, int]):
    path = tmp_path / "bomb.png"
    path.write_bytes(png_that_claims(*size))

    with pytest.raises(BadArtwork, match="more than 40 million pixels") as caught:
        check_artwork(path)

    assert caught.value.mend == "Export it 1500 pixels wide."


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path):
    path = tmp_path / "cover.jpg"
    with path.open("wb") as file:
        file.truncate(20 * 1024 * 1024 + 1)

    with pytest.raises(BadArtwork, match=r"'cover\.jpg' is larger than 20 MB"):
        check_artwork(path)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"no picture at all",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\xff\xd8\xff\xe0",
        b"%PDF-1.7",
    ],
)
def test_what_is_no_picture_is_refused(tmp_path: Path, raw: bytes):
    path = tmp_path / "cover.jpg"
    path.write_bytes(raw)

    with pytest.raises(BadArtwork, match="no picture that can be read") as caught:
        check_artwork(path)

    assert caught.value.mend == "Export it anew as JPEG or PNG."


def test_a_picture_that_was_cut_off_is_refused(tmp_path: Path):
    path = save(tmp_path, Image.effect_noise((500, 500), 60).convert("RGB"))
    path.write_bytes(path.read_bytes()[:9000])

    with pytest.raises(BadArtwork, match="or it is damaged"):
        check_artwork(path)


@pytest.mark.parametrize("name", ["a.gif", "a.png", "a.webp"])
def test_a_moving_picture_is_refused(tmp_path: Path, name: str):
    frames = [Image.new("RGB", (400, 400), colour) for colour in (RED, BLUE)]
    path = save(tmp_path, frames[0], name, save_all=True, append_images=frames[1:], duration=90)

    with pytest.raises(BadArtwork, match="The picture is animated"):
        check_artwork(path)


def test_a_tiny_picture_is_refused(tmp_path: Path):
    with pytest.raises(BadArtwork, match="300 x 900 pixels, too few") as caught:
        check_artwork(save(tmp_path, Image.new("RGB", (300, 900))))

    assert caught.value.mend == "Use one of at least 320 x 320."


def test_a_very_long_picture_is_refused(tmp_path: Path):
    with pytest.raises(BadArtwork, match="very long") as caught:
        check_artwork(save(tmp_path, Image.new("RGB", (400, 900))))

    assert caught.value.mend == "Crop it to a square."


def test_the_smallest_file_is_the_newest_format(tmp_path: Path):
    picture = Image.linear_gradient("L").resize((1280, 1280))
    picture = Image.merge("RGB", (picture, picture.rotate(90), picture.rotate(180)))

    artwork = take_artwork(save(tmp_path, picture), media_root=tmp_path)

    avif, webp, jpeg = (
        (tmp_path / f"{artwork.name}-1280.{suffix}").stat().st_size
        for suffix in ("avif", "webp", "jpg")
    )
    assert avif < webp < jpeg


def test_the_colors_of_the_page_come_with_the_picture(tmp_path: Path):
    path = save(tmp_path, Image.new("RGB", (400, 400), RED), "a.png")

    artwork = take_artwork(path, media_root=tmp_path)

    assert artwork.theme == choose_theme(Image.new("RGB", (9, 9), RED))

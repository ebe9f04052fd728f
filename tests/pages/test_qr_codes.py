"""QR codes, read back by a reader that knows nothing of us."""

import io
import re

import pytest
import zxingcpp
from PIL import Image

from countin.campaigns.models import Campaign
from tests.pages.door import SLUG


def draw_svg(text):
    """The one path of strokes of such a file, as pixels; whatever is else in it is not drawn."""
    width, scale = (
        int(re.findall(word, text)[0]) for word in (r'width="(\d+)"', r"scale\((\d+)\)")
    )
    picture = Image.new("L", (width, width), 255)
    x = y = 0.0
    for command, a, b in re.findall(r"([Mmh])(-?[\d.]+)(?: (-?[\d.]+))?", path_of(text)):
        if command == "h":
            box = (int(x * scale), int((y - 0.5) * scale))
            picture.paste(0, (*box, box[0] + int(float(a) * scale), box[1] + scale))
            x += float(a)
        else:
            x, y = (float(a), float(b)) if command == "M" else (x + float(a), y + float(b))
    return picture


def path_of(text):
    return max(re.findall(r' d="([^"]+)"', text), key=len)


def read(answer):
    data = answer.content
    is_svg = answer["Content-Type"] == "image/svg+xml"
    picture = draw_svg(data.decode()) if is_svg else Image.open(io.BytesIO(data)).convert("L")
    return zxingcpp.read_barcode(picture)


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_the_code_leads_to_the_page(door, browser, settings, kind):
    code = read(browser.look(f"/{SLUG}/qr.{kind}"))

    assert code.text == f"{settings.BASE_URL}/{SLUG}"
    assert code.format == zxingcpp.BarcodeFormat.QRCode
    assert code.ec_level == "M"


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_a_known_channel_is_in_the_code(door, browser, settings, kind):
    code = read(browser.look(f"/{SLUG}/qr.{kind}", via="newsletter"))

    assert code.text == f"{settings.BASE_URL}/{SLUG}?via=newsletter"


@pytest.mark.parametrize("via", ["unknown", "newsletter&x=1", "//evil.example", "\x00", "é" * 90])
def test_nothing_else_gets_into_the_code(door, browser, settings, via):
    code = read(browser.look(f"/{SLUG}/qr.png", via=via))

    assert code.text == f"{settings.BASE_URL}/{SLUG}"


def test_four_modules_around_it_are_quiet(door, browser):
    picture = Image.open(io.BytesIO(browser.look(f"/{SLUG}/qr.png").content)).convert("L")

    module = 24
    side = picture.width
    assert picture.getbbox() == (0, 0, side, side)  # white, not see-through
    dark = picture.point(lambda value: 255 - value).getbbox()
    assert dark == (4 * module, 4 * module, side - 4 * module, side - 4 * module)


def test_a_draft_has_no_code(door, browser):
    Campaign.objects.update(published_at=None)

    assert browser.look(f"/{SLUG}/qr.svg").status_code == 404

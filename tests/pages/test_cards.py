"""The share image: drawn once, small enough, and without a box where a letter should be."""

import io
import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from countin import clock
from countin.campaigns.artwork import take_artwork
from countin.campaigns.models import Campaign, Release
from countin.pages.finding import find_campaign
from countin.pages.outside.card_drawing import LARGEST, Card, draw_card
from countin.pages.outside.card_shapes import CARD, SHAPES
from countin.pages.outside.cards import card_address, keep_card
from tests.pages.door import SLUG

ADDRESS = f"/{SLUG}/card.png"
SIZE, SLEEVE = CARD.size, CARD.sleeve
COLORS = {"paper": "#f6f4f0", "ink": "#1d1a17", "muted": "#635d55", "spark": "#b5421a"}


def make_card(title: str = "Midnight Windows", **given) -> Card:
    told = {"artist": "The Held Notes", "when": "EP, out now", "sleeve": None, "colors": COLORS}
    return Card(title=title, **{**told, **given})


def open_card(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def body_of(answer) -> bytes:
    return bytes(answer.content)


@pytest.fixture
def noise(tmp_path):
    """The picture that is hardest to make small."""
    chance = random.Random(7)
    picture = Image.frombytes("RGB", (640, 640), chance.randbytes(640 * 640 * 3))
    picture.save(tmp_path / "noise.png")
    return tmp_path / "noise.png"


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def cards_in(media: Path) -> list[Path]:
    return sorted((media / "cards").glob("*.png"))


def test_a_card_has_the_size_that_previews_want_and_is_small(noise):
    data = draw_card(make_card("Loud " * 20, sleeve=noise))

    assert open_card(data).size == SIZE == (1200, 630)
    assert len(data) <= LARGEST < 301_000


def colors_in(picture: Image.Image) -> set[object]:
    return {color for _count, color in picture.getcolors(1_000_000) or []}


@pytest.mark.parametrize("title", ["Midnight Windows", "نوافذ منتصف الليل", "真夜中の窓", "🌊🌊🌊"])
def test_the_title_is_drawn_in_the_theme_s_ink(title):
    blank, drawn = draw_card(make_card("𐎀𐎁")), draw_card(make_card(title))

    ink = (0x1D, 0x1A, 0x17)
    column = (72, 60, 500, 500) if title.startswith("ن") else (640, 60, 1128, 500)
    assert ink in colors_in(open_card(drawn).crop(column))
    assert drawn != blank


def test_without_a_typeface_the_sleeve_stands_alone_in_the_middle():
    picture = open_card(draw_card(make_card("𐎀𐎁𐎂")))

    left = (SIZE[0] - SLEEVE) // 2
    for side in ((0, 0, left, 630), (1200 - left, 0, 1200, 630)):
        assert picture.crop(side).getcolors() == [(left * 630, (0xF6, 0xF4, 0xF0))]


def test_an_arabic_title_puts_the_sleeve_on_the_right_where_reading_begins(noise):
    picture = open_card(draw_card(make_card("نوافذ", artist="فرقة", sleeve=noise)))

    noisy = len(colors_in(picture.crop((1128 - SLEEVE, 72, 1128, 558))))
    calm = len(colors_in(picture.crop((72, 72, 72 + 400, 558))))
    assert calm < 90 < noisy


def test_a_card_that_is_kept_is_not_drawn_again(door, browser, media):
    first = body_of(browser.look(ADDRESS))
    (kept,) = cards_in(media)
    kept.write_bytes(b"the kept one")

    again = [body_of(browser.look(ADDRESS)) for _ in range(5)]

    assert open_card(first).size == SIZE
    assert again == [b"the kept one"] * 5


def test_a_burst_of_requests_for_a_new_card_waits_for_one_drawing(door, media):
    """Each drawing would put a file of its own there."""
    campaign, now = find_campaign(SLUG), clock.now()

    def ask(_number: int) -> int:
        return keep_card(campaign, now=now).stat().st_ino

    with ThreadPoolExecutor(8) as crowd:
        files = set(crowd.map(ask, range(16)))

    assert len(files) == 1


def test_a_new_title_has_a_new_picture_and_a_new_address(door, browser, media):
    before = card_address(find_campaign(SLUG), now=door.campaign.created_at)
    browser.look(ADDRESS)
    Release.objects.update(title="Noon Doors")

    browser.look(ADDRESS)

    after = card_address(find_campaign(SLUG), now=door.campaign.created_at)
    assert (before == after, len(cards_in(media))) == (False, 2)


def test_only_the_address_that_names_the_picture_may_be_kept_for_ever(door, browser, media):
    named = browser.look(card_address(find_campaign(SLUG), now=door.campaign.created_at))
    plain = browser.look(ADDRESS)
    outdated = browser.look(ADDRESS, v="00000000")

    assert named["Cache-Control"] == "public, max-age=31536000, immutable"
    assert plain["Cache-Control"] == outdated["Cache-Control"] == "public, max-age=600"
    assert named["Content-Type"] == "image/png"
    assert "Set-Cookie" not in named


def test_the_artwork_and_its_colors_are_on_the_card(door, browser, media, tmp_path):
    Image.new("RGB", (700, 700), "#204060").save(tmp_path / "sleeve.png")
    art = take_artwork(tmp_path / "sleeve.png", media_root=media)
    dark = {"paper": "#010203", "ink": "#fefefe", "muted": "#aaaaaa", "spark": "#ff0000"}
    Release.objects.update(
        artwork=art.name, artwork_width=art.width, artwork_height=art.height,
        theme={"light": COLORS, "dark": dark},
    )  # fmt: skip

    picture = open_card(body_of(browser.look(ADDRESS)))

    paper, sleeve = picture.getpixel((10, 10)), picture.getpixel((72 + 240, 72 + 240))
    assert paper == (1, 2, 3)
    assert isinstance(sleeve, tuple)
    assert max(abs(a - b) for a, b in zip(sleeve, (0x20, 0x40, 0x60), strict=True)) <= 3


def test_a_stored_picture_that_is_gone_makes_no_broken_card(door, browser, media):
    Release.objects.update(artwork="artwork/" + "0" * 24, artwork_width=700, artwork_height=700)

    answer = browser.look(ADDRESS)

    assert (answer.status_code, open_card(body_of(answer)).size) == (200, SIZE)


def test_a_draft_has_no_card(door, browser, media):
    Campaign.objects.update(published_at=None)

    assert browser.look(ADDRESS).status_code == 404


def test_once_it_is_out_the_card_says_so(door, browser, media):
    coming = body_of(browser.look(ADDRESS))
    door.release_everywhere()

    assert body_of(browser.look(ADDRESS)) != coming


@pytest.mark.parametrize(
    "title", ["Midnight Windows at the End of a Very Long Street", "نوافذ منتصف الليل"]
)
def test_pictures_to_post_keep_their_edges_free(noise, title):
    """And a story what lies under an app's buttons: above, and below, where a link is stuck."""
    when = "Album, erscheint am 5. September 2027"
    card = make_card(
        title, artist="The Extraordinarily Held Notes of Lisbon", when=when, sleeve=noise
    )

    square, story = (open_card(draw_card(card, shape=SHAPES[name])) for name in ("square", "story"))

    assert (square.size, story.size) == ((1080, 1080), (1080, 1920))
    for picture, free in (
        (square, [(0, 0, 1080, 60), (0, 1020, 1080, 1080), (0, 0, 60, 1080)]),
        (story, [(0, 0, 1080, 268), (0, 1536, 1080, 1920), (0, 0, 60, 1920)]),
    ):
        assert len(colors_in(picture)) > 1000
        for box in free:
            assert spread_of(picture.crop(box)) < 12


def spread_of(picture: Image.Image) -> int:
    """Between the darkest and the lightest sign, in any color; what JPEG smears is little."""
    bands: Any = picture.getextrema()
    return max(int(high - low) for low, high in bands)


def test_pictures_to_post_are_kept_beside_the_card(door, browser, media):
    story, card = browser.look(f"/{SLUG}/story.jpg"), browser.look(ADDRESS)

    assert story["Content-Type"] == "image/jpeg"
    assert open_card(body_of(story)).size == (1080, 1920)
    assert open_card(body_of(card)).size == SIZE
    assert [file.suffix for file in sorted((media / "cards").iterdir()) if file.suffix] == [
        *(".jpg", ".png"),
    ]

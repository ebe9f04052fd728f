"""Titles as they really are: long, in every script, with emoji, and with tricks in them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from countin.pages.outside.clusters import (
    base_direction,
    clean,
    clusters_of,
    directions_of,
    may_break,
)
from countin.pages.outside.typefaces import EMOJI, LATIN, Typecase, typeface_of
from countin.pages.outside.typesetting import Block, Style, can_set, draw_block, set_block

STYLE = Style(sizes=(92, 60, 43, 30), weight=750, tears=43)
WIDTH, HEIGHT = 500, 292


def set_title(text: str) -> Block:
    return set_block(text, width=WIDTH, height=HEIGHT, style=STYLE, case=Typecase())


def text_of(block: Block) -> list[str]:
    return ["".join(piece.text for piece in line) for line in block.lines]


@pytest.mark.parametrize(
    ("text", "clusters"),
    [
        ("a\u0301b", ["á", "b"]),
        ("q\u0323\u0307", ["q\u0323\u0307"]),
        ("👩🏽\u200d🚀!", ["👩\u200d🚀", "!"]),
        ("🇩🇪🇫🇷", ["🇩🇪", "🇫🇷"]),
        ("1\ufe0f\u20e3", ["1\u20e3"]),
        ("प्रेम", ["प्", "रे", "म"]),
    ],
)
def test_what_reads_as_one_letter_is_never_torn(text, clusters):
    assert [c.replace("\ufe0f", "") for c in clusters_of(clean(text))] == clusters


def test_signs_that_would_turn_a_title_around_are_left_out():
    assert clean("evil\u202egnp.exe\u2066\u0007\n two") == "evilgnp.exe two"


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("Midnight", "ltr"),
        ("7 نوافذ", "rtl"),
        ("שיר love", "rtl"),
        ("love שיר", "ltr"),
        ("7!", "ltr"),
    ],
)
def test_a_title_runs_as_its_first_letter_does(text, direction):
    assert base_direction(text) == direction


def test_a_latin_name_inside_an_arabic_title_keeps_its_own_direction():
    text = "فرقة The Held"

    directions = directions_of(list(text), base="rtl")

    assert "".join("R" if way == "rtl" else "L" for way in directions) == "RRRRRLLLLLLLL"


def test_japanese_lines_end_anywhere_but_before_a_full_stop():
    assert may_break("夜", "中")
    assert not may_break("夜", "。")
    assert not may_break("「", "夜")
    assert not may_break("a", "b")


@pytest.mark.parametrize(
    "text",
    [
        "Ñandú Ĉŭ Łódź",
        "Ελλάδα",
        "Привет",
        "نوافذ",
        "שיר",
        "เพลงรัก",
        "प्रेम",
        "真夜中",
        "한밤중",
        "🌞🏳️‍🌈❤️",
    ],
)
def test_every_script_that_is_promised_can_be_set(text):
    assert can_set(text)


def test_japanese_lines_end_where_a_phrase_does():
    lines = text_of(set_title("真夜中の窓：静かな街に灯る明かりのうた"))

    ends = {line[-1] for line in lines[:-1]}
    assert len(lines) > 1
    assert ends <= set("の：なにるり")


def test_a_script_without_a_typeface_is_known_before_anything_is_drawn():
    assert not can_set("𐎀𐎁𐎂")
    assert not can_set("Half of it 𐎀")
    assert not can_set("\u202e \u0007")


def test_an_emoji_looks_the_same_wherever_it_stands():
    assert typeface_of("❤\ufe0f") == typeface_of("🔥") == EMOJI
    assert typeface_of("a") == LATIN


def test_a_short_title_is_set_large_and_a_long_one_smaller():
    short, long = set_title("Windows"), set_title("Windows of the Midnight Trains We Missed")

    assert (short.size, len(short.lines)) == (92, 1)
    assert long.size < short.size


def test_lines_are_of_even_length():
    lines = text_of(set_title("One two three four five six seven eight nine ten"))

    lengths = [len(line) for line in lines]
    assert max(lengths) - min(lengths) <= 7


def test_no_line_ends_inside_a_date():
    words = "EP, erscheint am 3.\u00a0Dezember\u00a02026, 02:00 Uhr UTC"

    block = set_block(
        words, width=300, height=200, style=Style(sizes=(28,), weight=500), case=Typecase()
    )

    assert "3.\u00a0Dezember\u00a02026," in " ".join(text_of(block)).split(" ")
    assert len(block.lines) > 1


def test_what_is_far_too_long_ends_with_a_sign_that_says_so():
    block = set_title("endless " * 60)

    assert text_of(block)[-1].endswith("…")
    assert block.height <= HEIGHT


def test_a_word_without_an_end_is_torn_in_parts_of_one_length():
    lines = text_of(set_title("Donaudampfschifffahrtsgesellschaftskapitänsmütze"))

    assert "".join(lines) == "Donaudampfschifffahrtsgesellschaftskapitänsmütze"
    assert max(map(len, lines)) - min(map(len, lines)) <= 4


def ink_of(block: Block, *, at_right: bool) -> tuple[int, int, int, int] | None:
    """The box that the letters fill on a wide sheet."""
    sheet = Image.new("L", (WIDTH + 400, HEIGHT + 400))
    draw_block(
        ImageDraw.Draw(sheet),
        block,
        at=(200, 200),
        width=WIDTH,
        ink="white",
        case=Typecase(),
        at_right=at_right,
    )
    return sheet.getbbox()


_LETTERS = "abcXYZ ñŁ äß ελ дж نوافذ منتصف שיר 夜中の窓。 한밤 เพลง प्रेम 7 (–) 🌞🔥 ، !"


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet=_LETTERS, min_size=1, max_size=90).filter(can_set))
def test_no_letter_leaves_its_box_whatever_is_written(text):
    block = set_title(text)

    box = ink_of(block, at_right=block.direction == "rtl")

    # A mark that stands without its letter overhangs by up to a quarter of its size.
    assert box is None or (box[0] >= 200 - 24 and box[2] <= 200 + WIDTH + 24)
    assert box is None or (box[1] >= 200 - 24 and box[3] <= 200 + HEIGHT + 24)


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet=_LETTERS, min_size=1, max_size=60).filter(can_set))
def test_no_letter_is_lost_unless_the_end_is_marked(text):
    lines = text_of(set_title(text))

    is_cut = lines[-1].endswith("…")
    assert is_cut or "".join(lines).replace(" ", "") == clean(text).replace(" ", "")

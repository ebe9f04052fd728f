"""Whatever picture it is: its colors can be read, in the light and in the dark."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from countin.campaigns.chosen_themes import PALETTES, chosen_theme, theme_named
from countin.campaigns.colors import Color, contrast_of, mix, read_hex, shade_of
from countin.campaigns.themes import (
    HOVER,
    RIM,
    SHEET_DARK,
    SHEET_LIGHT,
    choose_theme,
    draw_theme,
)

EXAMPLES = Path(__file__).parents[2] / "examples"
STYLESHEET = Path(__file__).parents[2] / "countin" / "pages" / "static" / "pages" / "pages.css"
PROPERTY = r"--([a-z-]+): (#[0-9a-f]{6});"
SHEETS = {"light": SHEET_LIGHT, "dark": SHEET_DARK}
ANY_COLOR = st.tuples(*(st.integers(0, 255),) * 3)


def striped(colors: list[tuple[int, int, int]]) -> Image.Image:
    picture = Image.new("RGB", (32, 32))
    for at, color in enumerate(colors):
        picture.paste(color, (0, at * 32 // len(colors), 32, 32))
    return picture


def weakest_pairs(theme: Mapping[str, Any]) -> tuple[float, float]:
    """The lowest contrast of what is read, and of what is pressed, as pages.css uses them."""
    text: list[float] = []
    controls: list[float] = []
    for name, (share, end) in SHEETS.items():
        colors = {key: read_hex(value) for key, value in theme[name].items()}
        paper, press, ink = colors["paper"], colors["press"], colors["press_ink"]
        for ground in (paper, mix(paper, with_color=end, share=share)):
            text += [contrast_of(colors[key], on=ground) for key in ("ink", "muted", "spark")]
            rim = mix(colors["muted"], with_color=ground, share=RIM)
            controls += [contrast_of(press, on=ground), contrast_of(rim, on=ground)]
        text += [contrast_of(ink, on=press)]
        text += [contrast_of(ink, on=mix(press, with_color=ink, share=HOVER))]
    return min(text), min(controls)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#ff0000", "#ffffff", 4.0)],
)
def test_contrast_is_what_wcag_says(one: str, other: str, ratio: float):
    assert round(contrast_of(read_hex(one), on=read_hex(other)), 2) == ratio
    assert round(contrast_of(read_hex(other), on=read_hex(one)), 2) == ratio


@settings(deadline=None, max_examples=150)
@given(st.lists(ANY_COLOR, min_size=1, max_size=6))
def test_every_picture_gives_colors_that_can_be_read(colors: list[tuple[int, int, int]]):
    text, controls = weakest_pairs(choose_theme(striped(colors)))

    assert text >= 4.5
    assert controls >= 3.0


@settings(deadline=None, max_examples=40)
@given(st.binary(min_size=48, max_size=48))
def test_noise_gives_colors_that_can_be_read(raw: bytes):
    text, controls = weakest_pairs(choose_theme(Image.frombytes("RGB", (4, 4), raw)))

    assert text >= 4.5
    assert controls >= 3.0


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=40))
def test_a_drawn_sleeve_has_colors_that_can_be_read(words: str):
    theme = draw_theme(words)

    text, controls = weakest_pairs(theme)
    assert text >= 4.5
    assert controls >= 3.0
    assert theme == draw_theme(words)


@pytest.mark.parametrize("name", ["black", "white", "gray", "#39ff14", "yellow", "blue", "cyan"])
def test_a_picture_of_one_color_gives_colors_that_can_be_read(name: str):
    text, controls = weakest_pairs(choose_theme(Image.new("RGB", (50, 50), name)))

    assert text >= 4.5
    assert controls >= 3.0


@settings(deadline=None, max_examples=100)
@given(ANY_COLOR)
def test_a_color_of_ones_own_can_be_read_whatever_it_is(color: tuple[int, int, int]):
    text, controls = weakest_pairs(chosen_theme(Color(*color).as_hex))

    assert text >= 4.5
    assert controls >= 3.0


def test_every_palette_can_be_read_and_keeps_its_hue():
    for name, color in PALETTES.items():
        theme = chosen_theme(name)

        text, controls = weakest_pairs(theme)
        assert text >= 4.5
        assert controls >= 3.0
        for scheme in (theme["light"], theme["dark"]) if name != "ink" else ():
            turned = shade_of(read_hex(scheme["press"])).hue - shade_of(color).hue
            assert abs((turned + 180) % 360 - 180) < 8, name


def test_a_color_that_can_be_read_is_kept_to_the_eye_and_a_pale_one_is_bent_by_day_alone():
    petrol, lemon = (chosen_theme(color) for color in ("#1d6f5c", "#fff176"))

    pressed = read_hex(petrol["light"]["press"])
    assert max(abs(a - b) for a, b in zip(pressed, read_hex("#1d6f5c"), strict=True)) <= 3
    bright = read_hex(lemon["dark"]["press"])
    assert max(abs(a - b) for a, b in zip(bright, read_hex("#fff176"), strict=True)) <= 6
    assert shade_of(read_hex(lemon["light"]["press"])).lightness < 0.7


def test_a_chosen_theme_is_found_by_its_name_alone():
    for choice in (*PALETTES, "#1d6f5c"):
        theme = chosen_theme(choice)

        assert theme_named(theme["name"]) == theme
    assert theme_named("harbor-000000000000") is None
    assert theme_named("nothing-000000000000") is None


@pytest.mark.parametrize("name", ["black", "white", "gray"])
def test_a_gray_picture_gives_gray(name: str):
    theme = choose_theme(Image.new("RGB", (50, 50), name))

    chromas = [shade_of(read_hex(color)).chroma for color in theme["light"].values()]
    assert max(chromas) < 0.01


def test_paper_takes_the_tone_and_the_button_what_catches_the_eye():
    picture = Image.new("RGB", (100, 100), (30, 45, 90))
    picture.paste((255, 120, 20), (40, 40, 55, 55))

    dark = choose_theme(picture)["dark"]

    assert 240 < shade_of(read_hex(dark["paper"])).hue < 290
    assert 30 < shade_of(read_hex(dark["press"])).hue < 75


def test_paper_stays_calm_whatever_the_picture_shouts():
    theme = choose_theme(striped([(255, 0, 255), (0, 255, 255), (255, 255, 0)]))

    light, dark = (shade_of(read_hex(theme[name]["paper"])) for name in ("light", "dark"))
    assert light.lightness > 0.95
    assert dark.lightness < 0.2
    assert max(light.chroma, dark.chroma) < 0.035


def test_dark_yellow_turns_to_amber_not_to_mud():
    light = choose_theme(Image.new("RGB", (50, 50), "yellow"))["light"]

    assert 50 < shade_of(read_hex(light["press"])).hue < 80


def test_the_glow_has_the_colors_of_the_quarters():
    picture = Image.new("RGB", (100, 100), "black")
    picture.paste((200, 0, 0), (50, 0, 100, 50))

    glow = [read_hex(color) for color in choose_theme(picture)["glow"]]

    assert glow[0] == glow[2] == glow[3] == Color(0, 0, 0)
    assert glow[1].red > 150 > 60 > glow[1].green


def test_the_same_picture_has_the_same_theme_and_another_has_another():
    red, again, blue = (
        choose_theme(Image.new("RGB", (9, 9), name)) for name in ("red", "red", "blue")
    )

    assert red == again
    assert len({red["name"], blue["name"]}) == 2
    assert len(red["name"]) == 24


@pytest.mark.parametrize("name", ["first-water", "midnight-windows", "paper-lanterns"])
def test_the_examples_keep_far_from_the_limit(name: str):
    with Image.open(EXAMPLES / f"{name}.jpg") as picture:
        theme = choose_theme(picture.convert("RGB"))

    for scheme in (theme["light"], theme["dark"]):
        ink, paper = read_hex(scheme["ink"]), read_hex(scheme["paper"])
        assert contrast_of(ink, on=paper) > 12


def test_the_mixes_are_those_of_the_stylesheet():
    """Else the contrasts measured here would be of other colors than those on the page."""
    css = STYLESHEET.read_text()

    assert f"var(--press) {HOVER:.0%}, var(--press-ink)" in css
    assert f"var(--muted) {RIM:.0%}, transparent" in css
    assert f"var(--paper), #fff {1 - SHEET_LIGHT[0]:.0%}" in css
    assert f"var(--paper), #000 {1 - SHEET_DARK[0]:.0%}" in css


def test_the_houses_own_colors_can_be_read():
    light, dark = STYLESHEET.read_text().split("@media (prefers-color-scheme: dark)")[:2]
    schemes = [
        {name.replace("-", "_"): color for name, color in re.findall(PROPERTY, css)}
        for css in (light, dark.split("@media")[0])
    ]

    text, controls = weakest_pairs({"light": schemes[0], "dark": schemes[1]})

    assert text >= 4.5
    assert controls >= 3.0

"""The example files are right, and match what the simulator has in stock."""

import json
from importlib import resources
from pathlib import Path

import pytest
from PIL import Image

from tests.campaigns.written import read

EXAMPLES = Path(__file__).parents[2] / "examples"
FILES = ("label-ep.yaml", "single-development.yaml", "nobody-listening.yaml")
STOCK = json.loads(
    resources.files("simulator.catalogue").joinpath("invented.json").read_text("utf-8")
)


@pytest.mark.parametrize("name", FILES)
def test_an_example_names_what_the_simulator_has_in_stock(name: str):
    file = read(EXAMPLES / name)

    (found,) = (entry for entry in STOCK["releases"] if entry["upc"] == file.release.upc)
    artist = STOCK["artists"][found["artist"]]
    assert (file.release.title, file.release.kind) == (found["title"], found["kind"])
    assert file.release.schedule.release_date.isoformat() == found["date"]
    assert file.artist.name == artist["name"]
    assert file.artist.ids == {
        "spotify": f"spotify:artist:{artist['spotify_id']}",
        "apple_music": artist["apple_id"],
    }


def test_reach_is_what_tells_the_examples_apart():
    reach = {name: sum(read(EXAMPLES / name).audience.values()) for name in FILES}

    assert reach == {
        "label-ep.yaml": 8500,
        "single-development.yaml": 1060,
        "nobody-listening.yaml": 0,
    }


@pytest.mark.parametrize("name", FILES)
def test_an_example_has_a_picture_that_is_light(name: str):
    path = read(EXAMPLES / name).release.artwork
    assert path is not None

    with Image.open(path) as picture:
        assert (picture.format, picture.size) == ("JPEG", (1500, 1500))
    assert path.stat().st_size < 200_000

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


def test_the_labels_example_shows_what_a_page_can_hold():
    file = read(EXAMPLES / "label-ep.yaml")

    (found,) = (entry for entry in STOCK["releases"] if entry["upc"] == file.release.upc)
    assert [track.title for track in file.release.tracks] == [
        track["title"] for track in found["tracks"]
    ]
    assert all(track.length_s for track in file.release.tracks)
    assert [link.provider for link in file.release.links] == ["bandcamp", "deezer", "tidal"]
    assert [link.label for link in file.artist.links or ()] == ["Website", "Concerts"]
    assert [link.label for link in file.preorders] == ["10-inch vinyl", "Download"]


@pytest.mark.parametrize("name", FILES[1:])
def test_the_other_examples_stay_simple(name: str):
    file = read(EXAMPLES / name)

    assert (file.artist.links, file.release.tracks, file.release.links) == (None, (), ())
    assert (file.preorders, file.native) == ((), ())


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

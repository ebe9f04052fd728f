"""The control API says what is wrong, and shows the truth."""

import json
from pathlib import Path
from typing import Any

import pytest

import simulator.catalogue
from simulator.catalogue.codes import is_barcode, is_isrc
from simulator.catalogue.shelf import stocked_shelf
from simulator.running import ControlRefused, RunningSimulator
from simulator.scenarios import KINDS, options_of
from tests.simulator.caller import PUBLISHED, SpotifyCaller, ask


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("fans", {"country": "DE"}),
        ("fans", {"id": "x", "country": "Atlantis"}),
        ("fans", {"id": "x", "services": ["phonograph"]}),
        ("fans", {"id": "x", "colour": "red"}),
        ("fans/nobody/revoke", {}),
        ("fans/ada/revoke", {"service": "phonograph"}),
        ("fans/ada/remove", {}),
        ("scenario", "rainy"),
        ("scenario", {"name": "flaky", "strength": 3}),
        ("scenario", {"name": "flaky", "share": "all"}),
        ("scenario", {"name": "silent-202", "provider": "spotify"}),
        ("scenario", {"name": "revoked", "fans": ["nobody"]}),
        ("scenario", [5]),
        ("settings", {"colour": "red"}),
        ("settings", {"unreleased_save": "perhaps"}),
        ("settings", {"artist_uris_refused": "yes"}),
        ("clock", {}),
        ("clock", {"now": "tomorrow"}),
        ("releases", {"id": "x"}),
        ("releases/nothing/availability", {"timing": "published"}),
        ("releases/first-water/availability", {"timing": "someday"}),
        ("releases/first-water/availability", {"timing": "local", "date": "soon"}),
        ("releases/first-water/availability", {"excluded_markets": ["Atlantis"]}),
        ("apple-keys", {"team_id": "T"}),
    ],
)
def test_what_does_not_hold_is_refused_with_a_sentence(
    sim: RunningSimulator, path: str, data: object
):
    with pytest.raises(ControlRefused) as refused:
        sim.tell(path, data)

    assert len(str(refused.value)) > 10


def test_a_body_that_is_no_json_is_refused(sim: RunningSimulator):
    answer = ask(sim.base_url, "POST", "/control/fans", body="{")

    assert (answer.status, answer.json) == (400, {"error": "send JSON"})


def test_a_release_can_be_added_and_its_missing_ids_are_invented(spotify: SpotifyCaller):
    shown = spotify.sim.tell(
        "releases",
        {
            "id": "brand-new",
            "title": "Brand New",
            "kind": "single",
            "artist": {"name": "Newcomer"},
            "tracks": [{"title": "Brand New"}],
            "timing": "global",
            "at": "2026-01-01T00:00:00Z",
        },
    )

    path = f"/search?type=album&market=US&q=upc%3A{shown['upc']}"
    hits = spotify.api("GET", path, spotify.own_access()).json["albums"]["items"]
    assert is_barcode(shown["upc"])
    assert is_isrc(shown["tracks"][0]["isrc"])
    assert [hit["uri"] for hit in hits] == [shown["spotify_uri"]]
    assert "spotify_id" in shown["invented"]


@pytest.mark.parametrize(
    "wrong",
    [{"upc": "410000201016"}, {"spotify_id": "short"}, {"kind": "mixtape"}, {"pre_add": "maybe"}],
)
def test_a_release_with_broken_codes_is_refused(sim: RunningSimulator, wrong: dict[str, str]):
    release = {"id": "x", "title": "X", "artist": "low-kettle", "date": "2026-01-01"}

    with pytest.raises(ControlRefused):
        sim.tell("releases", {**release, "tracks": [{"title": "X"}], **wrong})


def test_a_market_may_have_its_own_moment_or_none(sim: RunningSimulator):
    shown = sim.tell(
        "releases/first-water/availability",
        {
            "timing": "global",
            "at": "2026-12-18T05:00:00Z",
            "markets": {"JP": "2026-12-20T00:00:00Z"},
            "excluded_markets": ["GB"],
        },
    )

    moments = shown["available_at"]["spotify"]
    assert moments["US"] == "2026-12-18T05:00:00.000Z"
    assert moments["JP"] == "2026-12-20T00:00:00.000Z"
    assert moments["GB"] is None


def test_who_holds_a_release_is_counted(spotify: SpotifyCaller):
    spotify.save(spotify.access("ada"), PUBLISHED)

    held = spotify.sim.look(f"libraries?holding={PUBLISHED}")

    assert held["counts"] == {"spotify": 1, "apple_music": 0}
    assert held["fans"]["spotify"] == ["ada"]


def test_calls_are_counted_by_address_and_status(spotify: SpotifyCaller):
    access = spotify.access("ada")
    spotify.api("GET", "/me", access)
    spotify.api("GET", "/me", "guess")

    counted = spotify.sim.look("calls")["services"]["spotify"]

    assert counted == {
        "GET /me": {"200": 1, "401": 1},
        "POST /api/token authorization_code": {"200": 1},
    }


def test_reset_brings_back_the_first_day(spotify: SpotifyCaller):
    access = spotify.access("ada")
    spotify.save(access, PUBLISHED)
    spotify.sim.tell("scenario", "flaky")
    spotify.sim.tell("clock", {"offset_seconds": 500})

    spotify.sim.tell("reset")

    assert [fan["id"] for fan in spotify.sim.look("fans")["fans"]] == ["visitor"]
    assert spotify.sim.look("scenarios")["active"] == []
    assert spotify.sim.look("clock")["offset_seconds"] == 0
    assert spotify.api("GET", "/me", access).status == 401


def test_no_secret_is_shown_by_any_inspection(spotify: SpotifyCaller):
    tokens = spotify.connect("ada")
    spotify.refresh(tokens["refresh_token"] + "x")
    spotify.api("GET", f"/nothing?token={tokens['access_token']}", "guess")

    shown = json.dumps([spotify.sim.look(p) for p in ("complaints", "calls", "libraries", "fans")])

    assert "no_such_address" in shown
    assert tokens["access_token"] not in shown
    assert tokens["refresh_token"] not in shown


def test_a_fan_made_anew_has_no_old_grants(spotify: SpotifyCaller):
    tokens = spotify.connect("ada")

    spotify.sim.add_fan("ada")

    assert spotify.refresh(tokens["refresh_token"]).status == 400


def test_the_readme_s_table_of_scenarios_agrees_with_the_code():
    readme = (Path(simulator.catalogue.__file__).parents[1] / "README.md").read_text("utf-8")
    part = readme.partition("## Scenarios")[2].partition("## Control")[0]
    rows = [line.split("|")[1:4] for line in part.splitlines() if line.startswith("| `")]
    table = {name.strip(" `"): (what.strip(), options.strip()) for name, what, options in rows}

    def written(options: dict[str, Any]) -> str:
        return " ".join(f"`{name}={json.dumps(value)}`" for name, value in options.items())

    assert table == {
        kind.name: (kind.sentence, written(options_of(kind()))) for kind in KINDS.values()
    }


def test_every_release_of_the_catalogue_has_valid_codes_and_a_named_source():
    releases = list(stocked_shelf())

    published = [each for each in releases if each.source.startswith("public identifiers")]
    spotify_ids = [each.spotify_id for each in releases]
    assert all(is_barcode(each.upc) for each in releases)
    assert all(is_isrc(track.isrc) for each in releases for track in each.tracks)
    assert all(each.source for each in releases)
    assert len(published) >= 36
    assert len(set(spotify_ids)) == len(spotify_ids)

"""Tracks and the organizer's links: read from the file, written once, shown as given."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from countin.campaigns.files import LinkEntry, TrackEntry
from countin.campaigns.models import Artist, Campaign, OutsideLink, Track
from countin.campaigns.showing import contents_in_words, show_contents
from tests.campaigns.conftest import Apply
from tests.campaigns.written import (
    NOW,
    RIGHT,
    findings_in,
    only_finding_in,
    read,
    spoiled,
    write_file,
)

PRERELEASE = "https://open.spotify.com/prerelease/0MidnightWindowsEP0001"
WEBSITE = "{label: Website, url: https://theheldnotes.example.org}"
ARTIST_LINKS = f"""\
  links:
    - {WEBSITE}
    - {{label: Newsletter, url: "https://letters.example.org/held-notes"}}
"""
CONTENTS = """\
  tracks:
    - First Light
    - {title: Slow Train, length: 3:12}
    - title: "Wires: Live"
      length: "10:05"
  links:
    tidal: https://tidal.com/album/100000001
    deezer: https://www.deezer.com/album/100000001
"""
AFTER = f"""\
preorder:
  - {{label: Vinyl, url: "https://shop.example.org/midnight-windows"}}
native: {{spotify: "{PRERELEASE}"}}
"""
FULL = (
    RIGHT.replace("release:\n", f"{ARTIST_LINKS}release:\n").replace(
        "slug: midnight", f"{CONTENTS}slug: midnight"
    )
    + AFTER
)


def rows() -> list[object]:
    tables = (Artist, Campaign, Track, OutsideLink)
    return [list(table.objects.order_by("pk").values()) for table in tables]


def urls(kind: str) -> list[str]:
    return [link.url for link in OutsideLink.objects.filter(kind=kind).order_by("position")]


def test_a_file_may_tell_of_tracks_and_links(tmp_path: Path):
    file = read(write_file(tmp_path, text=FULL))

    assert file.release.tracks == (
        TrackEntry("First Light", None),
        TrackEntry("Slow Train", 192),
        TrackEntry("Wires: Live", 605),
    )
    assert file.artist.links == (
        LinkEntry("https://theheldnotes.example.org/", label="Website"),
        LinkEntry("https://letters.example.org/held-notes", label="Newsletter"),
    )
    assert file.release.links == (
        LinkEntry("https://tidal.com/album/100000001", provider="tidal"),
        LinkEntry("https://www.deezer.com/album/100000001", provider="deezer"),
    )
    assert file.preorders == (
        LinkEntry("https://shop.example.org/midnight-windows", label="Vinyl"),
    )
    assert file.native == (LinkEntry(PRERELEASE, provider="spotify"),)


def test_none_of_it_is_needed(tmp_path: Path):
    file = read(write_file(tmp_path))

    assert (file.artist.links, file.release.tracks, file.release.links) == (None, (), ())
    assert (file.preorders, file.native) == ((), ())
    assert (file.release.clip, file.release.video, file.release.captions) == (None, None, None)


def test_clip_video_and_captions_are_taken_from_beside_the_file(tmp_path: Path):
    for name in ("clip.wav", "teaser.mov", "teaser.vtt"):
        (tmp_path / name).write_bytes(b"RIFF")
    more = "  clip: clip.wav\n  video: teaser.mov\n  captions: teaser.vtt\n"

    release = read(write_file(tmp_path, text=RIGHT.replace("slug: m", f"{more}slug: m"))).release

    assert release.clip == tmp_path / "clip.wav"
    assert release.video == tmp_path / "teaser.mov"
    assert release.captions == tmp_path / "teaser.vtt"


@pytest.mark.parametrize(
    ("old", "new", "line", "what", "mend"),
    [
        ("length: 3:12", "length: 192", 16, "'192' is no length.", "like 3:12"),
        ("length: 3:12", "length: 3:72", 16, "'3:72' is no length.", "like 3:12"),
        ("length: 3:12", "lenght: 3:12", 16, "`release.tracks.2.lenght` is", "`length`"),
        ("{title: Slow Train, ", "{", 16, "`release.tracks.2.title` is missing.", "Add `title:`"),
        ("- First Light", "- [a]", 15, "`release.tracks.1` can't be read.", "{title: Slow"),
        ("- First Light", '- ""', 15, "`release.tracks.1.title` is empty.", "Fill it in"),
        ("https://theheld", "http://theheld", 5, "'http://theheld", "Write https://theheld"),
        ("label: Newsletter", "label: website", 6, "The label 'website' stands", "differ"),
        (WEBSITE, "https://a.example", 5, "`artist.links.1` can't be read.", "{label: Website"),
        ("label: Vinyl", "label: " + "x" * 61, 28, "`preorder.1.label` has 61", "within 60"),
        ("tidal: https://tidal.com", "tidal: https://a.example", 20, "'https://a.ex", "tidal.com"),
        ("    tidal:", "    tidel:", 20, "`release.links.tidel` is no key.", "`tidal`"),
        ("    tidal:", "    spotify:", 20, "`release.links.spotify` is no key.", "Known are"),
        ("https://open.spotify.com", "https://a.example", 29, "a.example is", "open.spotify.com"),
        ("{spotify:", "{deezer:", 29, "`native.deezer` is no key.", "spotify, apple_music"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_line_and_mend(
    tmp_path: Path, old: str, new: str, line: int, what: str, mend: str
):
    assert FULL.count(old) == 1

    finding = only_finding_in(write_file(tmp_path, text=FULL.replace(old, new)))

    assert (finding.line, finding.what[: len(what)]) == (line, what)
    assert mend in finding.mend


def test_a_link_without_its_address_is_told_so(tmp_path: Path):
    text = FULL.replace("url: https://theheld", "link: https://theheld")

    findings = findings_in(write_file(tmp_path, text=text))

    assert [(finding.line, finding.what) for finding in findings] == [
        (5, "`artist.links.1.link` is no key."),
        (5, "`artist.links.1.url` is missing."),
    ]


@pytest.mark.parametrize(
    ("key", "value", "what"),
    [
        ("preorder", "Vinyl", "`preorder` is no list."),
        ("native", "[spotify]", "`native` has no keys."),
    ],
)
def test_a_key_of_another_shape_is_refused(tmp_path: Path, key: str, value: str, what: str):
    finding = only_finding_in(write_file(tmp_path, text=f"{RIGHT}{key}: {value}\n"))

    assert (finding.line, finding.what) == (16, what)


@pytest.mark.parametrize(
    ("key", "most", "row"),
    [("tracks", 100, "x"), ("links", 12, "{{label: L{0}, url: https://a.example/{0}}}")],
)
def test_a_list_has_an_end(tmp_path: Path, key: str, most: int, row: str):
    owner = "kind: ep" if key == "tracks" else "name: The Held Notes"

    def text(count: int) -> str:
        listed = ", ".join(row.format(number) for number in range(count))
        return spoiled(owner, new=f"{owner}\n  {key}: [{listed}]")

    finding = only_finding_in(write_file(tmp_path, text=text(most + 1)))

    assert finding.mend == f"Keep them within {most}."
    assert read(write_file(tmp_path, text=text(most))).slug == "midnight-windows"


def test_tracks_and_links_are_stored_in_the_order_of_the_file(apply: Apply):
    campaign = apply(FULL).campaign

    tracks = campaign.release.tracks.values_list("position", "title", "length_s")
    assert list(tracks) == [
        (1, "First Light", None),
        (2, "Slow Train", 192),
        (3, "Wires: Live", 605),
    ]
    assert list(campaign.release.artist.links.values_list("kind", "label", "position")) == [
        ("artist", "Website", 1),
        ("artist", "Newsletter", 2),
    ]
    assert urls("service") == [
        "https://tidal.com/album/100000001",
        "https://www.deezer.com/album/100000001",
    ]
    assert (urls("preorder"), urls("native")) == (
        ["https://shop.example.org/midnight-windows"],
        [PRERELEASE],
    )


def test_the_same_file_twice_changes_nothing(apply: Apply):
    apply(FULL)
    before = rows()

    again = apply(FULL, now=NOW + timedelta(days=1))

    assert (again.created, again.changed) == (False, ())
    assert rows() == before


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("Slow Train", "Slower Train", "release.tracks"),
        ("length: 3:12", "length: 3:13", "release.tracks"),
        ("    - First Light\n", "", "release.tracks"),
        ("label: Newsletter", "label: Letters", "artist.links"),
        ("album/100000001\n    deezer", "album/2\n    deezer", "release.links"),
        ("label: Vinyl", "label: Tape", "preorder"),
        ("prerelease/0", "prerelease/1", "native"),
    ],
)
def test_what_changed_is_named_by_its_key(apply: Apply, old: str, new: str, key: str):
    apply(FULL)
    assert FULL.count(old) == 1

    applied = apply(FULL.replace(old, new))

    assert applied.changed == (key,)


def test_what_leaves_the_file_leaves_the_page_but_an_artists_links_stay(apply: Apply):
    apply(FULL)

    applied = apply(RIGHT)

    assert sorted(applied.changed) == ["native", "preorder", "release.links", "release.tracks"]
    assert Track.objects.count() == 0
    assert [link.kind for link in OutsideLink.objects.all()] == ["artist", "artist"]


def test_an_empty_list_takes_an_artists_links_away(apply: Apply):
    apply(FULL)

    applied = apply(spoiled("release:\n", new="  links: []\nrelease:\n"))

    assert "artist.links" in applied.changed
    assert urls("artist") == []


def test_another_campaign_of_the_artist_shares_their_links_and_nothing_else(apply: Apply):
    apply(FULL)

    second = apply(spoiled("slug: midnight-windows", new="slug: second")).campaign

    assert second.release.artist.links.count() == 2
    assert (second.release.tracks.count(), second.release.links.count()) == (0, 0)


def test_what_is_shown_put_back_into_the_file_changes_nothing(apply: Apply):
    shown = show_contents(apply(FULL).campaign)
    parts = yaml.safe_load(RIGHT)
    parts["release"]["date"] = "2026-12-18"
    again = {**parts, "preorder": shown["preorder"], "native": shown["native"]}
    again["artist"] |= shown["artist"]
    again["release"] |= shown["release"]

    applied = apply(json.dumps(again))

    assert applied.changed == ()
    assert show_contents(applied.campaign) == shown
    assert shown["release"]["tracks"][:2] == [
        {"title": "First Light"},
        {"title": "Slow Train", "length": "3:12"},
    ]


def test_what_is_on_the_page_is_told_in_words(apply: Apply):
    assert contents_in_words(apply(FULL).campaign, providers=settings.PROVIDERS) == [
        "Tracks: First Light, Slow Train, Wires: Live",
        "Links of the artist: Website, Newsletter",
        "Further services: TIDAL, Deezer",
        "Pre-order: Vinyl",
    ]
    second = apply(spoiled("slug: m", new="slug: m2")).campaign
    assert contents_in_words(second, providers={})[0].startswith("Links of the artist")

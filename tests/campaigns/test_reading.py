"""A campaign file is refused whole, with everything that is wrong, its line and the mend."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from countin.campaigns.files import Schedule
from countin.campaigns.models import Timing
from countin.campaigns.slugs import RESERVED_SLUGS
from tests.campaigns.spoilings import Spoiling, spoilings
from tests.campaigns.written import (
    HELD_NOTES,
    RIGHT,
    findings_in,
    only_finding_in,
    read,
    spoiled,
    write_file,
)


def test_a_right_file_says_what_it_says(tmp_path: Path):
    file = read(write_file(tmp_path))

    assert (file.slug, file.artist.name, file.artist.ids) == (
        "midnight-windows",
        "The Held Notes",
        {"spotify": HELD_NOTES},
    )
    assert (file.release.title, file.release.kind, file.release.upc) == (
        "Midnight Windows",
        "ep",
        "410000201015",
    )
    assert file.schedule == Schedule(Timing.LOCAL, date(2026, 12, 18), None)
    assert (file.ask_follow, file.follow_when) == (True, "connect")
    assert file.release.artwork == tmp_path / "cover.jpg"
    assert (file.channels, file.audience) == (("newsletter", "instagram"), {"newsletter": 3100})


def test_what_may_be_left_out_has_a_default(tmp_path: Path):
    text = "\n".join([*RIGHT.splitlines()[:9], "slug: bare"]).replace("  timing: local\n", "")

    file = read(write_file(tmp_path, text=text))

    assert file.schedule.timing == Timing.LOCAL
    assert (file.ask_follow, file.follow_when) == (False, "connect")
    assert (file.channels, file.audience, file.release.artwork) == ((), {}, None)


def test_a_global_moment_is_kept_in_utc(tmp_path: Path):
    text = spoiled(
        "timing: local\n  date: 2026-12-18", new="timing: global\n  at: 2026-12-18T00:30+01:00"
    )

    file = read(write_file(tmp_path, text=text))

    moment = datetime(2026, 12, 17, 23, 30, tzinfo=UTC)
    assert file.schedule == Schedule(Timing.GLOBAL, date(2026, 12, 17), moment)


@pytest.mark.parametrize("spoiling", spoilings(), ids=lambda spoiling: spoiling.what)
def test_what_is_wrong_is_told_with_line_and_mend(tmp_path: Path, spoiling: Spoiling):
    finding = only_finding_in(write_file(tmp_path, text=spoiling.text))

    assert (finding.line, finding.what[: len(spoiling.what)]) == (spoiling.line, spoiling.what)
    assert spoiling.mend in finding.mend


def test_a_title_has_an_end(tmp_path: Path):
    text = spoiled("title: Midnight Windows", new=f"title: {'x' * 301}")

    finding = only_finding_in(write_file(tmp_path, text=text))

    assert (finding.line, finding.what) == (5, "`release.title` has 301 characters.")
    assert finding.mend == "Keep it within 300."


def test_everything_that_is_wrong_is_told_at_once_in_the_order_of_lines(tmp_path: Path):
    text = RIGHT
    for old, new in [
        ("kind: ep", "kind: opus"),
        ('upc: "410000201015"', 'upc: "1"'),
        ("date: 2026-12-18", "date: soon"),
        ("slug: midnight-windows", "slug: me"),
        ("audience: {", "publik: {"),
    ]:
        text = text.replace(old, new)

    findings = findings_in(write_file(tmp_path, text=text))

    assert [finding.line for finding in findings] == [6, 7, 9, 11, 15]


@pytest.mark.parametrize("slug", sorted(RESERVED_SLUGS))
def test_the_products_own_addresses_are_reserved(tmp_path: Path, slug: str):
    text = spoiled("slug: midnight-windows", new=f"slug: {slug}")

    finding = only_finding_in(write_file(tmp_path, text=text))

    assert finding.what == (
        f"The slug `{slug}` is reserved: the address belongs to the product itself."
    )
    assert finding.mend == f"Choose another, like `{slug}-release`."


def test_a_file_without_anything_names_all_that_is_missing(tmp_path: Path):
    findings = findings_in(write_file(tmp_path, text="follow_when: release\n"))

    assert [finding.what for finding in findings] == [
        *("`artist` is missing.", "`release` is missing.", "`slug` is missing."),
    ]


def test_an_artist_must_have_keys_of_its_own(tmp_path: Path):
    text = "artist: The Held Notes\n" + "\n".join(RIGHT.splitlines()[3:])

    finding = only_finding_in(write_file(tmp_path, text=text))

    assert (finding.line, finding.what) == (1, "`artist` has no keys.")


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path):
    outside, inside = tmp_path / "outside", tmp_path / "inside"
    outside.mkdir()
    inside.mkdir()
    write_file(outside)
    (inside / "cover.jpg").symlink_to(outside / "cover.jpg")

    finding = only_finding_in(write_file(inside))

    assert finding.what == "The picture 'cover.jpg' lies outside the file's folder."


def test_a_picture_in_a_folder_beside_the_file_is_taken(tmp_path: Path):
    path = write_file(tmp_path, text=spoiled("cover.jpg", new="art/cover.jpg"))
    (tmp_path / "art").mkdir()
    (tmp_path / "cover.jpg").rename(tmp_path / "art" / "cover.jpg")

    assert read(path).release.artwork == tmp_path / "art" / "cover.jpg"


def test_a_hostile_key_is_shown_harmlessly(tmp_path: Path):
    finding = only_finding_in(write_file(tmp_path, text=RIGHT + '"\\e[2J": 1\n'))

    assert finding.what == "`\ufffd[2J` is no key."

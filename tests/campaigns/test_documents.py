"""A campaign file that can't be read is refused at once, and costs nothing."""

import json
import os
from pathlib import Path

import pytest

from countin.campaigns.documents import LARGEST_FILE
from tests.campaigns.written import RIGHT, only_finding_in, read, spoiled, write_file


def as_written(folder: Path, raw: bytes) -> Path:
    path = folder / "campaign.yaml"
    path.write_bytes(raw)
    return path


def test_a_missing_file_is_named(tmp_path: Path):
    finding = only_finding_in(tmp_path / "none.yaml")

    assert finding.what == f"There is no file {tmp_path / 'none.yaml'}."
    assert finding.mend == "Check the path."


def test_a_folder_and_a_pipe_are_no_files(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe")

    assert only_finding_in(tmp_path).what.startswith("There is no file")
    assert only_finding_in(tmp_path / "pipe").what.startswith("There is no file")


def test_a_path_with_a_null_is_no_file(tmp_path: Path):
    assert only_finding_in(tmp_path / "a\0b").mend.startswith("Check the path")


@pytest.mark.parametrize("text", ["", "# nothing but a comment\n", "---\n...\n"])
def test_an_empty_file_points_at_the_examples(tmp_path: Path, text: str):
    finding = only_finding_in(as_written(tmp_path, text.encode()))

    assert finding.what in ("The file is empty.", "The file holds no keys.")


def test_a_list_is_no_campaign(tmp_path: Path):
    finding = only_finding_in(as_written(tmp_path, b"- one\n- two\n"))

    assert (finding.line, finding.what) == (1, "The file holds no keys.")


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path):
    finding = only_finding_in(as_written(tmp_path, b"#" * (LARGEST_FILE + 1)))

    assert finding.what == "The file is larger than 64 KB."


def test_text_in_another_encoding_is_refused_at_its_line(tmp_path: Path):
    raw = RIGHT.replace("Held Notes", "Héld Notes").encode("latin-1")

    finding = only_finding_in(as_written(tmp_path, raw))

    assert (finding.line, finding.what) == (2, "This is not UTF-8 text.")
    assert finding.mend == "Save the file as UTF-8."


def test_a_byte_order_mark_does_no_harm(tmp_path: Path):
    path = write_file(tmp_path)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())

    assert read(path).slug == "midnight-windows"


def test_an_alias_bomb_is_refused_before_it_grows(tmp_path: Path):
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [
        f"{this}: &{this} [{', '.join(['*' + last] * 9)}]"
        for last, this in zip("abcdefgh", "bcdefghi", strict=True)
    ]

    finding = only_finding_in(as_written(tmp_path, "\n".join(lines).encode()))

    assert finding.line == 1
    assert finding.what == "Anchors and aliases (`&name`, `*name`) are not read."


@pytest.mark.parametrize("signs", ["[", "{a: ", "- "])
def test_deep_nesting_is_refused(tmp_path: Path, signs: str):
    finding = only_finding_in(as_written(tmp_path, ("artist: \n  " + signs * 900).encode()))

    assert finding.what == "This is nested deeper than any campaign file."


def test_tags_never_make_objects(tmp_path: Path):
    text = spoiled("Midnight Windows", new="!!python/object/apply:os.getcwd []")

    finding = only_finding_in(write_file(tmp_path, text=text))

    assert (finding.line, finding.what) == (5, "Tags (`!name`) are not read.")


def test_a_second_document_is_refused(tmp_path: Path):
    finding = only_finding_in(write_file(tmp_path, text=RIGHT + "---\nslug: other\n"))

    assert (finding.line, finding.what) == (16, "A second document begins here.")


def test_broken_yaml_is_refused_at_its_line(tmp_path: Path):
    text = spoiled("title: Midnight Windows", new="title: Midnight: Windows")

    finding = only_finding_in(write_file(tmp_path, text=text))

    assert finding.line == 5
    assert finding.what == "No valid YAML or JSON: mapping values are not allowed here."
    assert "goes into quotes" in finding.mend


@pytest.mark.parametrize("raw", [b"artist: {name: [", b'{"artist": ', b"a: \x01b", b"\t- x", b"%"])
def test_what_is_cut_off_or_garbled_is_refused(tmp_path: Path, raw: bytes):
    assert len(str(only_finding_in(as_written(tmp_path, raw)))) > 20


def test_a_key_that_stands_twice_is_refused_at_the_second(tmp_path: Path):
    finding = only_finding_in(write_file(tmp_path, text=RIGHT + "slug: another\n"))

    assert finding.line == 16
    assert finding.what == "`slug` stands here again; line 11 has it already."


def test_a_list_is_no_key(tmp_path: Path):
    finding = only_finding_in(write_file(tmp_path, text=RIGHT + "? [a, b]\n: c\n"))

    assert (finding.line, finding.what) == (16, "A list or mapping can't be a key.")


def test_json_reads_like_yaml(tmp_path: Path):
    document = {
        "artist": {"name": "The Held Notes 🎵"},
        "release": {"title": "A/B", "kind": "ep", "upc": "410000201015", "date": "2026-12-18"},
        "slug": "a-b",
    }
    plain = write_file(tmp_path, text=json.dumps(document, indent="\t"), name="a.json")
    escaped = write_file(tmp_path, text=json.dumps(document).replace("/", r"\/"), name="b.json")

    assert read(plain).artist.name == "The Held Notes 🎵"
    assert read(plain).release == read(escaped).release


def test_a_barcode_without_quotes_keeps_its_zeros(tmp_path: Path):
    text = spoiled('"410000201015"', new="036000291452")

    assert read(write_file(tmp_path, text=text)).release.upc == "036000291452"


def test_a_word_that_yaml_takes_for_something_else_may_be_a_title(tmp_path: Path):
    titles = ["No", "1999", "2026-01-01", "1e3", "0x10", "12:30", '"null"']
    titles_read = [
        read(
            write_file(tmp_path, text=spoiled("title: Midnight Windows", new=f"title: {title}"))
        ).release.title
        for title in titles
    ]

    assert titles_read == ["No", "1999", "2026-01-01", "1e3", "0x10", "12:30", "null"]

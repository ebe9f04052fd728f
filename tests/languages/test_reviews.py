"""Who has read a language stands beside it, and holds for the words that were read."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from countin.config.doctor.findings import Grade
from countin.config.doctor.languages import look_at_languages
from countin.languages.available import version_of
from countin.languages.reviews import (
    Review,
    Standing,
    read_review,
    review_file,
    standing_of_languages,
)
from scripts.languages.__main__ import note_review
from tests.house import tree

TODAY = date(2026, 12, 3)


@pytest.fixture
def catalog(tmp_path: Path) -> Path:
    """A language of its own: its .po, and the .mo beside it."""
    path = tmp_path / "pt_BR" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.touch()
    path.with_suffix(".mo").write_bytes(b"as it was read")
    return path


def test_a_language_counts_as_unread_until_somebody_is_named(catalog):
    assert read_review("pt-br", folder=catalog.parents[2]) is None


def test_a_reading_is_noted_with_the_words_that_were_read(catalog):
    note_review(catalog, reader='Ana "A." Lima', today=TODAY)

    version = version_of(catalog.with_suffix(".mo"))
    assert read_review("pt-br", folder=catalog.parents[2]) == Review(
        "Ana 'A.' Lima", TODAY, version
    )


def test_nobody_is_no_reader(catalog):
    with pytest.raises(SystemExit, match="--by NAME"):
        note_review(catalog, reader=" \\ ", today=TODAY)


def test_a_note_that_names_nobody_says_how_it_is_mended(catalog):
    folder = catalog.parents[2]
    review_file("pt-br", folder=folder).write_text('read_on = "2026-12-03"\n')

    with pytest.raises(ValueError, match=r"scripts\.languages read pt_BR --by NAME"):
        read_review("pt-br", folder=folder)


def test_a_reading_holds_for_its_words_alone(catalog):
    folder = catalog.parents[2]
    (unread,) = standing_of_languages(folder)
    note_review(catalog, reader="Ana", today=TODAY)
    (read,) = standing_of_languages(folder)
    catalog.with_suffix(".mo").write_bytes(b"as it is now")
    (changed,) = standing_of_languages(folder)

    assert [(one.in_words, one.is_current) for one in (unread, read, changed)] == [
        ("no speaker is on record as having read it", False),
        ("read by Ana on 2026-12-03", True),
        ("read by Ana on 2026-12-03; texts have changed since", False),
    ]


def test_doctor_names_the_languages_that_no_speaker_is_known_to_have_read():
    unread = [one for one in standing_of_languages() if not one.is_current]
    read = [one for one in standing_of_languages() if one.is_current]

    notes = {one.grade: one.words for one in look_at_languages()}

    assert {Grade.NOTE in notes, Grade.FINE in notes} <= {bool(unread), bool(read)}
    assert [one.code for one in unread if f"({one.code})" not in notes[Grade.NOTE]] == []
    assert len(unread) + len(read) == len(settings.LANGUAGES) - 1


def test_the_page_for_speakers_tells_how_each_language_stands():
    page = tree.text_of(Path("docs/languages.md"))

    missing = [row(one) for one in standing_of_languages() if row(one) not in page]

    assert missing == []


def row(one: Standing) -> str:
    return f"| {one.name} | `{one.code}` | {one.in_words} |"

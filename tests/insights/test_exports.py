"""Exports as they are downloaded, in the writings of different places."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countin.insights.listening.forms import NotUnderstood, read_export
from countin.insights.listening.tables import BadTable, read_table
from countin.insights.listening.values import (
    BadValue,
    UnclearDays,
    decimal_mark,
    read_days,
    read_number,
)

ARTIST = (
    "date,listeners,monthly listeners,monthly active listeners,super listeners,streams,"
    "playlist adds,saves,followers"
)
DAY = date(2026, 11, 27)


def read(text, *, encoding="utf-8", subject="Midnight Single", **more):
    content = text if isinstance(text, bytes) else text.encode(encoding)
    return read_export(read_table(content), subject=subject, period=None, **more)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_timeline_of_an_artist(encoding, end):
    export = read(f"{ARTIST}{end}2026-11-27,12,180,40,3,31,2,5,901{end}", encoding=encoding)

    (row,) = export.rows
    assert (export.scope, row.first_day, row.last_day, row.subject) == ("artist", DAY, DAY, "")
    assert row.counts == {
        "listeners": 12,
        "streams": 31,
        "saves": 5,
        "playlist_adds": 2,
        "followers": 901,
    }


def test_the_timeline_of_a_song_knows_streams_alone():
    export = read("date,streams\n2026-11-27,0\n2026-11-28,12\n")

    assert [row.subject for row in export.rows] == ["Midnight Single"] * 2
    assert [row.counts["streams"] for row in export.rows] == [0, 12]
    assert export.rows[0].counts["listeners"] is None


def test_a_spreadsheet_of_another_place():
    text = "sep=;\nDatum;Hörer;Streams\n27.11.2026;1.204;12 345\n28.11.2026;998;–\n"

    export = read(text, encoding="cp1252")

    assert [row.counts["listeners"] for row in export.rows] == [1204, 998]
    assert [row.counts["streams"] for row in export.rows] == [12345, None]
    assert export.rows[0].first_day == DAY


def test_a_table_of_songs_needs_its_days():
    text = "Song,Plays,Average Daily Listeners,Shazam Count\nMidnight Single,1204,17.5,3\n"

    with pytest.raises(NotUnderstood, match="--from 2026-11-27 --to"):
        read(text)
    export = read_export(
        read_table(text.encode()), subject="", period=(DAY, DAY + timedelta(days=6))
    )

    (row,) = export.rows
    assert (row.subject, row.counts["streams"], row.counts["listeners"]) == (
        "Midnight Single",
        1204,
        17.5,
    )
    assert (row.last_day - row.first_day).days == 6
    assert export.source == "plays"


@pytest.mark.parametrize(
    ("text", "error", "match"),
    [
        ("", BadTable, "no table"),
        ("date,streams\n", BadTable, "no row"),
        ("colour,size\nred,3\n", NotUnderstood, "No heading"),
        ("date,streams\n2026-11-27,many\n", BadValue, "Line 2: 'many' is no number"),
        ("date,streams\n2026-11-27,-4\n", BadValue, "Line 2"),
        ("date,streams\n2026-13-27,4\n", BadValue, "is no day"),
        ("date,streams\nyesterday,4\n", BadValue, "is no day"),
        ("date,streams\n2026-11-27,4\n2026-11-27,5\n", BadValue, "stands in it twice"),
        ("date,streams\n03/04/2026,4\n", UnclearDays, "--dates dmy or --dates mdy"),
    ],
)
def test_what_is_not_understood_is_refused_with_the_next_step(text, error, match):
    with pytest.raises(error, match=match):
        read(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,234", 1234),
        ("1.234", 1234),
        ("1 234", 1234),
        ("1\u202f234", 1234),
        ("1’234", 1234),
        ("1,234,567", 1234567),
        ("12,5", 12.5),
        ("12.5", 12.5),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("0", 0),
        ("", None),
        ("—", None),
    ],
)
def test_numbers_as_they_are_written(text, number):
    assert read_number(text) == number


@given(
    days=st.lists(st.dates(date(2020, 1, 1), date(2030, 1, 1)), min_size=1, max_size=20),
    form=st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%Y/%m/%d", "%d %b %Y", "%b %d, %Y"]),
)
def test_days_are_read_as_they_were_written(days, form):
    assert read_days([day.strftime(form) for day in days]) == days


@given(
    days=st.lists(st.dates(date(2020, 1, 1), date(2030, 1, 1)), min_size=1, max_size=20),
    order=st.sampled_from(["dmy", "mdy"]),
)
def test_one_order_holds_for_the_whole_column(days, order):
    texts = [day.strftime("%d/%m/%Y" if order == "dmy" else "%m/%d/%Y") for day in days]

    assert read_days(texts, order=order) == days
    if any(day.day > 12 for day in days):
        assert read_days(texts) == days


def test_apple_in_french_with_its_own_decimals_and_the_accents_a_spreadsheet_dropped():
    for heading in (
        "Morceau;Écoutes;Moy. d’auditeurs journalière",
        "Morceau;Ecoutes;Moy. d'auditeurs",
    ):
        text = f"{heading};Nombre de Shazam\nMidnight Single;12 040;17,5;3\nSlow Tram;980;1,204;0\n"

        export = read_export(
            read_table(text.encode()), subject="", period=(DAY, DAY + timedelta(days=6))
        )

        assert [row.counts["listeners"] for row in export.rows] == [17.5, 1.204]
        assert [row.counts["streams"] for row in export.rows] == [12040, 980]


def test_songs_of_spotify_with_the_day_they_came_out():
    text = "song,listeners,streams,saves,release_date\nMidnight Single,98,1204,31,2026-11-27\n"

    export = read_export(
        read_table(text.encode()), subject="", period=(DAY, DAY + timedelta(days=6))
    )

    (row,) = export.rows
    assert (export.is_of_songs, row.subject) == (True, "Midnight Single")
    assert (row.counts["streams"], row.counts["saves"]) == (1204, 31)


@pytest.mark.parametrize(
    ("written", "first"),
    [
        (["12/01/2026", "12/02/2026", "12/03/2026"], date(2026, 12, 1)),
        (["01/12/2026", "02/12/2026", "03/12/2026"], date(2026, 12, 1)),
        (["12/1/26", "12/2/26", "12/3/26"], date(2026, 12, 1)),
        (["2026-12-01T00:00:00Z", "2026-12-02T00:00:00Z", "2026-12-03T00:00:00Z"], None),
        (["1/12/2026 0:00", "2/12/2026 0:00", "3/12/2026 0:00"], None),
        (["Dec 1, 2026, 12:00 AM", "Dec 2, 2026, 12:00 AM", "Dec 3, 2026, 12:00 AM"], None),
    ],
)
def test_days_that_follow_one_another_tell_their_order(written, first):
    days = read_days(written)

    assert days[0] == (first or date(2026, 12, 1))
    assert [(day - days[0]).days for day in days] == [0, 1, 2]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252"])
def test_every_separator_in_every_encoding(separator, encoding):
    lines = [["Tag", "Hörer", "Streams"], ["27.11.2026", "1204", "12040"]]
    text = "\r\n".join(separator.join(line) for line in lines)
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""

    (row,) = read(mark + text.encode(encoding)).rows

    assert (row.first_day, row.counts["listeners"], row.counts["streams"]) == (DAY, 1204, 12040)


@given(
    numbers=st.lists(
        st.tuples(st.integers(0, 999_999), st.sampled_from([0, 1, 2, 3])), min_size=1, max_size=9
    ),
    mark=st.sampled_from([".", ","]),
)
def test_a_file_that_shows_its_decimal_mark_once_is_read_by_it(numbers, mark):
    other = "," if mark == "." else "."
    values = [round(whole + 0.125 * places, places) for whole, places in numbers]
    texts = [
        f"{value:,.{places}f}".replace(",", "_").replace(".", mark).replace("_", other)
        for value, (_whole, places) in zip(values, numbers, strict=True)
    ]
    shown = [*texts, f"12{mark}5"]

    assert decimal_mark(shown) == mark
    assert [read_number(text, mark=mark) for text in texts] == values

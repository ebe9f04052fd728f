"""Rows written by the hundred, and what the models read of them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from countin.workspaces.models import JournalNote, Workspace
from countin.workspaces.rows import Among, insert_rows, update_rows

pytestmark = pytest.mark.django_db
MOMENT = datetime(2026, 11, 29, 23, 59, 58, 123456, tzinfo=UTC)
WHOLE = datetime(2026, 11, 30, tzinfo=UTC)
FIELDS = ("what", "row", "row_made_at", "happened_at")


def test_what_is_inserted_reads_as_what_the_model_inserts() -> None:
    words = 'Ünïcode, "quotes", \\, {braces} and %s'

    insert_rows(JournalNote, fields=FIELDS, rows=[(words[:20], 2**40, MOMENT, WHOLE)])
    JournalNote.objects.create(what=words[:20], row=2**40, row_made_at=MOMENT, happened_at=WHOLE)

    one, other = JournalNote.objects.order_by("pk").values(*FIELDS)
    assert one == other
    # SQLite compares moments as text: both have to be spelled alike to be found alike.
    assert JournalNote.objects.filter(row_made_at=MOMENT, happened_at=WHOLE).count() == 2


def test_a_moment_of_another_zone_is_kept_as_the_same_moment() -> None:
    there = MOMENT.astimezone(timezone(timedelta(hours=9)))

    insert_rows(JournalNote, fields=FIELDS, rows=[("saved", 1, there, there)])

    assert JournalNote.objects.get().happened_at == MOMENT


def test_a_field_that_nobody_names_is_not_left_to_chance() -> None:
    with pytest.raises(ValueError, match="row_made_at"):
        insert_rows(JournalNote, fields=("what", "row", "happened_at"), rows=[("saved", 1, WHOLE)])


def test_each_row_is_given_values_of_its_own_and_no_other_is_touched() -> None:
    spaces = [Workspace.objects.create(name=name, slug=name, created_at=MOMENT) for name in "abc"]

    update_rows(
        Workspace,
        fields=("name", "created_at"),
        rows=[(spaces[0].pk, "one", WHOLE), (spaces[2].pk, "three", MOMENT), (10**9, "?", WHOLE)],
    )

    found = Workspace.objects.filter(pk__in=[space.pk for space in spaces]).order_by("pk")
    assert list(found.values_list("name", "created_at")) == [
        ("one", WHOLE),
        ("b", MOMENT),
        ("three", MOMENT),
    ]


def test_without_rows_nothing_is_asked(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        insert_rows(JournalNote, fields=FIELDS, rows=[])
        update_rows(JournalNote, fields=("what",), rows=[])


@pytest.mark.parametrize("numbers", [[], [3], [1, None, 3, 3, 10**12], range(1, 5000)])
def test_among_finds_what_in_finds(numbers) -> None:
    insert_rows(
        JournalNote, fields=FIELDS, rows=[("saved", row, MOMENT, WHOLE) for row in range(1, 7)]
    )

    found = JournalNote.objects.filter(Among("row", numbers), what="saved")

    known = [number for number in numbers if number is not None]
    assert set(found) == set(JournalNote.objects.filter(row__in=known))

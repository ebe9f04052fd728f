"""Every field of every table is either in docs/privacy.md or said here to be nobody's.

docs/privacy.md names a personal field in backticks as `room.Model.field`, one line a field:
purpose, legal basis, retention, who reads it.
"""

from pathlib import Path

from tests.house import tree
from tests.house.not_personal import NOT_PERSONAL
from tests.house.test_foreign_keys import our_models

_PRIVACY = Path("docs/privacy.md")


def all_fields() -> set[str]:
    """`fans.Fan.language` and so on; without the numbers that databases give to rows."""
    return {
        f"{model._meta.app_label}.{model.__name__}.{field.name}"
        for model in our_models()
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]
        if not field.primary_key
    }


def personal_fields() -> set[str]:
    """What docs/privacy.md promises about."""
    rooms = {model._meta.app_label for model in our_models()}
    named = tree.documented_names(_PRIVACY)
    return {name for name in named if name.count(".") == 2 and name.split(".")[0] in rooms}


def not_personal_fields() -> set[str]:
    return {f"{model}.{field}" for model, names in NOT_PERSONAL.items() for field in names.split()}


def test_every_field_about_a_person_is_in_the_privacy_page():
    """Nothing is kept about a fan that the privacy page doesn't name."""
    assert all_fields() - personal_fields() - not_personal_fields() == set()


def test_the_privacy_page_names_no_field_that_is_gone():
    """A promise about data that no longer exists misleads."""
    assert personal_fields() - all_fields() == set()


def test_no_field_is_both_personal_and_not():
    """The list of what is nobody's can't overrule the privacy page, nor outlive its fields."""
    assert not_personal_fields() & personal_fields() == set()
    assert not_personal_fields() - all_fields() == set()


def test_every_personal_field_has_its_own_line_with_all_four_answers():
    """Purpose, legal basis, retention and readers are what the law asks of each."""
    rows = [line for line in tree.text_of(_PRIVACY).splitlines() if line.startswith("|")]
    answers = {
        cell: [part.strip() for part in row.strip("|").split("|")[1:]]
        for row in rows
        for cell in row.split("`")[1:2]
    }

    unanswered = {
        name for name in personal_fields() if len([a for a in answers.get(name, []) if a]) < 4
    }

    assert unanswered == set()

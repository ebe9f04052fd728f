from types import SimpleNamespace

import pytest
from django.conf import settings

from countin.config.environment import Values, read_values
from countin.config.registry import build_providers
from countin.privacy.notice import ROW_HEADINGS, notice_sections


@pytest.fixture
def controller():
    return SimpleNamespace(
        name="Night Letters Records",
        contact="hello@nightletters.example",
        address="Lindenstraße 5\n10969 Berlin",
        is_named=True,
    )


@pytest.fixture
def with_spotify():
    keys = {"COUNTIN_SPOTIFY_CLIENT_ID": "client", "COUNTIN_SPOTIFY_CLIENT_SECRET": "secret"}
    return build_providers(Values({**read_values({}).texts, **keys}))


def text_of(sections):
    return "\n".join(
        part
        for section in sections
        for part in (section.title, *section.paragraphs, *(" ".join(row) for row in section.rows))
    )


def test_the_notice_names_who_answers(controller):
    first = notice_sections(controller, providers={})[0]

    assert first.paragraphs == (
        "Night Letters Records",
        "Lindenstraße 5",
        "10969 Berlin",
        "Write to: hello@nightletters.example",
    )


def test_without_a_controller_it_says_that_it_is_a_test():
    nobody = SimpleNamespace(name="", contact="", address="", is_named=False)

    first = notice_sections(nobody, providers={})[0]

    assert first.paragraphs[0].startswith("This is a test installation.")


def test_only_services_that_are_connected_to_are_named(controller, with_spotify):
    without_keys = text_of(notice_sections(controller, providers=settings.PROVIDERS))
    with_keys = text_of(notice_sections(controller, providers=with_spotify))

    assert "Spotify AB" not in without_keys
    assert "Spotify AB" in with_keys
    assert "Apple Inc." not in with_keys


def test_every_row_answers_every_question(controller):
    rows = [row for section in notice_sections(controller, providers={}) for row in section.rows]

    assert {len(row) for row in rows} == {len(ROW_HEADINGS)}
    assert all(cell for row in rows for cell in row)
    assert len(rows) > 10


def test_the_notice_speaks_to_fans_not_to_programmers(controller, with_spotify):
    text = text_of(notice_sections(controller, providers=with_spotify))

    assert "fans.Fan" not in text
    assert "`" not in text
    assert "**" not in text

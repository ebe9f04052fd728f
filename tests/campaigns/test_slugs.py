"""Slugs keep off the product's own addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countin.campaigns.slugs import RESERVED_SLUGS, is_slug, suggest_slug


@pytest.mark.parametrize("text", ["a", "7", "midnight-windows", "a" * 63, "a-"])
def test_small_letters_digits_and_hyphens_make_a_slug(text: str):
    assert is_slug(text)


@pytest.mark.parametrize("text", ["", "-a", "A", "a b", "a/b", "ä", "a.b", "a\n", "a" * 64, "٣"])
def test_anything_else_makes_none(text: str):
    assert not is_slug(text)


@given(st.text())
def test_a_suggestion_has_the_form_or_is_empty(text: str):
    suggestion = suggest_slug(text)

    assert suggestion == "" or is_slug(suggestion)


def test_letters_without_accents_are_spelled_not_lost():
    assert suggest_slug("Móðir & Sønner") == "modir-sonner"
    assert suggest_slug("Straße Łódź ÆTHER") == "strasse-lodz-aether"


def test_every_address_of_the_product_is_reserved():
    assert {"me", "connect", "media", "static", "confirm", "unsubscribe", "robots"} < RESERVED_SLUGS

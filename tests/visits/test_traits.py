"""Kinds of device and languages: what a browser is counted as."""

import pytest

from countin.visits.models import TraitCount
from countin.visits.traits import device_of, language_asked
from countin.visits.writing import write_visits

_IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148"
)
_PIXEL = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36"
)
_GALAXY_TAB = (
    "Mozilla/5.0 (Linux; Android 14; SM-X710) AppleWebKit/537.36 Chrome/131.0 Safari/537.36"
)
_IPAD = "Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148"
_MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Safari/605.1.15"


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (_IPHONE, "phone"),
        (_PIXEL, "phone"),
        (_GALAXY_TAB, "tablet"),
        (_IPAD, "tablet"),
        (_MAC, "computer"),
        ("Mozilla/5.0 (SMART-TV; Tizen 7.0)", "other"),
        ("", "other"),
    ],
)
def test_a_device_is_one_of_four(agent: str, device: str):
    assert device_of(agent) == device


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("pt_BR", "pt"),
        ("EN;q=0.5", "en"),
        ("no", "nb"),
        ("xx-invented", ""),
        ("*", ""),
        ("", ""),
        ("," * 5000, ""),
    ],
)
def test_a_language_is_the_family_asked_for_first(header: str, language: str):
    assert language_asked(header) == language


def test_visits_of_people_are_added_up_by_device_and_language(campaign, arrive):
    batches = (
        [
            arrive(agent=_IPHONE, accept_language="de-DE"),
            arrive(agent=_MAC, accept_language="de"),
            arrive(agent="Googlebot/2.1", accept_language="en"),
        ],
        [arrive(agent=_IPHONE, accept_language="")],
    )

    for batch in batches:
        write_visits(batch)

    counted = TraitCount.objects.values_list("trait", "name", "people").order_by("trait", "name")
    assert list(counted) == [
        ("device", "computer", 1),
        ("device", "phone", 2),
        ("language", "", 1),
        ("language", "de", 2),
    ]

"""Two people, one phone: neither learns what is kept about the other."""

import pytest

from countin.fans.models import Fan
from tests.pages.door import SLUG, Browser

ADDRESS = "ada@private.example"


@pytest.fixture
def adas_phone(door, settings) -> Browser:
    """Ada has promised with Spotify, and has given an address for Apple Music."""
    settings.MAIL_IS_SET = True
    door.sim.add_fan("bob", country="DE")
    phone = Browser()
    phone.press(f"/{SLUG}/remind/apple_music", campaign=SLUG)
    phone.press(f"/{SLUG}/reminder/apple_music", address=ADDRESS)
    phone.connect("ada")
    return phone


def test_who_borrowed_the_phone_does_not_find_its_owner_on_their_own_page(adas_phone):
    adas_phone.connect("bob")
    bobs_phone = Browser()

    bobs_phone.connect("bob")

    held = bobs_phone.look(f"{bobs_phone.own_page()}/everything.json").content.decode()
    assert ADDRESS not in held
    assert Fan.objects.count() == 2


def test_the_owner_comes_back_to_their_own_page(adas_phone):
    adas_phone.connect("bob")

    adas_phone.connect("ada")

    held = adas_phone.look(f"{adas_phone.own_page()}/everything.json").content.decode()
    assert ADDRESS in held

"""The guests' link opens one campaign, and only while the secret key is the same."""

import pytest

from countin.campaigns.guests import guest_address, guest_key, is_guest_key
from tests.campaigns.conftest import Apply
from tests.campaigns.written import RIGHT


def test_the_key_of_a_campaign_opens_that_campaign_alone(apply: Apply):
    first = apply().campaign
    second = apply(RIGHT.replace("slug: midnight-windows", "slug: second")).campaign
    key = guest_key(first, secret_key="s")

    assert is_guest_key(first, key=key, secret_key="s")
    assert not is_guest_key(second, key=key, secret_key="s")
    assert not is_guest_key(first, key=key, secret_key="another")


@pytest.mark.parametrize("key", ["", "x", "ä", "\ud800", "x" * 9000, "\0"])
def test_anything_may_come_as_a_key(apply: Apply, key: str):
    assert not is_guest_key(apply().campaign, key=key, secret_key="s")


def test_the_address_is_the_page_with_the_key(apply: Apply):
    campaign = apply().campaign

    address = guest_address(campaign, base_url="https://p.example", secret_key="s")

    key = guest_key(campaign, secret_key="s")
    assert address == f"https://p.example/midnight-windows?guest={key}"
    assert len(key) == 43

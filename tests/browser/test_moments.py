"""Moments: the script of a page writes them on the fan's own clock, and otherwise as the server."""

import re
from html import unescape

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.house import House

pytestmark = [pytest.mark.database, pytest.mark.once, pytest.mark.timeout(300)]

_MOMENT = re.compile(r'<time datetime="[^"]+T[^"]+" data-moment="[^"]+">([^<]+)</time>')


@pytest.mark.parametrize("language", ["en", "de", "es", "ar"])
def test_the_script_writes_a_moment_as_the_server_does(
    keyless: House, arrive: Arrive, language: str
):
    address = f"{keyless.open_campaign('one-moment', title='One Moment')}?lang={language}"
    page = arrive(keyless, timezone_id="UTC").open(address)
    (served,) = _MOMENT.findall(page.request.get(address).text())

    shown = page.locator(".heading time[data-moment]").text_content()

    assert shown == unescape(served).removesuffix(" (UTC)")


def test_a_release_at_one_instant_has_the_fans_own_day_on_the_artists_page(
    keyless: House, arrive: Arrive
):
    keyless.open_campaign("one-moment", title="One Moment")
    page = arrive(keyless, timezone_id="Pacific/Kiritimati").open("/@the-held-notes")
    moment = page.locator(".release-row time[data-moment]").first
    at = moment.get_attribute("datetime")

    own = page.evaluate(
        "at => new Date(at).toLocaleString('en', {month: 'long', day: 'numeric'})", at
    )

    expect(moment).to_contain_text(own)
    expect(moment).not_to_contain_text("UTC")

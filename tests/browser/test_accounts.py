"""An organizer's ways in: a passkey, a second step, recovery codes, where one is signed in."""

import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from tests.browser.conftest import Arrive
from tests.browser.entering import enter
from tests.browser.house import House
from tests.browser.looks import look_once, look_quickly
from tests.browser.studio_pages import OF_ACCOUNTS, look_at_the_rest

pytestmark = [pytest.mark.database, pytest.mark.once, pytest.mark.timeout(300)]
_PASSWORD = "seven doors at night"
_DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "automaticPresenceSimulation": True,
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}


def test_a_passkey_and_a_second_step_let_in(keyless: House, arrive: Arrive):
    page = enter(keyless, arrive, name="ida")
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": _DEVICE})

    page.get_by_role("link", name="Account", exact=True).click()
    page.get_by_role("link", name="Set up a passkey").click()
    page.get_by_label("What you call this device").fill("My phone")
    look_quickly(page, "account-passkey")
    page.get_by_role("button", name="Set it up").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.get_by_role("link", name="Account", exact=True).click()
    page.get_by_role("link", name="Your passkeys").click()
    expect(page.get_by_text("not used yet")).to_be_visible()
    look_quickly(page, "account-passkeys")

    _sign_out(page)
    look_quickly(page, "account-login")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/studio/w/default/")

    _set_up_the_app(page)
    page.get_by_role("link", name="Account", exact=True).click()
    page.get_by_role("link", name="Show sessions").click()
    expect(page.get_by_text("this one")).to_be_visible()
    look_quickly(page, "account-sessions")
    _come_by_password(page)
    assert look_at_the_rest(page, of=OF_ACCOUNTS, look=look_once) == set()


def _come_by_password(page: Page) -> None:
    """As far as the second step, which is a passkey here."""
    page.get_by_role("link", name="Account", exact=True).click()
    page.get_by_role("link", name="Choose a password").click()
    look_quickly(page, "account-password")
    for field in page.locator("input[type=password]").all():
        field.fill(_PASSWORD)
    page.get_by_role("button", name="Keep it").click()
    _sign_out(page)
    page.get_by_label("Email").fill("ida@example.org")
    page.get_by_label("Password").fill(_PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/2fa/authenticate/")
    look_quickly(page, "account-code")
    page.get_by_role("button", name="Use a passkey instead").click()
    page.wait_for_url("**/studio/w/default/")


def _sign_out(page: Page) -> None:
    page.get_by_role("link", name="Account", exact=True).click()
    page.get_by_role("button", name="Sign out here").click()
    page.wait_for_url("**/studio/account/login/")


def _set_up_the_app(page: Page) -> None:
    """The code is computed as an app does."""
    page.get_by_role("link", name="Account", exact=True).click()
    page.get_by_role("link", name="Set up the second step").click()
    look_quickly(page, "account-second-step")
    page.get_by_role("link", name="Set it up").click()
    look_quickly(page, "account-app")
    secret = page.get_by_label("Secret", exact=True).input_value()
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    page.get_by_label("Authenticator code").fill(code)
    page.get_by_role("button", name="Turn it on").click()
    expect(page.get_by_role("link", name="Turn it off")).to_be_visible()
    page.get_by_role("link", name="Show them").click()
    expect(page.get_by_text("10 of 10 are left")).to_be_visible()
    look_quickly(page, "account-recovery")

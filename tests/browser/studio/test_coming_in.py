"""An organizer's ways in, at both sizes: a printed link, a passkey, a second step, recovery codes,
a company's own accounts; and where one is signed in."""

import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.entering import enter
from tests.browser.house import House
from tests.browser.looks import look_once
from tests.browser.sizes import Size, both_sizes
from tests.browser.studio.conftest import Sit
from tests.browser.studio.organizer import Organizer
from tests.browser.studio_pages import OF_ACCOUNTS, look_at_the_rest
from tests.studio.company_server import CompanyServer

pytestmark = [pytest.mark.database, pytest.mark.once, pytest.mark.timeout(300)]
_PASSWORD = "seven doors at night"
_HOME = "**/studio/w/default/"
_DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "automaticPresenceSimulation": True,
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}


@both_sizes
def test_a_passkey_a_second_step_and_recovery_codes_let_in(
    size: Size, keyless: House, arrive: Arrive
):
    email = f"ida-{size.name}@example.org"
    ida = Organizer(enter(keyless, arrive, name=f"ida-{size.name}", **size.browser), size=size)
    _set_up_a_passkey(ida)
    _sign_out(ida)
    ida.look("account-login")
    ida.touch(ida.page.get_by_role("button", name="Sign in with a passkey"))
    ida.page.wait_for_url(_HOME)
    codes = _set_up_the_app(ida)
    _choose_a_password(ida)
    elsewhere = Organizer(arrive(keyless, **size.browser).open("/studio/"), size=size)
    _begin_by_password(elsewhere, email=email)
    elsewhere.fill("Code", codes[0])
    elsewhere.press("Sign in")
    elsewhere.page.wait_for_url(_HOME)
    _sign_out_everywhere_else(ida, elsewhere)
    _sign_out(ida)
    _begin_by_password(ida, email=email)
    ida.look("account-code")
    ida.touch(ida.page.get_by_role("button", name="Use a passkey instead"))
    ida.page.wait_for_url(_HOME)
    _to_codes(ida)
    ida.reads("9 of 10 are left")
    if size.has_touch:
        assert look_at_the_rest(ida.page, of=OF_ACCOUNTS, look=look_once) == set()


@both_sizes
def test_an_invited_colleague_signs_in_with_the_companys_account(
    size: Size, company: CompanyServer, newcomer: House, arrive: Arrive, sit: Sit
):
    email = f"ada-{size.name}@example.org"
    owner = sit(newcomer, size)
    owner.follow("People")
    owner.fill("E-mail address", email)
    owner.press("Invite")
    company.person = {"sub": size.name, "email": email, "email_verified": True}
    ada = Organizer(arrive(newcomer, **size.browser).open("/studio/"), size=size)
    ada.look("account-login-company")

    ada.follow("Sign in with Held Records")

    ada.page.wait_for_url(_HOME)
    ada.follow("Account")
    ada.reads(email)
    assert company.troubles == []


def _set_up_a_passkey(ida: Organizer) -> None:
    device = ida.page.context.new_cdp_session(ida.page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": _DEVICE})
    ida.follow("Account")
    ida.follow("Set up a passkey")
    ida.fill("What you call this device", f"My {ida.size.name}")
    ida.look("account-passkey")
    ida.touch(ida.page.get_by_role("button", name="Set it up"))
    ida.reads_heading("Recovery codes")
    ida.follow("Account")
    ida.follow("Your passkeys")
    ida.reads("not used yet")
    ida.look("account-passkeys")


def _set_up_the_app(ida: Organizer) -> list[str]:
    """The code is computed as an app does. Gives back the recovery codes, as they are kept."""
    ida.follow("Account")
    ida.follow("Set up the second step")
    ida.look("account-second-step")
    ida.follow("Set it up")
    ida.look("account-app")
    secret = ida.page.get_by_label("Secret", exact=True).input_value()
    ida.fill("Authenticator code", format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    ida.press("Turn it on")
    expect(ida.page.get_by_role("link", name="Turn it off")).to_be_visible()
    ida.follow("Show them")
    ida.reads("10 of 10 are left")
    ida.look("account-recovery")
    shown = ida.page.get_by_label("Codes that were not used yet").input_value().split()
    with ida.page.expect_download() as kept:
        ida.touch(ida.page.get_by_role("link", name="Download"))
    assert [code for code in shown if code not in kept.value.path().read_text()] == []
    return shown


def _choose_a_password(ida: Organizer) -> None:
    ida.follow("Account")
    ida.follow("Choose a password")
    ida.look("account-password")
    for field in ida.page.locator("input[type=password]").all():
        field.fill(_PASSWORD)
    ida.press("Keep it")


def _begin_by_password(organizer: Organizer, *, email: str) -> None:
    """As far as the second step."""
    organizer.fill("Email", email)
    organizer.fill("Password", _PASSWORD)
    organizer.press("Sign in")
    organizer.page.wait_for_url("**/2fa/authenticate/")


def _sign_out_everywhere_else(ida: Organizer, elsewhere: Organizer) -> None:
    ida.follow("Account")
    ida.follow("Show sessions")
    expect(ida.page.get_by_role("listitem").filter(has_text="Since")).to_have_count(2)
    ida.reads("this one")
    ida.look("account-sessions")
    ida.press("Sign out everywhere else")
    expect(ida.page.get_by_role("listitem").filter(has_text="Since")).to_have_count(1)
    elsewhere.page.reload()
    elsewhere.page.wait_for_url("**/studio/account/login/**")


def _to_codes(ida: Organizer) -> None:
    ida.follow("Account")
    ida.follow("Manage the second step")
    ida.follow("Show them")


def _sign_out(ida: Organizer) -> None:
    ida.follow("Account")
    ida.press("Sign out here")
    ida.page.wait_for_url("**/studio/account/login/")

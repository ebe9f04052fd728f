"""The second step, the codes for whoever lost it, and ending what is signed in elsewhere."""

import json
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)

from countin import clock
from countin.workspaces.models import AuditEntry, Organizer
from countin.workspaces.organizers import make_entry_link
from tests.studio.conftest import Desk

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
EMAIL, PASSWORD, HERE = "owner@example.org", "a long enough one", "/studio/w/default/"
_SECOND = "/studio/account/2fa/authenticate/"


@pytest.fixture
def me(owner: Desk) -> Organizer:
    organizer = Organizer.objects.get(email=EMAIL)
    organizer.set_password(PASSWORD)
    organizer.save()
    return organizer


def sign_in() -> Desk:
    desk = Desk()
    desk.press("/studio/account/login/", login=EMAIL, password=PASSWORD)
    return desk


def test_a_recovery_code_lets_in_once_and_lies_nowhere_in_the_clear(me: Organizer):
    secret = generate_totp_secret()
    TOTP.activate(me, secret)
    codes = RecoveryCodes.activate(me).get_unused_codes()
    first, second = sign_in(), sign_in()
    before = first.look(HERE).status_code

    entered = first.press(_SECOND, code=codes[0])
    again = second.press(_SECOND, code=codes[0])
    guessed = second.press(_SECOND, code="12345678")

    stored = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    assert not [text for text in (secret, *codes) if text in stored]
    assert before == 302
    assert (entered.status_code, first.look(HERE).status_code) == (302, 200)
    assert (again.status_code, guessed.status_code) == (200, 200)
    assert second.look(HERE).status_code == 302
    assert AuditEntry.objects.latest("pk").detail == "password and recovery code"


def test_a_code_that_was_used_is_no_good_a_second_time(me: Organizer):
    """Nor to whoever looked over a shoulder."""
    secret = generate_totp_secret()
    TOTP.activate(me, secret)
    code = format_hotp_value(hotp_value(secret, int(clock.now().timestamp()) // 30))
    owner, onlooker = sign_in(), sign_in()

    entered = owner.press(_SECOND, code=code).status_code
    refused = onlooker.press(_SECOND, code=code).status_code

    assert (entered, refused) == (302, 200)
    assert onlooker.look(HERE).status_code == 302


def test_a_password_that_is_changed_stands_in_the_log(me: Organizer):
    desk, other = sign_in(), "another that is long"

    desk.press(
        "/studio/account/password/change/", oldpassword=PASSWORD, password1=other, password2=other
    )

    entry = AuditEntry.objects.latest("pk")
    assert (entry.who, entry.what, entry.detail) == (EMAIL, "account changed", "password changed")
    assert Organizer.objects.get(pk=me.pk).check_password(other)


def test_whoever_sets_it_up_by_a_link_is_shown_the_codes_and_asked_again_later(owner: Desk):
    """Without a password there is nothing else to ask for than the code that was just typed."""
    me = Organizer.objects.get(email=EMAIL)
    desk, codes = Desk(), "/studio/account/2fa/recovery-codes/"
    desk.press(f"/studio/in/{make_entry_link(me, now=clock.now())}")
    desk.look("/studio/account/2fa/totp/activate/")
    secret = desk.client.session["mfa.totp.secret"]
    code = format_hotp_value(hotp_value(secret, int(clock.now().timestamp()) // 30))

    done = desk.press("/studio/account/2fa/totp/activate/", code=code)
    shown = desk.look(codes)
    session = desk.client.session
    for one in session["account_authentication_methods"]:
        one["at"] -= 3600
    session.save()
    Authenticator.objects.update(created_at=clock.now() - timedelta(hours=1))
    later = desk.look(codes)

    assert (done.status_code, done["Location"]) == (302, codes)
    assert (shown.status_code, later.status_code) == (200, 302)
    noted = AuditEntry.objects.filter(what="account changed").values_list("detail", flat=True)
    assert "authenticator app activated" in noted
    assert "10 of 10 are left" in shown.content.decode()
    assert "/reauthenticate/" in later["Location"]


def test_what_is_signed_in_elsewhere_is_listed_and_ended(me: Organizer):
    here, elsewhere = sign_in(), sign_in()
    page = here.look("/studio/account/sessions/").content.decode()

    here.press("/studio/account/sessions/")

    assert page.count("127.0.0.1") >= 2
    assert here.look(HERE).status_code == 200
    assert elsewhere.look(HERE).status_code == 302

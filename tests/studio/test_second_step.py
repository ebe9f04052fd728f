"""The second step, the codes for whoever lost it, and ending what is signed in elsewhere."""

import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from countin.workspaces.models import AuditEntry, Organizer
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


def test_what_is_signed_in_elsewhere_is_listed_and_ended(me: Organizer):
    here, elsewhere = sign_in(), sign_in()
    page = here.look("/studio/account/sessions/").content.decode()

    here.press("/studio/account/sessions/")

    assert page.count("127.0.0.1") >= 2
    assert here.look(HERE).status_code == 200
    assert elsewhere.look(HERE).status_code == 302

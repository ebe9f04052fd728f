"""Secrets of authenticator apps at rest."""

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from cryptography.exceptions import InvalidTag

from countin import clock
from countin.workspaces.organizers import add_organizer

pytestmark = pytest.mark.django_db


def test_a_secret_is_encrypted_and_read_back():
    organizer, _is_new = add_organizer("ada@example.org", now=clock.now())
    secret = generate_totp_secret()

    TOTP.activate(organizer, secret)

    stored = Authenticator.objects.get(user=organizer).data["secret"]
    assert secret not in stored
    assert get_adapter().decrypt(stored) == secret
    assert get_adapter().encrypt(secret) != stored


def test_another_key_reads_nothing(settings):
    sealed = get_adapter().encrypt("JBSWY3DPEHPK3PXP")
    settings.SECRET_KEY = "another one"

    with pytest.raises(InvalidTag):
        get_adapter().decrypt(sealed)

"""What allauth asks of us: who called, who may sign up, and how second factors are kept.

Secrets of authenticator apps can't go under the vault's key: a web process checks codes, and may
not open what the vault sealed. They are encrypted under a key of their own, derived from
COUNTIN_SECRET_KEY, so that a stolen database alone yields none (docs/decisions/0030).
"""

import base64
import secrets
from datetime import timedelta
from typing import Any

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from countin.pages.visitors.territory import client_address
from countin.studio.people.entering import note_everywhere, note_sign_in
from countin.workspaces.models import Organizer

_NONCE_BYTES = 12
_METHODS = {
    "socialaccount": "company account",
    "totp": "authenticator app",
    "recovery_codes": "recovery code",
    "webauthn": "passkey",
}
_PURPOSE = b"countin second factors v1"


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]  # allauth publishes no types
    """Nobody signs up: organizers are added by the command line or by an owner."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """As far as our own proxies vouch for it."""
        return client_address(request, trusted_proxies=settings.TRUSTED_PROXIES) or "0.0.0.0"  # noqa: S104 - says "unknown"

    def login(self, request: HttpRequest, user: Organizer) -> None:
        """By password or passkey, and past the second step where there is one."""
        super().login(request, user)
        told = get_authentication_records(request, user)
        methods = [
            _METHODS.get(name := str(one.get("type") or one["method"]), name) for one in told
        ]
        note_sign_in(request, organizer=user, how=" and ".join(dict.fromkeys(methods)))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Not where there is no mailbox."""
        if settings.MAIL_IS_SET:
            super().send_mail(template_prefix, email, context)

    def send_notification_mail(
        self, template_prefix: str, user: Organizer, *_args: Any, **_kwargs: Any
    ) -> None:
        """Password, passkey, second step: each change stands in the log, and no mail goes out."""
        what = template_prefix.rpartition("/")[2]
        for name, told in _METHODS.items():
            what = what.replace(name, told)
        note_everywhere(
            self.request, organizer=user, what="account changed", detail=what.replace("_", " ")
        )

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to where it began."""
        return reverse("studio_account")

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who came by a link and has neither password nor factor can't be asked for one: they
        are about to set it up. Nor is whoever signed in, or set one up, just now: a code that was
        typed a moment ago is no good a second time."""
        request = context.request
        if not get_reauthentication_flows(request.user) or _came_just_now(request):
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))


def _came_just_now(request: HttpRequest) -> bool:
    # As allauth notes them: a demo's moved clock is not in its moments.
    since = timezone.now() - timedelta(seconds=account_settings.REAUTHENTICATION_TIMEOUT)
    records = get_authentication_records(request, request.user)
    if any(one["at"] > since.timestamp() for one in records):
        return True
    made = Authenticator.objects.filter(user_id=request.user.pk, created_at__gt=since)
    return bool(made.exists())


class Factors(DefaultMFAAdapter):  # type: ignore[misc]  # allauth publishes no types
    """Second factors, encrypted at rest."""

    def encrypt(self, text: str) -> str:
        """AES-256-GCM, as base64 of nonce and ciphertext."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = AESGCM(_key()).encrypt(nonce, text.encode(), _PURPOSE)
        return base64.b64encode(nonce + sealed).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Raises InvalidTag for what another key encrypted."""
        raw = base64.b64decode(encrypted_text)
        nonce, sealed = raw[:_NONCE_BYTES], raw[_NONCE_BYTES:]
        return AESGCM(_key()).decrypt(nonce, sealed, _PURPOSE).decode()

    def get_totp_issuer(self) -> str:
        """What the authenticator app shows."""
        return "Count-In"

    def _get_site_name(self) -> str:
        return "Count-In"


def _key() -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE)
    return derived.derive(settings.SECRET_KEY.encode())

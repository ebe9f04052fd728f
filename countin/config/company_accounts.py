"""Signing in with a company's own accounts (OpenID Connect): whom allauth lets in by them.

Nobody signs up. In comes who is an organizer already, or was invited, by an address that the
company's server says it has verified. Of what it tells about a person nothing is kept but the
number by which it knows them.
"""

from collections.abc import Mapping
from typing import Any, Final

import requests
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.http import HttpRequest

from countin import clock
from countin.studio.people.joining import accept
from countin.studio.refusing import refuse_company_account, refuse_unproven
from countin.workspaces.inviting import invitations_for
from countin.workspaces.models import Organizer
from countin.workspaces.organizers import add_organizer

_TIMEOUT_S: Final = 10


class CompanyAccounts(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth publishes no types
    """Invited or known, by a verified address; else nobody."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Find whom the company's account belongs to. Raises ImmediateHttpResponse."""
        email = verified_address(sociallogin.account.extra_data)
        sociallogin.account.extra_data = {}
        if sociallogin.is_existing:
            organizer = sociallogin.user
        else:
            organizer = _find(request, email=email) if email else None
        if organizer is None or not organizer.is_active:
            raise ImmediateHttpResponse(refuse_company_account(request, is_verified=bool(email)))
        if not sociallogin.is_existing:
            _join(request, sociallogin=sociallogin, organizer=organizer)
            return
        # allauth has just written down what the server told this time.
        SocialAccount.objects.filter(pk=sociallogin.account.pk).update(extra_data={})
        if email == organizer.email:
            _accept_all(request, organizer=organizer)

    def get_requests_session(self) -> requests.Session:
        """One that does not wait for ever."""
        return _Patient()


class _Patient(requests.Session):
    def request(self, *args: Any, **kwargs: Any) -> requests.Response:
        kwargs.setdefault("timeout", _TIMEOUT_S)
        return super().request(*args, **kwargs)


def verified_address(told: Mapping[str, Any]) -> str:
    """In small letters; empty where the server does not say that it has verified it, or where its
    two answers are about two people."""
    claims, token = told.get("userinfo") or {}, told.get("id_token") or {}
    if claims and token and claims.get("sub") != token.get("sub"):
        return ""
    for said in (claims, token):
        if said.get("email") and said.get("email_verified") in (True, "true"):
            return str(said["email"]).strip().lower()
    return ""


def _find(request: HttpRequest, *, email: str) -> Organizer | None:
    known = Organizer.objects.filter(email=email).first()
    if known is None and not invitations_for(email, now=clock.now()):
        return None
    return known or add_organizer(email, now=clock.now())[0]


def _join(request: HttpRequest, *, sociallogin: Any, organizer: Organizer) -> None:
    """From now on this account at the company lets in as this organizer. Somebody else may have
    made theirs beforehand, by a link that was not for them: so whoever is signed in to it is
    signed out, and a password or passkey has to be shown first. Raises ImmediateHttpResponse."""
    if request.user != organizer:
        if _has_own_key(organizer):
            raise ImmediateHttpResponse(refuse_unproven(request))
        for session in UserSession.objects.filter(user=organizer):
            session.end()
    sociallogin.connect(request, organizer)
    _accept_all(request, organizer=organizer)


def _has_own_key(organizer: Organizer) -> bool:
    passkeys = Authenticator.objects.filter(user=organizer, type=Authenticator.Type.WEBAUTHN)
    return organizer.has_usable_password() or passkeys.exists()


def _accept_all(request: HttpRequest, *, organizer: Organizer) -> None:
    """A verified address is the proof that an invitation's link would be."""
    now = clock.now()
    for invitation in invitations_for(organizer.email, now=now):
        with transaction.atomic():
            accept(request, invitation=invitation, organizer=organizer, now=now)

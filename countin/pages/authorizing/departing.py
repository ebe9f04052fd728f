"""Off to a service's own question, with a state that only this browser can use."""

import base64
import hashlib
import hmac
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from countin import clock
from countin.campaigns.models import Campaign
from countin.fans.keys import hash_key, new_key
from countin.fans.models import Connection
from countin.pages.answers import SeeOther, go_to
from countin.pages.finding import refuse_unpublished
from countin.pages.visitors.arrivals import Arrival
from countin.pages.visitors.cookies import (
    browser_key,
    keep_browser_key,
    keep_page_state,
    keep_service,
)
from countin.presaves.authorizations import begin_authorization, bind_authorization
from countin.presaves.models import PreSave, Purpose
from countin.presaves.words import WORDS_VERSION
from countin.providers.contract import Ask, Provider, RedirectConsent


@dataclass(frozen=True)
class Errand:
    """What a fan goes to a service for, and the words beside the button."""

    campaign: Campaign
    provider: Provider
    arrival: Arrival
    asks: frozenset[Ask]
    words: str
    words_version: str = WORDS_VERSION
    purpose: Purpose = Purpose.PRESAVE
    connection: Connection | None = None  # from a fan's own page: the account it is about
    presave: PreSave | None = None
    from_own_domain: bool = False  # of the artist's: that is where the fan came from


def send_away(request: HttpRequest, *, errand: Errand) -> HttpResponse:
    """To the service's page, or to ours on which its script asks."""
    refuse_unpublished()
    state, browser = new_key(), browser_key(request)
    _remember(errand, state=state, browser=browser)
    if isinstance(errand.provider, RedirectConsent):
        response: HttpResponse = SeeOther(
            errand.provider.consent_address(
                state=state,
                verifier=verifier_of(state),
                return_address=return_address(errand.provider),
                asks=errand.asks,
            )
        )
    else:
        response = go_to("consent_in_page", slug=errand.campaign.slug)
        keep_page_state(response, state=state)
    keep_browser_key(response, key=browser)
    keep_service(response, service=errand.provider.name)
    return response


def verifier_of(state: str) -> str:
    """The PKCE verifier of this state: derived, so that none has to be stored."""
    message = f"countin verifier|{state}".encode()
    digest = hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def return_address(provider: Provider) -> str:
    """Where the service sends fans back to, as registered there."""
    back = reverse("connect_return", kwargs={"service": provider.name})
    return f"{settings.BASE_URL}{back}"


def _remember(errand: Errand, *, state: str, browser: str) -> None:
    arrival = errand.arrival
    authorization = begin_authorization(
        errand.campaign,
        provider=errand.provider.name,
        state_hash=hash_key(state),
        browser_hash=hash_key(browser),
        wants_follow=Ask.FOLLOW in errand.asks,
        words=errand.words,
        words_version=errand.words_version,
        language=arrival.language,
        time_zone=arrival.time_zone,
        territory=arrival.territory,
        visit_id=arrival.visit_id,
        channel=arrival.channel,
        is_guest=arrival.is_guest,
        from_own_domain=errand.from_own_domain,
        lasts_for=settings.AUTHORIZATION_FOR,
        now=clock.now(),
    )
    if errand.connection is not None or errand.purpose != Purpose.PRESAVE:
        bind_authorization(
            authorization,
            purpose=errand.purpose,
            connection=errand.connection,
            presave=errand.presave,
        )

"""`POST /connect/SERVICE`: off to the service, with a state that only this browser can use."""

import base64
import hashlib
import hmac

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from countin import clock
from countin.campaigns.models import Campaign
from countin.campaigns.modes import mode_in
from countin.fans.keys import hash_key, new_key
from countin.pacing.talking import may_begin
from countin.pages.answers import SeeOther, go_to
from countin.pages.arrivals import Arrival, read_arrival
from countin.pages.cookies import (
    browser_key,
    fan_of_browser,
    keep_browser_key,
    keep_page_state,
)
from countin.pages.finding import find_campaign, find_provider
from countin.pages.offers import can_ask_follow
from countin.pages.troubles import BUSY, REMIND_ONLY, tell
from countin.presaves.authorizations import begin_authorization
from countin.presaves.promising import needs_mending
from countin.presaves.words import WORDS_VERSION, agreed_words
from countin.providers.contract import Ask, Mode, Provider, RedirectConsent


@require_POST
def begin_consent(request: HttpRequest, *, service: str) -> HttpResponse:
    """Send the fan to the service's own question; where that can only fail, offer a reminder."""
    now = clock.now()
    provider = find_provider(service)
    campaign = find_campaign(request.POST.get("campaign", ""))
    arrival = read_arrival(request, campaign=campaign)
    if not campaign.is_open(now) and not _may_mend(request, campaign=campaign, provider=provider):
        return go_to("landing", slug=campaign.slug)
    if mode_in(campaign, provider=provider, is_guest=arrival.is_guest) != Mode.DIRECT:
        return tell(REMIND_ONLY, request=request, campaign=campaign, provider=provider)
    if not may_begin(provider, now=now):
        return tell(BUSY, request=request, campaign=campaign, provider=provider)
    return _send_away(request, campaign=campaign, provider=provider, arrival=arrival)


def _may_mend(request: HttpRequest, *, campaign: Campaign, provider: Provider) -> bool:
    fan = fan_of_browser(request)
    return fan is not None and needs_mending(
        campaign, fan=fan, provider=provider.name, now=clock.now()
    )


def verifier_of(state: str) -> str:
    """The PKCE verifier of this state: derived, so that none has to be stored."""
    message = f"countin verifier|{state}".encode()
    digest = hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def return_address(provider: Provider) -> str:
    """Where the service sends fans back to, as registered there."""
    back = reverse("connect_return", kwargs={"service": provider.name})
    return f"{settings.BASE_URL}{back}"


def _send_away(
    request: HttpRequest, *, campaign: Campaign, provider: Provider, arrival: Arrival
) -> HttpResponse:
    ticked = bool(request.POST.get("follow"))
    wants_follow = ticked and can_ask_follow(campaign, provider=provider)
    state, browser = new_key(), browser_key(request)
    begin_authorization(
        campaign,
        provider=provider.name,
        state_hash=hash_key(state),
        browser_hash=hash_key(browser),
        wants_follow=wants_follow,
        words=agreed_words(campaign, provider=provider, wants_follow=wants_follow),
        words_version=WORDS_VERSION,
        language=arrival.language,
        time_zone=arrival.time_zone,
        territory=arrival.territory,
        visit=arrival.visit,
        channel=arrival.channel,
        is_guest=arrival.is_guest,
        lasts_for=settings.AUTHORIZATION_FOR,
        now=clock.now(),
    )
    if isinstance(provider, RedirectConsent):
        asks = frozenset({Ask.SAVE, Ask.FOLLOW} if wants_follow else {Ask.SAVE})
        response: HttpResponse = SeeOther(
            provider.consent_address(
                state=state,
                verifier=verifier_of(state),
                return_address=return_address(provider),
                asks=asks,
            )
        )
    else:
        response = go_to("consent_in_page", slug=campaign.slug)
        keep_page_state(response, state=state)
    keep_browser_key(response, key=browser)
    return response

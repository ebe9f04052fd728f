"""`/SLUG/apple`: consent by a service's own script, which is loaded here and nowhere else."""

from dataclasses import replace

from csp.decorators import csp_update
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from countin import clock
from countin.campaigns.models import Campaign
from countin.fans.keys import hash_key
from countin.pages.answers import go_to, show_private_page
from countin.pages.finding import find_campaign, find_provider
from countin.pages.landing.contexts import campaign_context
from countin.pages.promised.offers import (
    Offer,
    asking_words,
    direct_offer,
    offer_without_direct,
    remind_offer,
)
from countin.pages.visitors.arrivals import arrival_of
from countin.pages.visitors.cookies import browser_hash, page_state
from countin.presaves.models import Authorization, Purpose
from countin.providers.contract import ContentSources, PageConsent, Provider


@require_GET
def show_consent_page(request: HttpRequest, *, slug: str, service: str) -> HttpResponse:
    """The page with the service's script. Without a state of this browser: back to the start."""
    now = clock.now()
    campaign, provider = find_campaign(slug), find_provider(service)
    if not isinstance(provider, PageConsent):
        raise Http404("this service does not ask here")
    authorization = _authorization_under_way(request, campaign=campaign, service=service)
    if authorization is None:
        return go_to("landing", slug=slug)
    context = campaign_context(campaign, arrival=arrival_of(authorization), now=now)
    context |= {
        "offer": _offer(authorization, provider=provider),
        "asks": asking_words(campaign, provider=provider),
        "reminder": remind_offer(campaign, provider=provider),
        "next_best": offer_without_direct(campaign, provider=provider),
        "state": page_state(request),
        "page_token": provider.page_token(origin=settings.BASE_URL, now=now),
        "script_address": provider.script_address(),
        "token_address": reverse("connect_return", kwargs={"service": service}),
        # From the fan's own page: back there, instead of starting a pre-save. By an address
        # without the key: the service's script reads all that stands here.
        "from_own_page": authorization.connection_id is not None,
    }
    response = show_private_page(request, template="in_page", context=context)
    # The service's pop-up has to be able to answer the page that opened it.
    response["Cross-Origin-Opener-Policy"] = "same-origin-allow-popups"
    csp_update(_directives(provider.content_sources))(lambda _request: response)(request)
    return response


def _offer(authorization: Authorization, *, provider: Provider) -> Offer:
    """The pre-save; or, under its name, what the fan pressed on their own page."""
    offer, presave = direct_offer(authorization.campaign, provider=provider), authorization.presave
    if authorization.purpose == Purpose.PRESAVE and presave and clock.now() >= presave.due_at():
        return replace(offer, button=_(provider.words.save_now))
    if authorization.purpose == Purpose.PRESAVE:
        return offer
    button = _("Go on at %(service)s") % {"service": provider.words.name}
    return replace(offer, button=button, words=authorization.words)


def _authorization_under_way(
    request: HttpRequest, *, campaign: Campaign, service: str
) -> Authorization | None:
    under_way = Authorization.objects.filter(returned_at__isnull=True, expires_at__gt=clock.now())
    return under_way.filter(
        campaign=campaign,
        provider=service,
        state_hash=hash_key(page_state(request)),
        browser_hash=browser_hash(request),
    ).first()


def _directives(sources: ContentSources) -> dict[str, list[str]]:
    wanted = {
        "script-src": sources.script,
        "connect-src": sources.connect,
        "frame-src": sources.frame,
        "style-src": sources.style,
        "img-src": sources.image,
    }
    return {name: list(values) for name, values in wanted.items() if values}

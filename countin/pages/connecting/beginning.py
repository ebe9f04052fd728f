"""`POST /connect/SERVICE`: off to the service, with a state that only this browser can use."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from countin import clock
from countin.campaigns.models import Campaign
from countin.campaigns.modes import mode_in
from countin.pacing.talking import may_begin
from countin.pages.answers import go_to
from countin.pages.authorizing.departing import Errand, send_away
from countin.pages.authorizing.troubles import BUSY, REMIND_ONLY, tell
from countin.pages.domains.own_domains import FROM_OWN_DOMAIN
from countin.pages.finding import find_campaign, find_provider
from countin.pages.promised.offers import can_ask_follow
from countin.pages.visitors.arrivals import Arrival, read_arrival
from countin.pages.visitors.cookies import fan_of_browser
from countin.presaves.promising import needs_mending
from countin.presaves.words import agreed_words
from countin.providers.contract import Ask, Mode, Provider
from countin.visits.models import AppStepKind
from countin.visits.stepping import record_app_step


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
    record_app_step(campaign, visit_id=arrival.visit_id, kind=AppStepKind.PRESSED, now=now)
    errand = _errand(request, campaign=campaign, provider=provider, arrival=arrival)
    return send_away(request, errand=errand)


def _may_mend(request: HttpRequest, *, campaign: Campaign, provider: Provider) -> bool:
    fan = fan_of_browser(request)
    return fan is not None and needs_mending(
        campaign, fan=fan, provider=provider.name, now=clock.now()
    )


def _errand(
    request: HttpRequest, *, campaign: Campaign, provider: Provider, arrival: Arrival
) -> Errand:
    ticked = bool(request.POST.get("follow"))
    wants_follow = ticked and can_ask_follow(campaign, provider=provider)
    return Errand(
        campaign=campaign,
        provider=provider,
        arrival=arrival,
        asks=frozenset({Ask.SAVE, Ask.FOLLOW} if wants_follow else {Ask.SAVE}),
        words=agreed_words(campaign, provider=provider, wants_follow=wants_follow),
        from_own_domain=request.POST.get(FROM_OWN_DOMAIN) == "yes",
    )

"""Keeping the promise, remembering the fan, and `/SLUG/thanks`, which says what will happen."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from countin import clock
from countin.campaigns.models import Campaign
from countin.fans.models import Fan
from countin.pages.answers import SeeOther, go_to, show_page, show_private_page
from countin.pages.authorizing.exchanges import Agreed
from countin.pages.authorizing.troubles import DENIED, LATER, REFUSED, tell
from countin.pages.connecting.domain_thanks import show_thanks_on_domain, thanks_address
from countin.pages.connecting.keeping import keep_promise
from countin.pages.domains.own_domains import domain_here
from countin.pages.finding import find_campaign
from countin.pages.landing.contexts import campaign_context
from countin.pages.landing.pixels import DONE, pixel_context, with_frame
from countin.pages.own_page.going_back import return_to_page
from countin.pages.own_page.renewing import welcome_back
from countin.pages.own_page.shares import read_share
from countin.pages.own_page.standing_lines import offer_standing
from countin.pages.promised.promises import Promise, read_promise
from countin.pages.reminding.lists import list_form
from countin.pages.team.canaries import welcome_canary
from countin.pages.team.trials import back_to_trial, conclude_trial
from countin.pages.visitors.arrivals import arrival_of, read_arrival
from countin.pages.visitors.cookies import fan_key, fan_of_browser, keep_fan
from countin.pages.visitors.languages import keep_language
from countin.presaves.authorizations import finish_authorization
from countin.presaves.models import Authorization, AuthorizationOutcome, PreSave, Purpose
from countin.presaves.promising import CampaignClosed
from countin.presaves.states import State
from countin.providers.contract import Provider
from countin.visits.models import AppStepKind
from countin.visits.stepping import record_app_step

# A return that was cut off in the middle is not waited for any longer than this.
_FINISHES_WITHIN = timedelta(minutes=1)
_GOES_WELL = (State.PROMISED, State.SAVED)
_SAID_AGAIN = {AuthorizationOutcome.DENIED: DENIED, AuthorizationOutcome.REFUSED: REFUSED}


def thank(
    request: HttpRequest, *, authorization: Authorization, provider: Provider, agreed: Agreed
) -> HttpResponse:
    """Everything in one transaction, then off to the thanks; from a fan's own page, back there."""
    if authorization.purpose == Purpose.TRIAL:
        return conclude_trial(authorization=authorization, provider=provider, agreed=agreed)
    if authorization.purpose == Purpose.CANARY:
        return welcome_canary(
            request, authorization=authorization, provider=provider, agreed=agreed
        )
    if authorization.connection is not None or authorization.purpose != Purpose.PRESAVE:
        return welcome_back(request, authorization=authorization, provider=provider, agreed=agreed)
    _count_step(authorization, kind=AppStepKind.CONNECTED)
    try:
        presave = keep_promise(
            authorization,
            fan=fan_of_browser(request),
            provider=provider,
            grant=agreed.grant,
            account=agreed.account,
            sealer=settings.SEALER,
            secret_key=settings.SECRET_KEY,
            now=clock.now(),
        )
    except CampaignClosed:
        finish_authorization(authorization, outcome=AuthorizationOutcome.FAILED)
        return go_to("landing", slug=authorization.campaign.slug)
    if presave.visit_id == authorization.visit_id:  # not one that was made before
        _count_step(authorization, kind=AppStepKind.PROMISED)
    return _go_to_thanks(request, presave=presave, authorization=authorization)


def _count_step(authorization: Authorization, *, kind: AppStepKind) -> None:
    record_app_step(
        authorization.campaign, visit_id=authorization.visit_id, kind=kind, now=clock.now()
    )


def answer_again(
    request: HttpRequest, *, authorization: Authorization, provider: Provider
) -> HttpResponse:
    """The same browser came back twice: the first answer stands, nothing is asked anew."""
    if authorization.purpose == Purpose.TRIAL:
        return back_to_trial(authorization.campaign, told="done_before")
    presave, connection = authorization.presave, authorization.connection
    if authorization.outcome == AuthorizationOutcome.DONE and connection is not None:
        return return_to_page(request, fan=connection.fan, told="done_before")
    if authorization.outcome == AuthorizationOutcome.DONE and presave and presave.connection:
        return _go_to_thanks(request, presave=presave, authorization=authorization)
    returned_at = authorization.returned_at
    is_fresh = returned_at and clock.now() - returned_at < _FINISHES_WITHIN
    if authorization.outcome == AuthorizationOutcome.UNDER_WAY and is_fresh:
        return show_page(request, template="one_moment", context={})
    return tell(
        _SAID_AGAIN.get(AuthorizationOutcome(authorization.outcome), LATER),
        request=request,
        campaign=authorization.campaign,
        provider=provider,
        arrival=arrival_of(authorization),
    )


@require_safe
def show_thanks(request: HttpRequest, *, slug: str) -> HttpResponse:
    """What was promised to the fan of this browser, and when it happens."""
    now = clock.now()
    campaign, fan = find_campaign(slug), fan_of_browser(request)
    if domain_here(request) is not None:
        return show_thanks_on_domain(request, campaign=campaign)
    promises = _promises(campaign, fan=fan) if fan else []
    if fan is None or not promises:
        return go_to("landing", slug=slug)
    arrival = read_arrival(request, campaign=campaign)
    context = campaign_context(campaign, arrival=arrival, now=now)
    artist = campaign.release.artist
    context |= {
        "promises": promises,
        **_what_came_of(promises),
        "is_out": campaign.is_released(now),
        "own_key": fan_key(request),
        "standing_offers": offer_standing(fan, providers=settings.PROVIDERS, artist=artist),
    }
    context |= {
        "share": read_share(fan, campaign=campaign),
        "list_form": list_form(artist, fan=fan),
    }
    context |= pixel_context(campaign, heard=DONE)
    response = show_private_page(request, template="thanks", context=context)
    return with_frame(response, request=request, context=context)


def _what_came_of(promises: list[Promise]) -> dict[str, bool]:
    states = {promise.state for promise in promises}
    return {
        "is_in": not states.isdisjoint(_GOES_WELL),
        "is_missed": states == {State.FAILED},
        "is_open": any(promise.is_open for promise in promises),
        "is_saved": State.SAVED in states,
        "needs_fan": any(promise.needs_fan for promise in promises),
    }


def _promises(campaign: Campaign, *, fan: Fan) -> list[Promise]:
    rows = PreSave.objects.filter(campaign=campaign, connection__fan=fan).exclude(
        state=State.WITHDRAWN
    )
    promises, now = [], clock.now()
    for presave in rows.select_related("consent").order_by("promised_at"):
        presave.campaign = campaign  # with its release, loaded once
        promises.append(
            read_promise(presave, providers=settings.PROVIDERS, zone=fan.time_zone, now=now)
        )
    return promises


def _go_to_thanks(
    request: HttpRequest, *, presave: PreSave, authorization: Authorization
) -> HttpResponse:
    """The fan is remembered here; the thanks on the artist's own domain know nobody."""
    assert presave.connection is not None
    campaign = presave.campaign
    there = thanks_address(presave, now=clock.now()) if authorization.from_own_domain else ""
    response = SeeOther(there) if there else go_to("thanks", slug=campaign.slug)
    language = authorization.language
    if language and language != get_language():  # chosen by the address of the page that was left
        keep_language(response, language=language)
    keep_fan(
        request,
        response=response,
        fan=presave.connection.fan,
        until=campaign.ends_at,
        now=clock.now(),
    )
    return response

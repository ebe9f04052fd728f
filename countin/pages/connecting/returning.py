"""`GET /connect/SERVICE/return`: every way in which a fan can come back has its own answer."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from countin import clock
from countin.fans.keys import hash_key
from countin.pages.answers import go_to
from countin.pages.authorizing.departing import return_address, verifier_of
from countin.pages.authorizing.exchanges import NotAgreed, exchange, needed_ask
from countin.pages.authorizing.troubles import (
    DENIED,
    LATE,
    LATER,
    OTHER_BROWSER,
    Trouble,
    tell,
    tell_unknown,
)
from countin.pages.connecting.thanking import answer_again, thank
from countin.pages.finding import find_provider
from countin.pages.own_page.going_back import return_to_page
from countin.pages.team.canaries import back_to_canaries
from countin.pages.team.trials import back_to_trial
from countin.pages.visitors.arrivals import arrival_of
from countin.pages.visitors.cookies import browser_hash
from countin.presaves.authorizations import (
    OtherBrowser,
    StateExpired,
    StateUsed,
    UnknownState,
    finish_authorization,
    take_authorization,
)
from countin.presaves.models import Authorization, AuthorizationOutcome, Purpose
from countin.providers.contract import Provider, RedirectConsent


@require_GET
def finish_consent(request: HttpRequest, *, service: str) -> HttpResponse:
    """Take the answer, once, from the browser that asked for it."""
    provider = find_provider(service)
    if not isinstance(provider, RedirectConsent):
        raise Http404("this service does not answer here")
    try:
        authorization = take_authorization(
            provider=provider.name,
            state_hash=hash_key(request.GET.get("state", "")),
            browser_hash=browser_hash(request),
            now=clock.now(),
        )
    except UnknownState:
        return tell_unknown(request, provider=provider)
    except OtherBrowser as error:
        campaign = error.authorization.campaign
        return tell(OTHER_BROWSER, request=request, campaign=campaign, provider=provider)
    except StateExpired as error:
        return _tell(LATE, request=request, authorization=error.authorization, provider=provider)
    except StateUsed as error:
        return answer_again(request, authorization=error.authorization, provider=provider)
    return _finish(request, authorization=authorization, provider=provider)


def _finish(
    request: HttpRequest, *, authorization: Authorization, provider: Provider
) -> HttpResponse:
    error, code = request.GET.get("error", ""), request.GET.get("code", "")
    if error == "access_denied":
        finish_authorization(authorization, outcome=AuthorizationOutcome.DENIED)
        return _tell(DENIED, request=request, authorization=authorization, provider=provider)
    if error or not code:
        finish_authorization(authorization, outcome=AuthorizationOutcome.FAILED)
        return _tell(LATER, request=request, authorization=authorization, provider=provider)
    # Whether this fan may still promise is known once the service has said who it is.
    is_over = not authorization.campaign.lets_reconnect(clock.now())
    if is_over and authorization.purpose not in (Purpose.STANDING, Purpose.TRIAL):
        finish_authorization(authorization, outcome=AuthorizationOutcome.FAILED)
        return go_to("landing", slug=authorization.campaign.slug)
    return _exchange(request, authorization=authorization, provider=provider, code=code)


def _exchange(
    request: HttpRequest, *, authorization: Authorization, provider: Provider, code: str
) -> HttpResponse:
    assert isinstance(provider, RedirectConsent)
    answer = exchange(
        provider,
        accept=partial(
            provider.accept_code,
            code,
            verifier=verifier_of(request.GET.get("state", "")),
            return_address=return_address(provider),
            now=clock.now(),
        ),
        needs=needed_ask(authorization, provider=provider),
    )
    if isinstance(answer, NotAgreed):
        finish_authorization(authorization, outcome=answer.outcome)
        return _tell(
            answer.trouble, request=request, authorization=authorization, provider=provider
        )
    return thank(request, authorization=authorization, provider=provider, agreed=answer)


def _tell(
    trouble: Trouble, *, request: HttpRequest, authorization: Authorization, provider: Provider
) -> HttpResponse:
    if authorization.purpose == Purpose.TRIAL:
        return back_to_trial(authorization.campaign, told=trouble.told)
    if authorization.purpose == Purpose.CANARY:
        return back_to_canaries(authorization.campaign, told=trouble.told)
    if authorization.connection is not None:
        # From the fan's own page: there stands what they pressed, and can press again.
        return return_to_page(request, fan=authorization.connection.fan, told=trouble.told)
    return tell(
        trouble,
        request=request,
        campaign=authorization.campaign,
        provider=provider,
        arrival=arrival_of(authorization),
    )

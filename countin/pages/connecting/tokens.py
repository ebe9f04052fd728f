"""`POST /connect/SERVICE/return`: the token that a service's script handed to our page."""

from collections.abc import Mapping
from functools import partial
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from countin import clock
from countin.fans.keys import hash_key
from countin.pages.authorizing.exchanges import NotAgreed, exchange, needed_ask
from countin.pages.authorizing.sent import read_sent
from countin.pages.authorizing.troubles import (
    LATE,
    NOT_CONFIRMED,
    OTHER_BROWSER,
    Trouble,
    trouble_texts,
)
from countin.pages.connecting.thanking import answer_again, thank
from countin.pages.finding import find_provider
from countin.pages.own_page.going_back import without_key
from countin.pages.visitors.cookies import browser_hash
from countin.presaves.authorizations import (
    OtherBrowser,
    StateExpired,
    StateUsed,
    UnknownState,
    finish_authorization,
    take_authorization,
)
from countin.presaves.models import Authorization
from countin.providers.contract import PageConsent, Provider

_NOT_TAKEN: Final[Mapping[type[Exception], Trouble]] = {
    UnknownState: NOT_CONFIRMED,
    OtherBrowser: OTHER_BROWSER,
    StateExpired: LATE,
}


@require_POST
def take_token(request: HttpRequest, *, service: str) -> HttpResponse:
    """Once, from the browser that asked. Answers JSON: `next`, or `title` and `words`."""
    provider = find_provider(service)
    if not isinstance(provider, PageConsent):
        raise Http404("this service does not answer here")
    sent = read_sent(request)
    try:
        authorization = take_authorization(
            provider=provider.name,
            state_hash=hash_key(sent.state),
            browser_hash=browser_hash(request),
            now=clock.now(),
        )
    except StateUsed as error:
        again = answer_again(request, authorization=error.authorization, provider=provider)
        return _as_json(again, provider=provider)
    except (UnknownState, OtherBrowser, StateExpired) as error:
        return _tell(_NOT_TAKEN[type(error)], provider=provider)
    return _keep(request, authorization=authorization, provider=provider, token=sent.token)


def _keep(
    request: HttpRequest, *, authorization: Authorization, provider: Provider, token: str
) -> HttpResponse:
    assert isinstance(provider, PageConsent)
    answer = exchange(
        provider,
        accept=partial(provider.accept_token, token, now=clock.now()),
        needs=needed_ask(authorization, provider=provider),
    )
    if isinstance(answer, NotAgreed):
        finish_authorization(authorization, outcome=answer.outcome)
        return _tell(answer.trouble, provider=provider)
    thanks = thank(request, authorization=authorization, provider=provider, agreed=answer)
    return _as_json(thanks, provider=provider)


def _as_json(response: HttpResponse, *, provider: Provider) -> HttpResponse:
    """A redirect as `next`, with its cookies; a script can't be sent elsewhere otherwise. The
    key to a fan's page is in none: the service's own script could read it."""
    if "Location" not in response:
        return _tell(NOT_CONFIRMED, provider=provider)
    answer = JsonResponse({"next": without_key(response["Location"])})
    answer.cookies = response.cookies
    answer["Cache-Control"] = "no-store"
    return answer


def _tell(trouble: Trouble, *, provider: Provider) -> HttpResponse:
    status = trouble.status if trouble.status >= 400 else 409
    answer = JsonResponse(trouble_texts(trouble, provider=provider), status=status)
    answer["Cache-Control"] = "no-store"
    return answer

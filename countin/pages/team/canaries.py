"""`/SLUG/canaries`: where accounts of the team's own agree to go first, by a private link."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from countin import clock
from countin.campaigns.canary_links import canary_key, is_canary_key
from countin.campaigns.models import Campaign
from countin.campaigns.modes import mode_in
from countin.fans.accounts import account_hash
from countin.fans.connecting import connect_fan
from countin.fans.consents import record_consent
from countin.fans.grants import seal_grant
from countin.fans.models import Connection, Fan
from countin.fans.newcomers import welcome_fan
from countin.pacing.talking import may_begin
from countin.pages.answers import SeeOther, go_to, show_private_page
from countin.pages.authorizing.departing import Errand, send_away
from countin.pages.authorizing.exchanges import Agreed
from countin.pages.finding import find_campaign, find_provider
from countin.pages.landing.contexts import campaign_context
from countin.pages.own_page.going_back import return_to_page
from countin.pages.told import TOLD
from countin.pages.visitors.arrivals import read_arrival
from countin.pages.visitors.cookies import fan_of_browser
from countin.presaves.authorizations import bind_authorization, finish_authorization
from countin.presaves.joining import join_canaries
from countin.presaves.leaning import asks_needed
from countin.presaves.models import Authorization, AuthorizationOutcome, Purpose
from countin.presaves.words import CANARY_WORDS_VERSION, canary_words
from countin.providers.contract import Account, Ask, Mode, Provider


@require_http_methods(["GET", "HEAD", "POST"])
def show_canary_page(request: HttpRequest, *, slug: str) -> HttpResponse:
    """What canaries are, and a button for each service; pressed, off to it."""
    now = clock.now()
    campaign = find_campaign(slug)
    fields = request.POST if request.method == "POST" else request.GET
    key = fields.get("key", "")
    if not is_canary_key(campaign, key=key, secret_key=settings.SECRET_KEY):
        raise Http404("not the key of this campaign")
    if now >= campaign.release.last_moment:
        return go_to("landing", slug=slug)
    if request.method == "POST":
        return _send_away(request, campaign=campaign, now=now)
    arrival = read_arrival(request, campaign=campaign)
    context = campaign_context(campaign, arrival=arrival, now=now)
    told = TOLD.get(fields.get("told", ""), "")
    context |= {"key": key, "told": told, "ways": list(_ways(campaign))}
    return show_private_page(request, template="canaries", context=context)


def back_to_canaries(campaign: Campaign, *, told: str) -> HttpResponse:
    """The page again, with one sentence on top."""
    address = reverse("canaries", kwargs={"slug": campaign.slug})
    key = canary_key(campaign, secret_key=settings.SECRET_KEY)
    return SeeOther(f"{address}?key={key}&told={told}")


def welcome_canary(
    request: HttpRequest, *, authorization: Authorization, provider: Provider, agreed: Agreed
) -> HttpResponse:
    """Everything in one transaction, then to the page on which they can end it."""
    with transaction.atomic():
        fan = _keep(authorization, fan=fan_of_browser(request), provider=provider, agreed=agreed)
    return return_to_page(request, fan=fan, told="canary_begun")


def _ways(campaign: Campaign) -> list[dict[str, str]]:
    return [
        {
            "service": name,
            "button": _("Go first on %(service)s") % {"service": provider.words.name},
            "words": canary_words(campaign, provider=provider),
        }
        for name, provider in settings.PROVIDERS.items()
        if _takes_canaries(campaign, provider=provider)
    ]


def _takes_canaries(campaign: Campaign, *, provider: Provider) -> bool:
    is_direct = mode_in(campaign, provider=provider, is_guest=True) == Mode.DIRECT
    return provider.abilities.canary and is_direct


def _send_away(request: HttpRequest, *, campaign: Campaign, now: datetime) -> HttpResponse:
    provider = find_provider(request.POST.get("service", ""))
    if not _takes_canaries(campaign, provider=provider):
        raise Http404("no canaries at this service")
    if not may_begin(provider, now=now):
        return back_to_canaries(campaign, told="busy")
    errand = Errand(
        campaign=campaign,
        provider=provider,
        arrival=read_arrival(request, campaign=campaign),
        asks=frozenset({Ask.SAVE, Ask.READ}),
        words=canary_words(campaign, provider=provider),
        words_version=CANARY_WORDS_VERSION,
        purpose=Purpose.CANARY,
    )
    return send_away(request, errand=errand)


def _keep(
    authorization: Authorization, *, fan: Fan | None, provider: Provider, agreed: Agreed
) -> Fan:
    now, campaign = clock.now(), authorization.campaign
    connection = _connect(
        authorization, fan=fan, provider=provider, account=agreed.account, now=now
    )
    consent = record_consent(
        connection.fan,
        words=authorization.words,
        version=authorization.words_version,
        language=authorization.language,
        now=now,
    )
    market = connection.market or authorization.territory
    join_canaries(campaign, connection=connection, consent=consent, market=market, now=now)
    seal_grant(
        connection,
        grant=agreed.grant,
        client_id=provider.client_id,
        sealer=settings.SEALER,
        keeps=asks_needed(connection.pk),
        now=now,
    )
    bind_authorization(authorization, purpose=Purpose.CANARY, connection=connection, presave=None)
    finish_authorization(authorization, outcome=AuthorizationOutcome.DONE)
    return connection.fan


def _connect(
    authorization: Authorization,
    *,
    fan: Fan | None,
    provider: Provider,
    account: Account,
    now: datetime,
) -> Connection:
    """Apart from any that the same account has as a fan: neither's permission replaces, nor ends
    with, the other's."""
    workspace = authorization.campaign.workspace
    if account.id is None and fan is None:
        fan = welcome_fan(workspace, now=now)
    account_id = account.id or f"fan {fan.pk if fan else ''}"
    return connect_fan(
        fan,
        workspace=workspace,
        provider=provider.name,
        account_hash=account_hash(
            f"canary {account_id}", provider=provider.name, secret_key=settings.SECRET_KEY
        ),
        market=account.market or "",
        now=now,
    )

"""`/SLUG/try`: an organizer goes a fan's way with an account of their own, by the preview's key.

The service is asked for real, and answers. What a fan's promise would come to is shown; the
permission is dropped in the very request that received it. No fan, promise, visit or mail comes of
it, so that no count, webhook or event log has to leave it out.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from countin import clock
from countin.campaigns.models import Campaign
from countin.campaigns.modes import mode_in, offered_providers
from countin.campaigns.previewing import is_preview_key, preview_key
from countin.pacing.talking import may_begin
from countin.pages.answers import SeeOther, show_private_page
from countin.pages.authorizing.departing import Errand, send_away
from countin.pages.authorizing.exchanges import Agreed
from countin.pages.finding import find_provider
from countin.pages.landing.contexts import campaign_context
from countin.pages.moments import release_moment
from countin.pages.promised.offers import can_ask_follow
from countin.pages.told import TOLD
from countin.pages.visitors.arrivals import read_arrival
from countin.presaves.authorizations import finish_authorization
from countin.presaves.models import Authorization, AuthorizationOutcome, Purpose
from countin.presaves.words import WORDS_VERSION, agreed_words, follow_words
from countin.providers.contract import Ask, Mode, PageConsent, Provider

_SALT: Final = "countin trial v1"
_SHOWN_FOR: Final = timedelta(hours=1)


@dataclass(frozen=True)
class Way:
    """A service, and what trying it needs. Without `button` there is nothing to try, and `words`
    say why."""

    service: str
    name: str
    words: str
    button: str = ""
    follow_words: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
def show_trial(request: HttpRequest, *, slug: str) -> HttpResponse:
    """A button for each service; pressed, off to it; back from it, what would come of it. Of a
    draft, too. 404 without today's key."""
    now = clock.now()
    campaign = Campaign.objects.with_release().filter(slug=slug).first()
    fields = request.POST if request.method == "POST" else request.GET
    key = fields.get("key", "")
    if campaign is None or not is_preview_key(
        campaign, key=key, secret_key=settings.SECRET_KEY, now=now
    ):
        raise Http404("no such trial")
    if request.method == "POST":
        return _send_away(request, campaign=campaign, now=now)
    arrival = read_arrival(request, campaign=campaign)
    context = campaign_context(campaign, arrival=arrival, now=now)
    context |= {
        "key": key,
        "slug": slug,
        "told": TOLD.get(fields.get("told", ""), ""),
        "ways": [_way(one, campaign=campaign) for one in _offered(campaign)],
        "result": _read_result(fields.get("result", ""), campaign=campaign),
        "is_over": now >= campaign.release.last_moment or campaign.ended_at is not None,
    }
    return show_private_page(request, template="trial", context=context)


def back_to_trial(campaign: Campaign, **more: str) -> HttpResponse:
    """The page again: with a sentence on top (`told`), or with a `result`."""
    key = preview_key(campaign, secret_key=settings.SECRET_KEY, now=clock.now())
    address = reverse("trial", kwargs={"slug": campaign.slug})
    return SeeOther(f"{address}?{urlencode({'key': key, **more})}")


def conclude_trial(
    *, authorization: Authorization, provider: Provider, agreed: Agreed
) -> HttpResponse:
    """What the service said about the account goes into the next address, signed; the permission
    goes nowhere."""
    finish_authorization(authorization, outcome=AuthorizationOutcome.DONE)
    said = {
        "campaign": authorization.campaign_id,
        "service": provider.name,
        "market": agreed.account.market or authorization.territory,
        "follow": authorization.wants_follow and Ask.FOLLOW in agreed.grant.allows,
        "zone": authorization.time_zone,
        "until": agreed.grant.usable_until.date().isoformat(),
    }
    return back_to_trial(authorization.campaign, result=signing.dumps(said, salt=_SALT))


def _send_away(request: HttpRequest, *, campaign: Campaign, now: datetime) -> HttpResponse:
    provider = find_provider(request.POST.get("service", ""))
    if not _way(provider, campaign=campaign).button:
        raise Http404("nothing to try at this service")
    if not may_begin(provider, now=now):
        return back_to_trial(campaign, told="busy")
    is_ticked = bool(request.POST.get("follow"))
    wants_follow = is_ticked and can_ask_follow(campaign, provider=provider)
    errand = Errand(
        campaign=campaign,
        provider=provider,
        arrival=read_arrival(request, campaign=campaign),
        asks=frozenset({Ask.SAVE, Ask.FOLLOW} if wants_follow else {Ask.SAVE}),
        words=agreed_words(campaign, provider=provider, wants_follow=wants_follow),
        words_version=WORDS_VERSION,
        purpose=Purpose.TRIAL,
    )
    return send_away(request, errand=errand)


def _offered(campaign: Campaign) -> list[Provider]:
    offered = offered_providers(campaign, providers=settings.PROVIDERS).values()
    # Where nobody can ever connect, there is nothing to try.
    return [provider for provider in offered if provider.abilities.direct]


def _way(provider: Provider, *, campaign: Campaign) -> Way:
    name = provider.words.name
    if mode_in(campaign, provider=provider, is_guest=True) != Mode.DIRECT:
        words = (
            f"Nothing to try: fans of {name} are reminded on the day, or sent to its own page, "
            "until it has a key and the release a code."
        )
        return Way(provider.name, name, words)
    if isinstance(provider, PageConsent) and campaign.published_at is None:
        words = f"{name} asks inside the public page: publish it first, then try it here."
        return Way(provider.name, name, words)
    follow = can_ask_follow(campaign, provider=provider)
    return Way(
        provider.name,
        name,
        agreed_words(campaign, provider=provider, wants_follow=False),
        button=f"Try it on {name}",
        follow_words=follow_words(campaign, provider=provider, is_saved=False) if follow else "",
    )


def _read_result(text: str, *, campaign: Campaign) -> dict[str, Any] | None:
    """What a fan's promise would come to; None for what is no result of this campaign's, or
    old."""
    try:
        said = signing.loads(text, salt=_SALT, max_age=_SHOWN_FOR)
    except signing.BadSignature:
        return None
    provider = settings.PROVIDERS.get(said["service"])
    if said["campaign"] != campaign.pk or provider is None:
        return None
    release, market = campaign.release, said["market"]
    moment = release.moment_in(market)
    return {
        "service": provider.words.name,
        "library": provider.words.library,
        "market": market or "a country it did not name",
        "when": release_moment(release, zone=said["zone"]),
        "moment": moment,
        "pinned": release.pinned_id(provider.name),
        "code": release.upc or release.isrc,
        "follows": said["follow"],
        "lasts": said["until"] >= moment.date().isoformat(),
        "until": said["until"],
    }

"""`/me/TOKEN/standing`: asking for every coming release of an artist, stopping, renewing."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from countin import clock
from countin.campaigns.models import Artist, Campaign
from countin.fans.consents import record_consent
from countin.fans.keys import fan_of_key
from countin.fans.models import Connection, Fan, Grant
from countin.languages.available import SOURCE
from countin.pacing.talking import may_begin
from countin.pages.authorizing.departing import Errand, send_away
from countin.pages.fields import read_pk
from countin.pages.own_page.going_back import back_to_page, remember_page
from countin.pages.own_page.page import show_no_fan
from countin.pages.promised.open_ways import serving_provider
from countin.pages.visitors.arrivals import read_arrival
from countin.presaves.leaning import asks_needed
from countin.presaves.models import PreSave, Purpose, StandingConsent
from countin.presaves.standing import NothingToLeanOn, begin_standing, stop_standing
from countin.presaves.withdrawing import Withdrawal
from countin.presaves.words import STANDING_WORDS_VERSION, standing_words
from countin.providers.contract import Ask

_NOTHING = "nothing"


@require_POST
def ask_standing(request: HttpRequest, *, key: str) -> HttpResponse:
    """The box was ticked and sent. Where no permission is kept that it could lean on, the
    service asks first; the consent counts once the fan is back."""
    fan = fan_of_key(key)
    if fan is None:
        return show_no_fan(request)
    connection, artist = _account(request, fan=fan), _artist(request, fan=fan)
    if connection is None or artist is None:
        return back_to_page(key, told=_NOTHING)
    if request.POST.get("agree") != "yes":
        return back_to_page(key, told="not_ticked")
    if _begin(connection, artist=artist):
        return back_to_page(key, told="standing_begun")
    return _go_to_service(request, key=key, connection=connection, artist=artist)


@require_POST
def end_standing(request: HttpRequest, *, key: str) -> HttpResponse:
    """One press, and nothing more is promised by it."""
    fan = fan_of_key(key)
    if fan is None:
        return show_no_fan(request)
    standing = _standing(request, fan=fan)
    if standing is None:
        return back_to_page(key, told=_NOTHING)
    told = stop_standing(standing, now=clock.now())
    late = Withdrawal.BEING_SAVED in told
    return back_to_page(key, told="standing_stopping" if late else "standing_stopped")


@require_POST
def renew_standing(request: HttpRequest, *, key: str) -> HttpResponse:
    """To the service, for a permission that lasts anew."""
    fan = fan_of_key(key)
    if fan is None:
        return show_no_fan(request)
    standing = _standing(request, fan=fan)
    if standing is None or standing.connection is None:
        return back_to_page(key, told=_NOTHING)
    return _go_to_service(request, key=key, connection=standing.connection, artist=standing.artist)


def _begin(connection: Connection, *, artist: Artist) -> bool:
    """False: the service has to be asked first."""
    provider = serving_provider(connection.provider, providers=settings.PROVIDERS)
    grant = Grant.objects.live().filter(connection=connection).first()
    if provider is None or grant is None or grant.client_id != provider.client_id:
        return False
    now, language = clock.now(), get_language() or SOURCE
    consent = record_consent(
        connection.fan,
        words=standing_words(artist, provider=provider),
        version=STANDING_WORDS_VERSION,
        language=language,
        now=now,
    )
    try:
        begin_standing(connection, artist=artist, consent=consent, now=now)
    except NothingToLeanOn:
        consent.delete()
        return False
    return True


def _go_to_service(
    request: HttpRequest, *, key: str, connection: Connection, artist: Artist
) -> HttpResponse:
    provider = serving_provider(connection.provider, providers=settings.PROVIDERS)
    campaign = _latest_page(artist)
    if provider is None or campaign is None:
        return back_to_page(key, told=_NOTHING)
    if not may_begin(provider, now=clock.now()):
        return back_to_page(key, told="busy")
    errand = Errand(
        campaign=campaign,
        provider=provider,
        arrival=read_arrival(request, campaign=campaign),
        asks=asks_needed(connection.pk) | {Ask.SAVE},
        words=standing_words(artist, provider=provider),
        words_version=STANDING_WORDS_VERSION,
        purpose=Purpose.STANDING,
        connection=connection,
    )
    response = send_away(request, errand=errand)
    return remember_page(response, fan=connection.fan, key=key)


def _latest_page(artist: Artist) -> Campaign | None:
    """The page that the way to the service begins and ends at; it need not be open."""
    known = Campaign.objects.with_release().filter(
        release__artist=artist, published_at__isnull=False
    )
    return known.order_by("-release__release_date").first()


def _account(request: HttpRequest, *, fan: Fan) -> Connection | None:
    pk = read_pk(request, "connection")
    return Connection.objects.select_related("fan").filter(fan=fan, pk=pk).first()


def _artist(request: HttpRequest, *, fan: Fan) -> Artist | None:
    """An artist for whom this fan has promised before."""
    promised = PreSave.objects.filter(connection__fan=fan).values("campaign__release__artist")
    return Artist.objects.filter(pk=read_pk(request, "artist"), pk__in=promised).first()


def _standing(request: HttpRequest, *, fan: Fan) -> StandingConsent | None:
    rows = StandingConsent.objects.in_force().select_related("connection__fan", "artist")
    return rows.filter(fan=fan, pk=read_pk(request, "standing")).first()

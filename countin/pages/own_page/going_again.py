"""`/me/TOKEN/follow` and `/me/TOKEN/reconnect`: to the service anew, from a fan's own page."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from countin import clock
from countin.fans.consents import record_consent
from countin.fans.keys import fan_of_key
from countin.fans.models import Connection, Fan, Grant
from countin.languages.available import SOURCE
from countin.pacing.talking import may_begin
from countin.pages.authorizing.departing import Errand, send_away
from countin.pages.fields import read_pk
from countin.pages.own_page.going_back import back_to_page, remember_page
from countin.pages.own_page.page import show_no_fan
from countin.pages.promised.open_ways import can_follow_apart, can_reconnect
from countin.pages.visitors.arrivals import read_arrival
from countin.presaves.following import ask_follow
from countin.presaves.leaning import asks_needed
from countin.presaves.models import PreSave, Purpose
from countin.presaves.states import State
from countin.presaves.words import (
    FOLLOW_WORDS_VERSION,
    WORDS_VERSION,
    agreed_words,
    follow_words,
)
from countin.providers.contract import Ask, Provider

_NOTHING = "nothing"


@require_POST
def ask_follow_apart(request: HttpRequest, *, key: str) -> HttpResponse:
    """The follow, apart from the promise: at once where the permission covers it, else by the
    service's own question."""
    fan = fan_of_key(key)
    if fan is None:
        return show_no_fan(request)
    presave = _promise(request, fan=fan)
    if presave is None or not can_follow_apart(
        presave, providers=settings.PROVIDERS, now=clock.now()
    ):
        return back_to_page(key, told=_NOTHING)
    provider = settings.PROVIDERS[presave.provider]
    is_saved = presave.state == State.SAVED
    words = follow_words(presave.campaign, provider=provider, is_saved=is_saved)
    if _is_allowed(presave, provider=provider):
        _ask_at_once(presave, words=words)
        return back_to_page(key, told="follow_asked")
    return _go(
        request, key=key, presave=presave, words=words, asks={Ask.FOLLOW}, purpose=Purpose.FOLLOW
    )


@require_POST
def reconnect(request: HttpRequest, *, key: str) -> HttpResponse:
    """A promise needs its fan: the permission is asked for anew, for the same account."""
    fan = fan_of_key(key)
    if fan is None:
        return show_no_fan(request)
    presave = _promise(request, fan=fan)
    if presave is None or not can_reconnect(presave, providers=settings.PROVIDERS, now=clock.now()):
        return back_to_page(key, told=_NOTHING)
    provider = settings.PROVIDERS[presave.provider]
    words = agreed_words(presave.campaign, provider=provider, wants_follow=False)
    return _go(
        request, key=key, presave=presave, words=words, asks={Ask.SAVE}, purpose=Purpose.PRESAVE
    )


def _promise(request: HttpRequest, *, fan: Fan) -> PreSave | None:
    rows = PreSave.objects.select_related("campaign__release__artist", "connection__fan")
    return rows.filter(connection__fan=fan, pk=read_pk(request, "promise")).first()


def _is_allowed(presave: PreSave, *, provider: Provider) -> bool:
    grant = Grant.objects.live().filter(connection=presave.connection).first()
    if grant is None or not grant.allows_follow or grant.refused_at is not None:
        return False
    return grant.is_usable(clock.now()) and grant.client_id == provider.client_id


def _ask_at_once(presave: PreSave, *, words: str) -> None:
    assert presave.connection is not None
    now = clock.now()
    consent = record_consent(
        presave.connection.fan,
        words=words,
        version=FOLLOW_WORDS_VERSION,
        language=get_language() or SOURCE,
        now=now,
    )
    ask_follow(presave, artist=presave.campaign.release.artist, consent=consent, now=now)


def _go(
    request: HttpRequest,
    *,
    key: str,
    presave: PreSave,
    words: str,
    asks: set[Ask],
    purpose: Purpose,
) -> HttpResponse:
    provider = settings.PROVIDERS[presave.provider]
    connection: Connection | None = presave.connection
    assert connection is not None
    if not may_begin(provider, now=clock.now()):
        return back_to_page(key, told="busy")
    errand = Errand(
        campaign=presave.campaign,
        provider=provider,
        arrival=read_arrival(request, campaign=presave.campaign),
        asks=asks_needed(connection.pk) | asks,
        words=words,
        words_version=FOLLOW_WORDS_VERSION if purpose == Purpose.FOLLOW else WORDS_VERSION,
        purpose=purpose,
        connection=connection,
        presave=presave,
    )
    return remember_page(send_away(request, errand=errand), fan=connection.fan, key=key)

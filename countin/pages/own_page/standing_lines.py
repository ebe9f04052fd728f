"""Standing consents on a fan's own page: what is in force, what ended and why, what is offered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.functional import Promise as LazyText
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from countin.campaigns.models import Artist
from countin.fans.models import Connection, Fan, Grant
from countin.languages.available import SOURCE
from countin.languages.dates import date_in_words
from countin.messaging.renewal_entries import renewal_date
from countin.pages.moments import moment
from countin.pages.promised.open_ways import serving_provider
from countin.presaves.models import RENEWAL_AHEAD, PreSave, StandingConsent
from countin.presaves.states import StandingEnd
from countin.presaves.words import standing_words
from countin.providers.contract import Provider

_WHY_ENDED: Final[Mapping[str, LazyText]] = {
    StandingEnd.BY_FAN: gettext_lazy("You stopped it on {}."),
    StandingEnd.EXPIRED: gettext_lazy("It ended on {}: the permission had grown too old."),
    StandingEnd.PERMISSION_GONE: gettext_lazy(
        "It ended on {}: the service accepts the permission no longer."
    ),
    StandingEnd.DISCONNECTED: gettext_lazy("It ended on {}: you disconnected the account."),
}


@dataclass(frozen=True)
class StandingLine:
    """One standing consent in words."""

    pk: int
    title: str
    words: SafeString
    is_open: bool
    can_renew: bool
    renew_on: str  # the day from which it can be renewed; empty where it can now, or ended


@dataclass(frozen=True)
class StandingOffer:
    """The box to tick, for one artist with one account."""

    artist: int
    connection: int
    label: str
    words: str


def read_standing(
    fan: Fan, *, providers: Mapping[str, Provider], now: datetime
) -> list[StandingLine]:
    """The newest first."""
    rows = StandingConsent.objects.filter(fan=fan).select_related("artist", "connection")
    return [
        _read(row, providers=providers, zone=fan.time_zone, now=now)
        for row in rows.order_by("-given_at")
    ]


def offer_standing(
    fan: Fan, *, providers: Mapping[str, Provider], artist: Artist | None = None
) -> list[StandingOffer]:
    """For every artist and account of this fan's promises, or for one artist alone; not where
    it stands already."""
    promised = PreSave.objects.filter(connection__fan=fan)
    if artist is not None:
        promised = promised.filter(campaign__release__artist=artist)
    pairs = set(promised.values_list("connection", "campaign__release__artist"))
    standing = StandingConsent.objects.in_force().filter(fan=fan)
    pairs -= set(standing.values_list("connection", "artist"))
    accounts = Connection.objects.in_bulk([connection for connection, _artist in pairs])
    artists = Artist.objects.in_bulk([artist for _connection, artist in pairs])
    return [
        offer
        for connection, who in sorted(pairs)
        if (offer := _offer(artists[who], connection=accounts[connection], providers=providers))
    ]


def _offer(
    artist: Artist, *, connection: Connection, providers: Mapping[str, Provider]
) -> StandingOffer | None:
    provider = serving_provider(connection.provider, providers=providers)
    if provider is None:
        return None
    named = {"artist": artist.name, "library": _(provider.words.library)}
    return StandingOffer(
        artist=artist.pk,
        connection=connection.pk,
        label=_("Also save the next releases of %(artist)s to my %(library)s") % named,
        words=standing_words(artist, provider=provider),
    )


def _read(
    standing: StandingConsent, *, providers: Mapping[str, Provider], zone: str, now: datetime
) -> StandingLine:
    provider = providers.get(standing.connection.provider) if standing.connection else None
    grant = Grant.objects.live().filter(connection=standing.connection_id).first()
    is_open = standing.ended_at is None
    can_renew = is_open and _is_ending(grant, provider=provider, now=now)
    return StandingLine(
        pk=standing.pk,
        title=_title(standing.artist, provider=provider),
        words=_words(standing, grant=grant, zone=zone, now=now),
        is_open=is_open,
        can_renew=can_renew,
        renew_on=_renewal_day(grant) if grant and is_open and not can_renew else "",
    )


def _renewal_day(grant: Grant) -> str:
    return date_in_words(renewal_date(grant), language=get_language() or SOURCE)


def _title(artist: Artist, *, provider: Provider | None) -> str:
    if provider is None:
        return _("The next releases of %(artist)s") % {"artist": artist.name}
    named = {"artist": artist.name, "service": provider.words.name}
    return _("The next releases of %(artist)s, on %(service)s") % named


def _words(
    standing: StandingConsent, *, grant: Grant | None, zone: str, now: datetime
) -> SafeString:
    if standing.ended_at is not None:
        why = str(_WHY_ENDED.get(standing.end_reason, _WHY_ENDED[StandingEnd.PERMISSION_GONE]))
        return format_html(why, moment(standing.ended_at, zone=zone))
    if grant is None or not grant.is_usable(now):
        return format_html(_("It ends now: {}"), _("the permission is gone."))
    return format_html(
        _("Each is saved when it comes out. Your permission for it lasts until {}."),
        moment(grant.usable_until, zone=zone),
    )


def _is_ending(grant: Grant | None, *, provider: Provider | None, now: datetime) -> bool:
    if grant is None or provider is None:
        return False
    return grant.usable_until <= now + RENEWAL_AHEAD or grant.client_id != provider.client_id

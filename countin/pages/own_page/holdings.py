"""What is held about a fan, read for their own page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from countin.fans.models import Connection, Consent, EmailAddress, Fan, Grant
from countin.languages.available import SOURCE
from countin.languages.dates import country_in_words, language_in_words, place_in_words
from countin.pages.moments import moment
from countin.pages.own_page.message_lines import (
    ListLine,
    ReminderLine,
    read_lists,
    read_news,
    read_reminders,
)
from countin.pages.own_page.standing_lines import (
    StandingLine,
    StandingOffer,
    offer_standing,
    read_standing,
)
from countin.pages.promised.promises import Promise, read_promise
from countin.presaves.canaries import Canary
from countin.presaves.models import PreSave
from countin.providers.contract import Provider


@dataclass(frozen=True)
class ConnectionLine:
    """One account at a service."""

    pk: int
    service: str
    name: str
    words: SafeString
    permissions: tuple[SafeString, ...]  # what was allowed when, the newest first


@dataclass(frozen=True)
class ConsentLine:
    """Words agreed to."""

    words: str
    given_at: SafeString


@dataclass(frozen=True)
class Holdings:
    """Everything, in the order of the page."""

    promises: list[Promise]
    standing: list[StandingLine]
    standing_offers: list[StandingOffer]
    reminders: list[ReminderLine]
    lists: list[ListLine]
    news: list[ListLine]
    connections: list[ConnectionLine]
    consents: list[ConsentLine]
    address: str
    facts: list[tuple[str, SafeString | str]]


def read_holdings(fan: Fan, *, providers: Mapping[str, Provider], now: datetime) -> Holdings:
    """In the fan's own zone where it is known."""
    zone = fan.time_zone
    presaves = PreSave.objects.filter(connection__fan=fan).select_related(
        "campaign__release__artist", "consent"
    )
    return Holdings(
        promises=[
            read_promise(presave, providers=providers, zone=zone, now=now)
            for presave in presaves.order_by("-promised_at")
        ],
        standing=read_standing(fan, providers=providers, now=now),
        standing_offers=offer_standing(fan, providers=providers),
        reminders=read_reminders(fan, providers=providers),
        lists=read_lists(fan),
        news=read_news(fan),
        connections=_connections(fan, providers=providers),
        consents=[
            ConsentLine(consent.words, moment(consent.given_at, zone=zone))
            for consent in Consent.objects.filter(fan=fan).order_by("-given_at")
        ],
        address=_masked_address(fan),
        facts=_facts(fan),
    )


def _connections(fan: Fan, *, providers: Mapping[str, Provider]) -> list[ConnectionLine]:
    rows = Connection.objects.filter(fan=fan).order_by("connected_at")
    return [
        ConnectionLine(
            pk=connection.pk,
            service=connection.provider,
            name=_name(connection.provider, providers=providers),
            words=_connection_words(connection, zone=fan.time_zone),
            permissions=tuple(
                _permission_words(grant, zone=fan.time_zone)
                for grant in connection.grants.order_by("-pk")
            ),
        )
        for connection in rows
    ]


def _connection_words(connection: Connection, *, zone: str) -> SafeString:
    since = moment(connection.connected_at, zone=zone)
    grant = Grant.objects.live().filter(connection=connection).first()
    if grant is None:
        return format_html(
            _("Connected on {}. Nothing needs your permission any more: it is deleted."), since
        )
    until = moment(grant.usable_until, zone=zone)
    return format_html(
        _("Connected on {}. Your permission is kept sealed until it is used, at most until {}."),
        since,
        until,
    )


def _permission_words(grant: Grant, *, zone: str) -> SafeString:
    given = moment(grant.authorized_at, zone=zone)
    if Canary.objects.filter(connection=grant.connection_id).exists():
        allowed = _("Given on {}: to save to your library, and to look whether it is there.")
    elif grant.allows_save and grant.allows_follow:
        allowed = _("Given on {}: to save to your library, and to follow.")
    elif grant.allows_follow:
        allowed = _("Given on {}: to follow.")
    else:
        allowed = _("Given on {}: to save to your library.")
    if grant.shredded_at is None:
        return format_html(allowed + " " + _("Kept, sealed."), given)
    gone = moment(grant.shredded_at, zone=zone)
    return format_html(allowed + " " + _("Deleted on {}."), given, gone)


def _facts(fan: Fan) -> list[tuple[str, SafeString | str]]:
    speaking = get_language() or SOURCE
    facts = [
        (_("First seen"), moment(fan.created_at, zone=fan.time_zone)),
        (
            _("Language of your browser"),
            fan.language and language_in_words(fan.language, language=speaking),
        ),
        (_("Time zone of your browser"), place_in_words(fan.time_zone, language=speaking)),
        (
            _("Country, as your clock or network says"),
            country_in_words(fan.territory, language=speaking),
        ),
    ]
    return [(name, value) for name, value in facts if value]


def _masked_address(fan: Fan) -> str:
    """Enough to know it again, too little to be of use to anybody."""
    email = EmailAddress.objects.filter(fan=fan).first()
    if email is None:
        return ""
    name, _at, domain = email.address.rpartition("@")
    return f"{name[:1]}…@{domain}"


def _name(service: str, *, providers: Mapping[str, Provider]) -> str:
    provider = providers.get(service)
    return provider.words.name if provider else service

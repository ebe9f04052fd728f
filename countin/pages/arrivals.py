"""What a visitor brings along: channel, visit, guests' key, clock. None of it names a person."""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, QueryDict
from django.utils.translation import get_language

from countin.campaigns.guests import guest_key, is_guest_key
from countin.campaigns.models import Campaign, Channel
from countin.pages.territory import guess_territory, read_time_zone
from countin.presaves.models import Authorization
from countin.visits.arriving import channel_named
from countin.visits.models import Visit

_LONGEST_HEADER = 1024
_signer = signing.Signer(salt="countin.visit")


@dataclass(frozen=True)
class Arrival:
    """How a visitor came to a campaign's page. The texts go on through every form."""

    via: str
    guest: str
    visit_mark: str
    time_zone: str
    territory: str
    language: str
    is_guest: bool
    channel: Channel | None
    visit: Visit | None


def read_arrival(request: HttpRequest, *, campaign: Campaign) -> Arrival:
    """From the form of a POST, else from the address. What is not ours counts as absent."""
    fields = request.POST if request.method == "POST" else request.GET
    channel = channel_named(campaign, fields.get("via", ""))
    guest = _read_guest(fields, campaign=campaign)
    visit = _read_visit(fields, campaign=campaign)
    time_zone = read_time_zone(fields.get("time_zone", ""))
    return Arrival(
        via=channel.name if channel else "",
        guest=guest,
        visit_mark=mark_visit(visit) if visit else "",
        time_zone=time_zone,
        territory=guess_territory(
            request, time_zone=time_zone, trusted_proxies=settings.TRUSTED_PROXIES
        ),
        language=get_language() or "en",
        is_guest=bool(guest),
        channel=channel,
        visit=visit,
    )


def arrival_of(authorization: Authorization) -> Arrival:
    """As it was when this fan, in this browser, was sent to the service."""
    campaign, channel = authorization.campaign, authorization.channel
    return Arrival(
        via=channel.name if channel else "",
        guest=guest_key(campaign, secret_key=settings.SECRET_KEY) if authorization.is_guest else "",
        visit_mark=mark_visit(authorization.visit) if authorization.visit else "",
        time_zone=authorization.time_zone,
        territory=authorization.territory,
        language=authorization.language,
        is_guest=authorization.is_guest,
        channel=channel,
        visit=authorization.visit,
    )


def mark_visit(visit: Visit) -> str:
    """The visit, for a form's hidden field: signed, so that nobody counts for another's."""
    return _signer.sign(str(visit.pk))


def read_header(request: HttpRequest, name: str) -> str:
    """A header, cut to what anybody sane sends."""
    return request.headers.get(name, "")[:_LONGEST_HEADER]


def _read_guest(fields: QueryDict, *, campaign: Campaign) -> str:
    key = fields.get("guest", "")
    if key and is_guest_key(campaign, key=key, secret_key=settings.SECRET_KEY):
        return key
    return ""


def _read_visit(fields: QueryDict, *, campaign: Campaign) -> Visit | None:
    try:
        pk = int(_signer.unsign(fields.get("visit", "")))
    except (signing.BadSignature, ValueError):
        return None
    return Visit.objects.select_related("channel").filter(pk=pk, campaign=campaign).first()

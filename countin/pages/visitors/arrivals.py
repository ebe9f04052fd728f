"""What a visitor brings along: channel, visit, guests' key, clock. None of it names a person."""

from dataclasses import dataclass, replace
from typing import Final

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.utils.translation import get_language

from countin import clock
from countin.campaigns.guests import guest_key, is_guest_key
from countin.campaigns.models import Campaign, Channel
from countin.pages.visitors.languages import asked_language
from countin.pages.visitors.standing_in import StandIn
from countin.pages.visitors.territory import client_address, guess_territory, read_time_zone
from countin.pages.visitors.ways_out import address_out, plain_address, platform_of, query_out
from countin.presaves.models import Authorization
from countin.visits.arriving import NO_UTM, Utm, channel_named, read_utm
from countin.visits.crossing import has_just_left
from countin.visits.in_app import InApp, recognize_in_app
from countin.visits.machines import LONGEST_USER_AGENT
from countin.visits.marks import make_mark, read_mark

# Every word that a page of a campaign reads from its address. Words that are nobody's of ours
# (fbclid and the like) change nothing; these do, so a page is made for the one who brings them.
OUR_WORDS: Final = frozenset({"guest", "lang", "from", "follow", "time_zone", "visit", "link"})
# These two kinds are filled into a page that was made for all.
FILLED_WORDS: Final = frozenset({"via", "utm_source", "utm_medium", "utm_campaign"})
_LONGEST_HEADER: Final = 1024
_LONGEST_CODE: Final = 32


@dataclass(frozen=True)
class Arrival:
    """How a visitor came to a campaign's page. The texts go on through every form.

    `way_out` opens the phone's own browser, from inside an app; `plain_address` is to be copied.
    `follows` are the services whose follow box was ticked before the way out was taken.
    """

    via: str
    guest: str
    visit_mark: str
    time_zone: str
    territory: str
    language: str
    is_guest: bool
    channel: Channel | None
    visit_id: int | None
    utm: Utm = NO_UTM
    link_code: str = ""
    chosen_language: str = ""  # by `?lang=`
    in_app: InApp | None = None
    way_out: str = ""
    plain_address: str = ""
    came_from: int | None = None
    follows: frozenset[str] = frozenset()


def read_arrival(request: HttpRequest, *, campaign: Campaign) -> Arrival:
    """From the form of a POST, else from the address. What is not ours counts as absent."""
    stand_in: StandIn | None = getattr(request, "stand_in", None)
    if stand_in is not None:
        return _arrival_for_all(campaign, stand_in=stand_in)
    fields = request.POST if request.method == "POST" else request.GET
    channel = channel_named(campaign, fields.get("via", ""))
    guest = _read_guest(fields, campaign=campaign)
    time_zone = read_time_zone(fields.get("time_zone", ""))
    came_from = _read_mark(fields.get("from", ""), campaign=campaign)
    visit_id = _read_mark(fields.get("visit", ""), campaign=campaign)
    arrival = Arrival(
        via=channel.name if channel else "",
        guest=guest,
        visit_mark=mark_visit(visit_id, campaign=campaign) if visit_id else "",
        time_zone=time_zone,
        territory=guess_territory(
            request, time_zone=time_zone, trusted_proxies=settings.TRUSTED_PROXIES
        ),
        language=get_language() or "en",
        is_guest=bool(guest),
        channel=channel,
        visit_id=visit_id,
        utm=read_utm(fields),
        link_code=_read_code(fields),
        chosen_language=asked_language(request.GET.get("lang", "")),
        in_app=recognize_in_app(read_agent(request)),
        came_from=came_from,
        follows=_read_follows(request, campaign=campaign, came_from=came_from),
    )
    return with_way_out(arrival, campaign=campaign, platform=platform_of(read_agent(request)))


def with_way_out(arrival: Arrival, *, campaign: Campaign, platform: str) -> Arrival:
    """The same, and how it leaves the app that it is in, with all that it brought."""
    if arrival.in_app is None:
        return arrival
    query = query_out(
        via=arrival.via,
        utm=arrival.utm,
        link_code=arrival.link_code,
        visit_mark=arrival.visit_mark,
        language=arrival.chosen_language,
    )
    address = plain_address(campaign.slug, query=query)
    way_out = address_out(address, platform=platform)
    return replace(arrival, plain_address=address, way_out=way_out)


def arrival_of(authorization: Authorization) -> Arrival:
    """As it was when this fan, in this browser, was sent to the service."""
    campaign, channel = authorization.campaign, authorization.channel
    visit_id = authorization.visit_id
    return Arrival(
        via=channel.name if channel else "",
        guest=guest_key(campaign, secret_key=settings.SECRET_KEY) if authorization.is_guest else "",
        visit_mark=mark_visit(visit_id, campaign=campaign) if visit_id else "",
        time_zone=authorization.time_zone,
        territory=authorization.territory,
        language=authorization.language,
        is_guest=authorization.is_guest,
        channel=channel,
        visit_id=visit_id,
        # Ticked by this fan minutes ago: pressing again asks for the same.
        follows=frozenset({authorization.provider} if authorization.wants_follow else ()),
    )


def mark_visit(number: int, *, campaign: Campaign) -> str:
    """The visit, for a form's hidden field: signed, so that nobody counts for another's."""
    return make_mark(number, campaign_id=campaign.pk, secret_key=settings.SECRET_KEY)


def read_header(request: HttpRequest, name: str) -> str:
    """A header, cut to what anybody sane sends."""
    return request.headers.get(name, "")[:_LONGEST_HEADER]


def read_agent(request: HttpRequest) -> str:
    """What the browser calls itself; a family is found in the first part or not at all."""
    return str(request.META.get("HTTP_USER_AGENT", ""))[:LONGEST_USER_AGENT]


def _arrival_for_all(campaign: Campaign, *, stand_in: StandIn) -> Arrival:
    """What differs from visitor to visitor is a stand-in, filled in for each."""
    texts = stand_in.texts
    arrival = Arrival(
        via=texts.via,
        guest="",
        visit_mark=texts.visit_mark,
        time_zone="",
        territory=stand_in.territory,
        language=get_language() or "en",
        is_guest=False,
        channel=None,
        visit_id=None,
        utm=texts.utm,
        in_app=stand_in.in_app,
    )
    return with_way_out(arrival, campaign=campaign, platform=stand_in.platform)


def _read_guest(fields: QueryDict, *, campaign: Campaign) -> str:
    key = fields.get("guest", "")
    if key and is_guest_key(campaign, key=key, secret_key=settings.SECRET_KEY):
        return key
    return ""


def _read_mark(mark: str, *, campaign: Campaign) -> int | None:
    return read_mark(mark, campaign_id=campaign.pk, secret_key=settings.SECRET_KEY)


def _read_code(fields: QueryDict) -> str:
    code = fields.get("link", "")
    return code if len(code) <= _LONGEST_CODE and code.isascii() and code.isprintable() else ""


def _read_follows(
    request: HttpRequest, *, campaign: Campaign, came_from: int | None
) -> frozenset[str]:
    """A box is never ticked but by the fan: an address alone can't, only a visit inside an app,
    just now and out of the same network, that led here for the first time by its own mark."""
    fields = request.POST if request.method == "POST" else request.GET
    names = frozenset(fields.getlist("follow")) & frozenset(settings.PROVIDERS)
    if not names or came_from is None:
        return frozenset()
    address = client_address(request, trusted_proxies=settings.TRUSTED_PROXIES)
    has_left = has_just_left(came_from, campaign=campaign, address=address, now=clock.now())
    return names if has_left else frozenset()

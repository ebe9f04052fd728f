"""`/@ARTIST`: what is coming, what is out, where to follow. Each release is its own promise, made
on its own page: this one leads there."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from countin import clock
from countin.campaigns.artist_pages.applying import next_date_of
from countin.campaigns.models import Artist, Campaign
from countin.campaigns.modes import modes_of
from countin.languages.available import SOURCE
from countin.languages.dates import day_in_words
from countin.pages.answers import show_page
from countin.pages.finding import campaigns_of_artist, find_artist
from countin.pages.kinds import coming_line, out_line
from countin.pages.landing.pixels import artist_pixel_context, with_frame
from countin.pages.outside.covers import Cover, make_cover
from countin.pages.outside.structured import make_artist_preview
from countin.pages.reminding.lists import list_form
from countin.pages.reminding.news import news_part
from countin.pages.themes import theme_address
from countin.pages.visitors.arrivals import read_agent
from countin.pages.visitors.cookies import fan_of_browser
from countin.pages.visitors.counting import is_showing
from countin.providers.contract import Mode, Refused
from countin.visits.arriving import channel_named
from countin.visits.artist_channels import artist_channel_named, count_by_channel, lead_on
from countin.visits.artist_pages import count_artist_page
from countin.visits.machines import is_machine
from countin.visits.models import ArtistChannel


@dataclass(frozen=True)
class Row:
    """One release on the page. `button` is empty where nothing can be pressed for it now."""

    title: str
    address: str
    line: SafeString  # "EP, out November 27, 2026"
    cover: Cover | None
    is_paused: bool
    button: str = ""


@dataclass(frozen=True)
class NextLine:
    """What comes next; `link` is empty where there is nothing more to read."""

    words: str
    day: str
    iso: str
    link: str


@dataclass(frozen=True)
class FollowLink:
    """Plain, and not counted: it belongs to no campaign."""

    words: str
    address: str


@require_safe
def drop_slash(request: HttpRequest, *, handle: str) -> HttpResponse:
    """Typed with a slash at its end, it is the same page."""
    query = request.META.get("QUERY_STRING", "")
    address = reverse("artist", kwargs={"handle": handle})
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)


@require_safe
def show_artist(request: HttpRequest, *, handle: str) -> HttpResponse:
    """What is public of this artist, before any campaign too; 404 where nothing is."""
    now = clock.now()
    artist = find_artist(handle)
    campaigns = campaigns_of_artist(artist)
    coming, out = _parted(campaigns, now=now)
    came_by = artist_channel_named(artist, request.GET.get("via", ""))
    via = _lead_on(request, came_by=came_by, campaigns=campaigns, now=now)
    lead = next(iter((*coming, *out)), None)
    context = {
        "artist": artist,
        "theme_address": theme_address(lead) if lead else "",
        "next": _next_line(artist, now=now),
        "coming": [_coming_row(campaign, via=via) for campaign in coming],
        "out": [_out_row(campaign, via=via) for campaign in out],
        "follows": _follow_links(artist),
        "list_form": list_form(artist, fan=fan_of_browser(request)),
        "news": news_part(request, artist=artist),
        "meta": make_artist_preview(artist, campaign=lead, now=now),
    }
    context |= artist_pixel_context(artist)
    response = show_page(request, template="artist", context=context)
    _count(request, artist=artist, came_by=came_by, now=now)
    return with_frame(response, request=request, context=context)


def _lead_on(
    request: HttpRequest,
    *,
    came_by: ArtistChannel | None,
    campaigns: list[Campaign],
    now: datetime,
) -> str:
    """The channel's name, for the links to the campaigns: who came by an announcement that is
    about none of them is told apart there, too."""
    if came_by is not None and is_showing(request):
        with suppress(OperationalError):
            for campaign in campaigns:
                lead_on(came_by, campaign=campaign, now=now)
    return request.GET.get("via", "")


def _count(
    request: HttpRequest, *, artist: Artist, came_by: ArtistChannel | None, now: datetime
) -> None:
    """As a landing page's visits are, but as a count alone. A database that is busy costs a count,
    never the page."""
    if not is_showing(request):
        return
    by_machine = is_machine(read_agent(request))
    with suppress(OperationalError):
        count_artist_page(artist, by_machine=by_machine, day=now.date())
        if came_by is not None:
            count_by_channel(came_by, by_machine=by_machine)


def _next_line(artist: Artist, *, now: datetime) -> NextLine | None:
    """The date that the organizer gave, until it is over."""
    coming = next_date_of(artist, now=now)
    if coming is None:
        return None
    day = day_in_words(coming.day, language=get_language() or SOURCE)
    return NextLine(coming.words, day, coming.day.isoformat(), coming.link)


def _parted(campaigns: list[Campaign], *, now: datetime) -> tuple[list[Campaign], list[Campaign]]:
    """Coming, the nearest first; out everywhere, the latest first."""
    by_day = sorted(campaigns, key=lambda campaign: campaign.release.last_moment)
    coming = [
        campaign
        for campaign in by_day
        if not campaign.is_released(now) and not campaign.was_cut_short
    ]
    return coming, [campaign for campaign in reversed(by_day) if campaign not in coming]


def _coming_row(campaign: Campaign, *, via: str) -> Row:
    row = _row(campaign, via=via, line=coming_line(campaign))
    return row if row.is_paused else replace(row, button=_button(campaign))


def _out_row(campaign: Campaign, *, via: str) -> Row:
    row = _row(campaign, via=via, line=out_line(campaign.release))
    return replace(row, is_paused=False)


def _row(campaign: Campaign, *, via: str, line: SafeString) -> Row:
    page = reverse("landing", kwargs={"slug": campaign.slug})
    channel = channel_named(campaign, via)
    return Row(
        title=campaign.release.title,
        address=f"{page}?via={channel.name}" if channel else page,
        line=line,
        cover=make_cover(campaign.release),
        is_paused=campaign.paused_at is not None,
    )


def _button(campaign: Campaign) -> str:
    """What can be done there, truly: where every service only reminds, nothing is saved."""
    modes = modes_of(campaign, providers=settings.PROVIDERS).values()
    saves = any(mode != Mode.REMIND for mode in modes)
    words = _("Pre-save %(title)s") if saves else _("Remind me of %(title)s")
    return words % {"title": campaign.release.title}


def _follow_links(artist: Artist) -> list[FollowLink]:
    found = []
    for provider in settings.PROVIDERS.values():
        if artist_id := artist.id_at(provider.name):
            words = _(provider.words.follow_link).replace("{artist}", artist.name)
            with suppress(Refused):
                found.append(FollowLink(words, provider.artist_address(artist_id)))
    return found

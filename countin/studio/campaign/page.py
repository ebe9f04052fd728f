"""One campaign: what came so far, by which channel, its links, and what can be done."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from countin.campaigns.models import Campaign, Channel
from countin.campaigns.snippets import frame_snippet, script_snippet
from countin.campaigns.states import CampaignState, met_state
from countin.insights.counts import count_campaign
from countin.insights.journeys import Visits, count_reminded, count_visits
from countin.insights.sums import held_of, people_of
from countin.insights.tallies import NO_CHANNEL
from countin.languages.reviews import unread_languages
from countin.studio.channel_names import people_behind
from countin.studio.forms import MoveForm
from countin.studio.home import can_save, may_be_public, seat_context
from countin.studio.making.publishing import (
    preview_address,
    runway_of,
    service_lines,
    trial_address,
)
from countin.studio.seats import Seat, in_campaign
from countin.visits.arriving import NO_UTM, UTM_WORDS
from countin.visits.links import channel_links, share_address, utm_of
from countin.visits.models import Link
from countin.workspaces.models import Role
from countin.workspaces.spreadsheets import csv_lines


@dataclass(frozen=True)
class ChannelLine:
    """What came by a channel, and the addresses that lead there."""

    name: str
    label: str  # who is behind it, where it is a link to one person
    reach: int | None
    visits: int
    presaves: int
    reminders: int
    short: str  # empty until it is asked for
    readable: str
    qr: str
    made_by: str  # empty: by the organizer, to be shared
    worded: tuple[tuple[str, str], ...]  # links with UTM words: the words, the short address


@require_safe
@in_campaign(Role.ANALYST)
def show_campaign(request: HttpRequest, *, seat: Seat, campaign: Campaign) -> HttpResponse:
    """Live: the part with numbers is fetched again every few seconds."""
    counts = count_campaign(
        campaign, providers=settings.PROVIDERS, base_url=settings.BASE_URL, now=seat.now
    )
    visits, reminded = count_visits(campaign), count_reminded(campaign)
    state = met_state(CampaignState(counts["state"]), may_publish=may_be_public())
    context = {
        "campaign": campaign,
        "state": state,
        "counts": counts,
        "reminders": _reminder_lines(counts),
        "visits": people_of(visits),
        "has_presaves": can_save() or any(counts["presaves"].values()),
        "channels": _channel_lines(
            campaign, seat=seat, counts=counts, visits=visits, reminded=reminded
        ),
        "without_channel": _without_channel(counts, visits=visits, reminded=reminded),
        "runway": runway_of(campaign, seat=seat),
        "services": service_lines(campaign),
        "languages": settings.LANGUAGES,
        "unread": unread_languages(),
        "preview": preview_address(campaign, seat=seat),
        "trial": trial_address(campaign, seat=seat),
        "page": counts["url"],
        "snippet": script_snippet(campaign, base_url=settings.BASE_URL),
        "utm_words": UTM_WORDS,
        "frame": frame_snippet(campaign, base_url=settings.BASE_URL),
        "move_form": MoveForm(initial={"date": campaign.release.release_date}),
        "is_over": state in (CampaignState.RELEASED, CampaignState.ENDED),
        "at": seat.now,
        **seat_context(seat),
    }
    return render(request, "studio/campaign.html", context)


@require_safe
@in_campaign(Role.ANALYST)
def export_numbers(_request: HttpRequest, *, seat: Seat, campaign: Campaign) -> HttpResponse:
    """Every number of `countin campaign show` and of the page, one a line, by the name of its
    definition."""
    counts = count_campaign(
        campaign, providers=settings.PROVIDERS, base_url=settings.BASE_URL, now=seat.now
    )
    visits = ("report.visits.people", people_of(count_visits(campaign)))
    rows = ({"number": name, "value": str(value)} for name, value in (*_flat(counts), visits))
    lines = csv_lines(("number", "value"), rows=rows)
    response = HttpResponse("".join(lines), content_type="text/csv")
    response["Content-Disposition"] = f'attachment; filename="{campaign.slug}-numbers.csv"'
    return response


def _flat(counts: Mapping[str, Any], *, under: str = "") -> Iterator[tuple[str, int]]:
    """`presaves.saved`, `by_channel.newsletter.saved`: the counts alone."""
    for name, value in counts.items():
        if isinstance(value, Mapping):
            yield from _flat(value, under=f"{under}{name}.")
        elif isinstance(value, int):
            yield f"{under}{name}", value


def _reminder_lines(counts: Mapping[str, Any]) -> list[tuple[str, int, int]]:
    """By service as people know it: asked, and sent."""
    return [
        (
            settings.PROVIDERS[name].words.name if name in settings.PROVIDERS else name,
            five["asked"],
            five["sent"],
        )
        for name, five in counts["reminders_by_provider"].items()
    ]


def _channel_lines(
    campaign: Campaign,
    *,
    seat: Seat,
    counts: dict[str, Any],
    visits: dict[str, Visits],
    reminded: Mapping[str, int],
) -> list[ChannelLine]:
    links, people = channel_links(campaign), people_behind(campaign, seat=seat)
    channels = sorted(campaign.channels.all(), key=lambda channel: channel.pk)
    return [
        _line(
            channel,
            label=people.get(channel.name, channel.name),
            campaign=campaign,
            counts=counts,
            visits=visits,
            reminders=reminded.get(channel.name, 0),
            links=[link for link in links if link.channel_id == channel.pk],
        )
        for channel in channels
    ]


def _line(
    channel: Channel,
    *,
    label: str,
    campaign: Campaign,
    counts: dict[str, Any],
    visits: dict[str, Visits],
    reminders: int,
    links: list[Link],
) -> ChannelLine:
    seen = visits.get(channel.name)
    qr = reverse("qr_svg", kwargs={"slug": campaign.slug})
    short = {utm_of(link): share_address(link, short_url=settings.SHORT_URL) for link in links}
    return ChannelLine(
        name=channel.name,
        label=label,
        reach=channel.reach,
        visits=seen.people if seen else 0,
        presaves=held_of(counts["by_channel"].get(channel.name, {})),
        reminders=reminders,
        short=short.get(NO_UTM, ""),
        readable=f"{settings.BASE_URL}/{campaign.slug}?via={channel.name}",
        qr=f"{qr}?via={channel.name}",
        made_by=channel.made_by,
        worded=tuple(
            (" · ".join(filter(None, words)), address)
            for words, address in short.items()
            if words != NO_UTM
        ),
    )


def _without_channel(
    counts: dict[str, Any], *, visits: dict[str, Visits], reminded: Mapping[str, int]
) -> dict[str, int]:
    seen = visits.get(NO_CHANNEL)
    return {
        "visits": seen.people if seen else 0,
        "presaves": held_of(counts["by_channel"].get(NO_CHANNEL, {})),
        "reminders": reminded.get(NO_CHANNEL, 0),
    }

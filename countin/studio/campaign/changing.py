"""Presses on a campaign that stands: pause, go on, another day, a short link."""

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from countin.campaigns.findings import BadCampaignFile
from countin.campaigns.models import Campaign
from countin.campaigns.pausing import pause_campaign, resume_campaign
from countin.campaigns.spelling import spell_moved
from countin.messaging.announcement_tables import AnnouncementKind
from countin.messaging.announcing.course import count_concerned
from countin.studio.forms import MoveForm
from countin.studio.making.applying import apply_document
from countin.studio.seats import Seat, in_campaign
from countin.visits.arriving import read_utm
from countin.visits.links import channel_link
from countin.workspaces.models import Role


@require_POST
@in_campaign(Role.MANAGER)
def pause(request: HttpRequest, *, seat: Seat, campaign: Campaign) -> HttpResponse:
    """Its page takes nothing more, and no promise is kept, until it goes on."""
    with transaction.atomic():
        if pause_campaign(campaign, now=seat.now):
            seat.note("campaign paused", subject=campaign.slug)
    messages.success(request, "It is paused. What was promised stays promised.")
    return _back(request, campaign=campaign)


@require_POST
@in_campaign(Role.MANAGER)
def resume(request: HttpRequest, *, seat: Seat, campaign: Campaign) -> HttpResponse:
    """Its page is open again."""
    with transaction.atomic():
        if resume_campaign(campaign, now=seat.now):
            seat.note("campaign resumed", subject=campaign.slug)
    messages.success(request, "It goes on.")
    return _back(request, campaign=campaign)


@require_POST
@in_campaign(Role.MANAGER)
def move_date(request: HttpRequest, *, seat: Seat, campaign: Campaign) -> HttpResponse:
    """Another day, for every fan's own midnight; reminders and waves follow."""
    form = MoveForm(request.POST)
    if campaign.ended_at is not None:
        messages.error(request, "It has ended. Duplicate it for another date.")
        return redirect("studio_campaign", slug=campaign.slug)
    if not form.is_valid():
        messages.error(request, "That is no date. Write it like 2027-03-05.")
        return redirect("studio_campaign", slug=campaign.slug)
    day = form.cleaned_data["date"]
    try:
        apply_document(spell_moved(campaign, day=day), seat=seat, publish=False)
    except BadCampaignFile as bad:
        messages.error(request, " ".join(f"{one.what} {one.mend}" for one in bad.findings))
    else:
        messages.success(
            request,
            f"The release date is {day} now. Its page, the fans' own pages and calendars, "
            f"reminders and waves follow.{_told(campaign, seat=seat)}",
        )
    return redirect("studio_campaign", slug=campaign.slug)


@require_POST
@in_campaign(Role.MANAGER)
def make_link(request: HttpRequest, *, seat: Seat, campaign: Campaign) -> HttpResponse:
    """A short link for one of its channels, with words for programs that count where some are
    given; asked for twice, it is the same."""
    name = request.POST.get("channel", "")
    channel = next((one for one in campaign.channels.all() if one.name == name), None)
    if channel is None:
        messages.error(request, "There is no such channel. Load the page again.")
    else:
        with transaction.atomic():
            channel_link(channel, utm=read_utm(request.POST.dict()), now=seat.now)
            seat.note("link made", subject=campaign.slug, detail=name)
    return redirect("studio_campaign", slug=campaign.slug)


def _back(request: HttpRequest, *, campaign: Campaign) -> HttpResponse:
    """To where it was pressed, of two places."""
    is_room = request.POST.get("room") == "release"
    return redirect("studio_release" if is_room else "studio_campaign", slug=campaign.slug)


def _told(campaign: Campaign, *, seat: Seat) -> str:
    """Who reads of it by mail."""
    if not settings.MAIL_IS_SET:
        return ""
    many = count_concerned(campaign, kind=AnnouncementKind.MOVED, now=seat.now)
    if not many:
        return " Nobody who waits for it is on the e-mail list, so no mail goes out."
    return (
        f" Waiting for it on the e-mail list: {many:,}. In a quarter of an hour, if this date "
        "still stands, one mail goes to each. You find it under Announcements and can stop it."
    )

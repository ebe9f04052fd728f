"""What happens to a campaign once: a copy of it is made, it is ended, it is put away."""

from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from countin.campaigns.course.duplicating import duplicate_campaign
from countin.campaigns.course.ending import (
    StillRunning,
    archive_campaign,
    end_campaign,
    unarchive_campaign,
)
from countin.campaigns.findings import BadCampaignFile
from countin.campaigns.models import Campaign
from countin.insights.counts import count_campaign
from countin.insights.sums import lost_by_ending
from countin.messaging.announcement_tables import AnnouncementKind
from countin.messaging.announcing.course import count_concerned
from countin.studio.forms import CopyForm
from countin.studio.home import seat_context
from countin.studio.making.documents import free_slug
from countin.studio.making.starting import id_forms
from countin.studio.seats import Seat, in_campaign
from countin.workspaces.models import Role

_METHODS: Final = ["GET", "HEAD", "POST"]


@require_http_methods(_METHODS)
@in_campaign(Role.MANAGER)
def duplicate(request: HttpRequest, *, seat: Seat, campaign: Campaign) -> HttpResponse:
    """A new draft that begins as this one; then on with its details."""
    if request.method != "POST":
        return _show_copy(request, form=CopyForm(), seat=seat, campaign=campaign)
    form = CopyForm(request.POST)
    if form.is_valid() and (made := _copy(form, seat=seat, campaign=campaign)):
        messages.success(request, "This is the copy, a draft. Add its code and picture here.")
        return redirect("studio_details", slug=made.slug)
    return _show_copy(request, form=form, seat=seat, campaign=campaign, status=422)


@require_http_methods(_METHODS)
@in_campaign(Role.MANAGER)
def end(request: HttpRequest, *, seat: Seat, campaign: Campaign) -> HttpResponse:
    """Says first what is lost; a press ends it."""
    if request.method != "POST":
        return _show_end(request, seat=seat, campaign=campaign)
    with transaction.atomic():
        if end_campaign(campaign, now=seat.now):
            seat.note("campaign ended", subject=campaign.slug)
    if campaign.ended_at is None:
        messages.error(request, "There is nothing to end: it is a draft, or over already.")
    else:
        messages.success(
            request,
            "It has ended. Its page and its fans' own pages say so; those on the e-mail list who "
            "waited for it get a mail, which you find under Announcements.",
        )
    return redirect("studio_campaign", slug=campaign.slug)


@require_POST
@in_campaign(Role.MANAGER)
def archive(request: HttpRequest, *, seat: Seat, campaign: Campaign) -> HttpResponse:
    """Out of the list; numbers stay."""
    try:
        with transaction.atomic():
            if archive_campaign(campaign, now=seat.now):
                seat.note("campaign archived", subject=campaign.slug)
    except StillRunning as running:
        messages.error(request, str(running))
        return redirect("studio_campaign", slug=campaign.slug)
    messages.success(request, f"“{campaign.release.title}” is in the archive, with its numbers.")
    return redirect("studio_workspace", workspace=seat.workspace.slug)


@require_POST
@in_campaign(Role.MANAGER)
def unarchive(request: HttpRequest, *, seat: Seat, campaign: Campaign) -> HttpResponse:
    """Back on the list."""
    with transaction.atomic():
        if unarchive_campaign(campaign, now=seat.now):
            seat.note("campaign unarchived", subject=campaign.slug)
    messages.success(request, "It is on the list again.")
    return redirect("studio_campaign", slug=campaign.slug)


def _copy(form: CopyForm, *, seat: Seat, campaign: Campaign) -> Campaign | None:
    given = form.cleaned_data
    try:
        with transaction.atomic():
            made = duplicate_campaign(
                campaign,
                slug=free_slug(given["title"]),
                title=given["title"],
                day=given["date"],
                id_forms=id_forms(),
                media_root=Path(settings.MEDIA_ROOT),
                now=seat.now,
            )
            seat.note("campaign created", subject=made.slug, detail=f"copy of {campaign.slug}")
    except BadCampaignFile as bad:
        for finding in bad.findings:
            form.add_error(None, f"{finding.what} {finding.mend}")
        return None
    return made


def _show_copy(
    request: HttpRequest, *, form: CopyForm, seat: Seat, campaign: Campaign, status: int = 200
) -> HttpResponse:
    channels = [channel.name for channel in campaign.channels.order_by("pk")]
    tomorrow = (seat.now + timedelta(days=1)).date().isoformat()
    form.fields["date"].widget.attrs["min"] = tomorrow
    context = {"form": form, "campaign": campaign, "channels": channels, **seat_context(seat)}
    return render(request, "studio/copy.html", context, status=status)


def _show_end(request: HttpRequest, *, seat: Seat, campaign: Campaign) -> HttpResponse:
    context = {
        "campaign": campaign,
        "can_end": campaign.published_at is not None and seat.now < campaign.ends_at,
        **_lost(campaign, seat=seat),
        **seat_context(seat),
    }
    return render(request, "studio/end.html", context)


def _lost(campaign: Campaign, *, seat: Seat) -> dict[str, Any]:
    """What nothing will come of any more."""
    counts = count_campaign(
        campaign, providers=settings.PROVIDERS, base_url=settings.BASE_URL, now=seat.now
    )
    return {**asdict(lost_by_ending(counts)), "told": _told(campaign, seat=seat)}


def _told(campaign: Campaign, *, seat: Seat) -> int:
    """Who waits for it now gets the mail, once it has ended for them."""
    if not settings.MAIL_IS_SET:
        return 0
    return count_concerned(campaign, kind=AnnouncementKind.MOVED, now=seat.now)

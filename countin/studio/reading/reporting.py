"""The report of a campaign, to be read here, printed, or taken along as one file."""

from base64 import b64encode
from hashlib import sha256

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from countin.campaigns.models import Campaign
from countin.insights.report_html import report_style
from countin.insights.written import hand_out_report, show_kept
from countin.studio.home import seat_context
from countin.studio.seats import Seat, in_campaign
from countin.workspaces.models import Role

_IS_WRITTEN = (
    "So many rows are read by the worker, not by this page. The report is ready in a minute, or "
    "once no wave is under way: press again."
)


@require_safe
@in_campaign(Role.ANALYST)
def show_report(request: HttpRequest, *, seat: Seat, campaign: Campaign) -> HttpResponse:
    """Counts alone; nobody is named. The worker writes it, and the page looks for it."""
    style, kept = report_style(), show_kept(campaign, now=seat.now)
    context = {
        "campaign": campaign,
        "style": mark_safe(style),  # noqa: S308  # a file of ours, without any word of a campaign
        "body": mark_safe(kept.body),  # noqa: S308  # a page of ours, in which every word is escaped
        "is_fresh": kept.is_fresh,
        **seat_context(seat),
    }
    response = render(request, "studio/report.html", context)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    response._csp_update = {"style-src": [f"'sha256-{digest}'"]}  # type: ignore[attr-defined]  # as csp_update does
    return response


@require_safe
@in_campaign(Role.ANALYST)
def download_report(request: HttpRequest, *, seat: Seat, campaign: Campaign) -> HttpResponse:
    """The file of `countin campaign report --format html`. That of a large campaign is the
    worker's."""
    told = hand_out_report(
        campaign, providers=settings.PROVIDERS, base_url=settings.BASE_URL, now=seat.now
    )
    if told is None:
        messages.success(request, _IS_WRITTEN)
        return redirect("studio_report", slug=campaign.slug)
    response = HttpResponse(told.page, content_type="text/html; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{campaign.slug}-report.html"'
    return response

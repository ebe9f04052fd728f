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
from countin.insights.report import Report, build_report
from countin.insights.report_html import report_style, shown_in
from countin.insights.written import hand_out_report, is_large
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
    """Counts alone; nobody is named."""
    if is_large(campaign):
        return _hand_out(request, seat=seat, campaign=campaign)
    style = report_style()
    context = {
        "campaign": campaign,
        "style": mark_safe(style),  # noqa: S308  # a file of ours, without any word of a campaign
        **shown_in(_build(campaign, seat=seat)),
        **seat_context(seat),
    }
    response = render(request, "studio/report.html", context)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    response._csp_update = {"style-src": [f"'sha256-{digest}'"]}  # type: ignore[attr-defined]  # as csp_update does
    return response


@require_safe
@in_campaign(Role.ANALYST)
def download_report(request: HttpRequest, *, seat: Seat, campaign: Campaign) -> HttpResponse:
    """The file of `countin campaign report --format html`."""
    return _hand_out(request, seat=seat, campaign=campaign)


def _hand_out(request: HttpRequest, *, seat: Seat, campaign: Campaign) -> HttpResponse:
    """That of a large campaign is the worker's, and comes as a file alone."""
    told = hand_out_report(
        campaign, providers=settings.PROVIDERS, base_url=settings.BASE_URL, now=seat.now
    )
    if told is None:
        messages.success(request, _IS_WRITTEN)
        return redirect("studio_release", slug=campaign.slug)
    response = HttpResponse(told.page, content_type="text/html; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{campaign.slug}-report.html"'
    return response


def _build(campaign: Campaign, *, seat: Seat) -> Report:
    return build_report(
        campaign, providers=settings.PROVIDERS, base_url=settings.BASE_URL, now=seat.now
    )

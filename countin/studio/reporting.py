"""The report of a campaign, to be read here, printed, or taken along as one file."""

from base64 import b64encode
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from countin.campaigns.models import Campaign
from countin.insights.report import Report, build_report
from countin.insights.report_html import report_style, shown_in, write_html
from countin.studio.home import seat_context
from countin.studio.seats import Seat, in_campaign
from countin.workspaces.models import Role


@require_safe
@in_campaign(Role.ANALYST)
def show_report(request: HttpRequest, *, seat: Seat, campaign: Campaign) -> HttpResponse:
    """Counts alone; nobody is named."""
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
def download_report(_request: HttpRequest, *, seat: Seat, campaign: Campaign) -> HttpResponse:
    """The file of `countin campaign report --format html`."""
    page = write_html(_build(campaign, seat=seat))
    response = HttpResponse(page, content_type="text/html; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{campaign.slug}-report.html"'
    return response


def _build(campaign: Campaign, *, seat: Seat) -> Report:
    return build_report(
        campaign, providers=settings.PROVIDERS, base_url=settings.BASE_URL, now=seat.now
    )

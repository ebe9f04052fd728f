"""What search engines may look at: `/robots.txt` and `/sitemap.xml`."""

from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from countin.campaigns.models import Artist, Campaign

_NOT_FOR_MACHINES: Final = (
    "/me/",
    "/connect/",
    "/confirm/",
    "/unsubscribe/",
    "/push/",
    "/l/",
    "/c/",
    "/oembed",
)
_MOST: Final = 50_000  # addresses a sitemap may hold


@require_safe
def show_robots(_request: HttpRequest) -> HttpResponse:
    """Pages of one fan are nobody else's; the others stand in the sitemap."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _NOT_FOR_MACHINES)]
    lines += ["", f"Sitemap: {settings.BASE_URL}{reverse('sitemap')}", ""]
    return _keep_a_while(HttpResponse("\n".join(lines), "text/plain"))


@require_safe
def show_sitemap(_request: HttpRequest) -> HttpResponse:
    """Published campaigns and pages of artists, and nothing else."""
    urls = Element("urlset", xmlns="http://www.sitemaps.org/schemas/sitemap/0.9")
    for address, changed_on in _addresses():
        url = SubElement(urls, "url")
        SubElement(url, "loc").text = settings.BASE_URL + address
        if changed_on:
            SubElement(url, "lastmod").text = changed_on
    text = tostring(urls, encoding="utf-8", xml_declaration=True)
    return _keep_a_while(HttpResponse(text, "application/xml"))


def _addresses() -> list[tuple[str, str]]:
    published = Campaign.objects.filter(published_at__isnull=False).order_by("slug")
    pages = [
        (reverse("landing", kwargs={"slug": slug}), f"{changed_at:%Y-%m-%d}")
        for slug, changed_at in published.values_list("slug", "changed_at")
    ]
    has_page = Q(published_at__isnull=False) | Q(releases__campaign__in=published)
    shown = Artist.objects.filter(has_page).distinct().order_by("handle")
    handles = shown.values_list("handle", flat=True)
    artists = [(f"/@{handle}", "") for handle in handles]
    return [*pages, *artists][:_MOST]


def _keep_a_while(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "public, max-age=3600"
    return response

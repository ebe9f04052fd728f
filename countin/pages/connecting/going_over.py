"""`POST /connect/over/…`: what was pressed on an artist's own domain goes on at the base address.

A press there comes from another site, so the browser sends no cookie of ours with it. It is
answered by a page that presses the same once more, from here: then everything is as ever.
"""

import re
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from countin.campaigns.models import Artist, Campaign
from countin.pages.answers import show_private_page
from countin.pages.domains.own_domains import FROM_OWN_DOMAIN, OwnDomain, find_origin

# What the forms of public pages hold.
_FIELDS: Final = (
    *("campaign", "time_zone", "via", "guest", "visit", "link", "from", "follow", "address"),
    *("utm_source", "utm_medium", "utm_campaign"),
)
_LONGEST: Final = 500
_CONNECT: Final = re.compile(r"connect/[a-z][a-z0-9_]{0,39}")
_REMIND: Final = re.compile(r"([a-z0-9][a-z0-9-]{0,62})/remind/[a-z][a-z0-9_]{0,39}")
_LIST: Final = re.compile(r"@([a-z0-9][a-z0-9-]{0,62})/list")


@require_POST
def go_over(request: HttpRequest, *, press: str) -> HttpResponse:
    """403 unless a page of this very artist's domain sent it."""
    domain = find_origin(request.headers.get("Origin", ""))
    if domain is None:
        return render(request, "403.html", status=403)
    if not _is_theirs(request, press=press, domain=domain):
        raise Http404("not of this artist")
    fields = [
        (name, text[:_LONGEST])
        for name in _FIELDS
        for text in request.POST.getlist(name)[:1]
        if text
    ]
    context = {
        "action": f"/{press}?lang={get_language()}",
        "fields": [*fields, (FROM_OWN_DOMAIN, "yes")],
    }
    return show_private_page(request, template="over", context=context)


def _is_theirs(request: HttpRequest, *, press: str, domain: OwnDomain) -> bool:
    """The press is one that goes over, and is about this artist."""
    if found := _LIST.fullmatch(press):
        return Artist.objects.filter(pk=domain.artist_id, handle=found[1]).exists()
    slug = request.POST.get("campaign", "")
    if found := _REMIND.fullmatch(press):
        slug = found[1]
    elif not _CONNECT.fullmatch(press):
        return False
    return Campaign.objects.filter(slug=slug, release__artist=domain.artist_id).exists()

"""The doors on hosts that are not the base address: an artist's own domain, the short one."""

import re
from collections.abc import Callable
from functools import cache
from typing import Final

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.http.request import split_domain_port
from django.urls import Resolver404, resolve
from django.utils.translation import get_language

from countin.campaigns.models import Campaign
from countin.pages.addresses import OVER
from countin.pages.domains.own_domains import OwnDomain, domain_here, find_domain, is_short

Answer = Callable[[HttpRequest], HttpResponse]
NOWHERE: Final = "/-"
# What stands on an artist's own domain: pages that show, and what they load.
_SHOWN: Final = frozenset(
    (
        *("landing", "artist", "thanks", "calendar", "open_artist", "native", "open_release"),
        *("artwork", "clip", "film", "logo", "theme", "card", "privacy", "icon"),
        *("pixels", "artist_pixels"),
    )
)
_CODE: Final = re.compile(r"/([A-Za-z0-9_-]{4,32})")
_FORM: Final = re.compile(r'(<form\b[^>]*?\baction=")(/[^"]*)(")')
_LINK: Final = re.compile(r'(<a\b[^>]*?\bhref=")(/[^"]*)(")')


class OtherHosts:
    """Middleware, outermost. A host of ours other than the base address is noted, and what stands
    behind this door is asked as at the base address; every other host stays what it was."""

    def __init__(self, get_response: Answer) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        host = request.META.get("HTTP_HOST", "")
        name, _port = split_domain_port(host)
        if is_short(name):
            return self._lead_on(request)
        found = find_domain(host)
        if found is None:
            return self._get_response(request)
        if request.path_info == f"/@{found.handle}":
            query = request.META.get("QUERY_STRING", "")
            return HttpResponsePermanentRedirect(f"/?{query}" if query else "/")
        if request.path_info == "/":
            _ask_for(request, path=f"/@{found.handle}")
        request.own_domain = found  # type: ignore[attr-defined]  # read by domain_here
        _as_at_base(request)
        return self._get_response(request)

    def _lead_on(self, request: HttpRequest) -> HttpResponse:
        """`/CODE` leads where `/l/CODE` does; nothing else is there."""
        if request.path_info == "/":
            return HttpResponseRedirect(f"{settings.BASE_URL}/")
        code = _CODE.fullmatch(request.path_info)
        _ask_for(request, path=f"/l/{code[1]}" if code else NOWHERE)
        _as_at_base(request)
        response = self._get_response(request)
        if response.get("Location", "").startswith("/"):
            response["Location"] = settings.BASE_URL + response["Location"]
        return response


class DomainGate:
    """Middleware, within. On an artist's own domain: their public pages alone, whose forms and
    other links lead to the base address."""

    def __init__(self, get_response: Answer) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        domain = domain_here(request)
        if domain is None:
            return self._get_response(request)
        is_own = _campaigns_of(domain)
        if request.method not in ("GET", "HEAD") or not _stands_here(
            request.path_info, domain, is_own=is_own
        ):
            raise Http404("not on this domain")
        response = self._get_response(request)
        # A form's Origin goes along to the base address, which asks for it.
        response["Referrer-Policy"] = "strict-origin"
        allowed = getattr(response, "_csp_update", None) or {}  # a page that asks frames pixels
        own = {**allowed, "form-action": [settings.BASE_URL]}
        response._csp_update = own  # type: ignore[attr-defined]  # as django-csp reads it
        if response.get("Content-Type", "").startswith("text/html"):
            response.content = _with_base_links(
                response.content.decode(), domain, is_own=is_own
            ).encode()
        return response


def _ask_for(request: HttpRequest, *, path: str) -> None:
    request.path = request.path_info = path


def _as_at_base(request: HttpRequest) -> None:
    request.META["HTTP_HOST"] = settings.BASE_URL.partition("://")[2]


def _stands_here(path: str, domain: OwnDomain, *, is_own: Callable[[str], bool]) -> bool:
    try:
        found = resolve(path)
    except Resolver404:
        return False
    if found.url_name not in _SHOWN or found.kwargs.get("handle", domain.handle) != domain.handle:
        return False
    slug = found.kwargs.get("slug")
    return slug is None or is_own(slug)


def _campaigns_of(domain: OwnDomain) -> Callable[[str], bool]:
    """Whether a slug is one of theirs; each is asked for once a page, however many links."""

    @cache
    def is_own(slug: str) -> bool:
        return Campaign.objects.filter(slug=slug, release__artist=domain.artist_id).exists()

    return is_own


def _with_base_links(page: str, domain: OwnDomain, *, is_own: Callable[[str], bool]) -> str:
    base, language = settings.BASE_URL, get_language()

    def hand_over(found: re.Match[str]) -> str:
        return f"{found[1]}{base}{OVER}{found[2][1:]}?lang={language}{found[3]}"

    def lead(found: re.Match[str]) -> str:
        path = found[2].partition("?")[0].partition("#")[0]
        if path == f"/@{domain.handle}":
            return f"{found[1]}/{found[2][len(path) :]}{found[3]}"
        is_here = _stands_here(path, domain, is_own=is_own)
        return found[0] if is_here else f"{found[1]}{base}{found[2]}{found[3]}"

    return _LINK.sub(lead, _FORM.sub(hand_over, page))

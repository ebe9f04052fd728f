"""A published page is made once and then handed out: the first thing that answers.

What a visitor brings of their own is filled in. Whoever needs a page of their own (a fan's
cookie, a guest's key, a chosen language …) gets one from the doors behind; so does every address
that is no landing page. A page for all is made by those doors too, from a request that holds
nothing but what the page is for: so nothing that one visitor sends can reach another.
"""

import re
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache, partial
from io import BytesIO
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port, validate_host

from countin import clock
from countin.campaigns.slugs import RESERVED_SLUGS
from countin.pages.domains.own_domains import domain_here
from countin.pages.made_once.shelf import Rendered, Shelf, Standing
from countin.pages.visitors.arrivals import OUR_WORDS, read_agent
from countin.pages.visitors.cookies import remembered_service
from countin.pages.visitors.counting import is_showing, note
from countin.pages.visitors.languages import COOKIE as LANGUAGE_COOKIE
from countin.pages.visitors.languages import language_of
from countin.pages.visitors.standing_in import StandIn, Texts, brought, cut
from countin.pages.visitors.territory import guess_territory
from countin.pages.visitors.ways_out import platform_of
from countin.visits.arriving import NO_UTM, read_utm
from countin.visits.in_app import InApp, recognize_in_app
from countin.visits.marks import make_mark
from countin.visits.models import new_number

SHELF: Final = Shelf()
Answer = Callable[[HttpRequest], HttpResponse]
_PATH: Final = re.compile(r"/([a-z0-9][a-z0-9-]{0,62})")
# Cookies of ours that a page for all can do with. Any other of ours is a fan's.
_OF_ALL: Final = frozenset({LANGUAGE_COOKIE, "service", "countin_browser", "countin_state"})
_OURS: Final = ("countin_", "__Host-countin_")


class _Visitor(NamedTuple):
    """What of a visitor a page for all depends on, and who it is filled in for."""

    slug: str
    is_secure: bool
    language: str
    service: str
    territory: str
    in_app: InApp | None
    platform: str
    texts: Texts
    number: int  # of the visit; 0 where none is counted

    @property
    def key(self) -> tuple[Any, ...]:
        app = self.in_app.name if self.in_app else ""
        who = (self.slug, self.is_secure, self.language, self.service, self.territory)
        return (*who, app, self.platform, brought(self.texts))


class _Handout(HttpResponse):
    """An answer with the headers of another, which neither changes any more: to set them anew
    for each visitor would cost more than all the rest."""

    def __init__(self, body: bytes, *, like: HttpResponse) -> None:
        self.__dict__.update(like.__dict__, _resource_closers=[], _container=[body])


class RenderedOnce:
    """Middleware. `settings.RENDERS_ONCE` False: every page is made anew."""

    def __init__(self, get_response: Answer) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        slug = _slug_of(request)
        standing = SHELF.standing(slug) if slug else None
        if standing is None:
            return self._get_response(request)
        now = clock.now()
        visitor = _read_visitor(request, slug=slug, standing=standing)
        make = partial(self._make, visitor, standing=standing)
        page = SHELF.page(visitor.key, standing=standing, now=now, make=make)
        if page is None:
            return self._get_response(request)
        return _hand_out(page, request=request, visitor=visitor, standing=standing, now=now)

    def _make(self, visitor: _Visitor, *, standing: Standing) -> Rendered | None:
        """By the whole stack. Only a whole page is kept, and none that sets a cookie."""
        made_at = clock.now()
        response = self._get_response(_request_for(visitor))
        if response.status_code != 200 or response.cookies or response.streaming:
            return None
        return Rendered(
            pieces=cut(response.content),
            response=HttpResponse(headers=dict(response.items())),
            changed_at=standing.changed_at,
            made_at=made_at,
            until=standing.until(made_at),
        )


def answer_at_hand(request: HttpRequest) -> HttpResponse | None:
    """What the middleware would answer, where it has everything at hand and asks nobody."""
    slug = _slug_of(request)
    standing = SHELF.known_standing(slug) if slug else None
    if standing is None:
        return None
    now = clock.now()
    visitor = _read_visitor(request, slug=slug, standing=standing)
    page = SHELF.find(visitor.key, standing=standing, now=now)
    if page is None:
        return None
    return _hand_out(page, request=request, visitor=visitor, standing=standing, now=now)


def _hand_out(
    page: Rendered,
    *,
    request: HttpRequest,
    visitor: _Visitor,
    standing: Standing,
    now: datetime,
) -> HttpResponse:
    if visitor.number:
        note(
            request,
            number=visitor.number,
            campaign_id=standing.campaign_id,
            channel_id=standing.channels.get(visitor.texts.via),
            in_app=visitor.in_app.name if visitor.in_app else "",
            country=visitor.territory,
            utm=visitor.texts.utm,
            now=now,
        )
    return _Handout(page.pieces.join(visitor.texts), like=page.response)


def _slug_of(request: HttpRequest) -> str:
    """The slug that is asked for, where a page for all may be the answer; else empty."""
    if domain_here(request) is not None:
        return ""
    if not settings.RENDERS_ONCE or request.method not in ("GET", "HEAD"):
        return ""
    found = _PATH.fullmatch(request.path_info)
    if found is None or found[1] in RESERVED_SLUGS:
        return ""
    if not _is_our_host(request.META.get("HTTP_HOST", "")):
        return ""
    if request.META.get("QUERY_STRING") and not OUR_WORDS.isdisjoint(request.GET):
        return ""
    return "" if "HTTP_COOKIE" in request.META and _has_own_cookie(request) else found[1]


def _has_own_cookie(request: HttpRequest) -> bool:
    return any(name.startswith(_OURS) and name not in _OF_ALL for name in request.COOKIES)


@lru_cache(maxsize=256)
def _is_our_host(host: str) -> bool:
    domain, _port = split_domain_port(host)
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)


def _read_visitor(request: HttpRequest, *, slug: str, standing: Standing) -> _Visitor:
    agent = read_agent(request)
    in_app = recognize_in_app(agent)
    has_cookie, has_query = "HTTP_COOKIE" in request.META, bool(request.META.get("QUERY_STRING"))
    number = new_number() if is_showing(request) else 0
    return _Visitor(
        slug=slug,
        is_secure=request.is_secure(),
        language=language_of(
            request.META.get("HTTP_ACCEPT_LANGUAGE", ""),
            cookie=request.COOKIES.get(LANGUAGE_COOKIE, "") if has_cookie else "",
        ),
        service=remembered_service(request) if has_cookie else "",
        territory=guess_territory(request, time_zone="", trusted_proxies=settings.TRUSTED_PROXIES),
        in_app=in_app,
        platform=platform_of(agent) if in_app else "",
        texts=_read_texts(request, standing=standing, number=number, has_query=has_query),
        number=number,
    )


def _read_texts(request: HttpRequest, *, standing: Standing, number: int, has_query: bool) -> Texts:
    mark, via, utm = "", "", NO_UTM
    if number:
        mark = make_mark(number, campaign_id=standing.campaign_id, secret_key=settings.SECRET_KEY)
    if has_query:
        named = request.GET.get("via", "")
        via = named if named in standing.channels else ""
        utm = read_utm(request.GET)
    return Texts(mark, via, utm)


def _request_for(visitor: _Visitor) -> HttpRequest:
    """A request that holds what the page is for, and nothing that a visitor sent."""
    base = urlsplit(settings.BASE_URL)
    scheme = "https" if visitor.is_secure else "http"
    request = WSGIRequest(
        {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": f"/{visitor.slug}",
            "QUERY_STRING": "",
            "SERVER_NAME": base.hostname or "",
            "SERVER_PORT": str(base.port or (443 if visitor.is_secure else 80)),
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": base.netloc,
            "HTTP_X_FORWARDED_PROTO": scheme,
            "HTTP_ACCEPT_LANGUAGE": visitor.language,
            "HTTP_COOKIE": f"service={visitor.service}" if visitor.service else "",
            "wsgi.url_scheme": scheme,
            "wsgi.input": BytesIO(),
        }
    )
    request.stand_in = StandIn(  # type: ignore[attr-defined]
        has=brought(visitor.texts),
        territory=visitor.territory,
        in_app=visitor.in_app,
        platform=visitor.platform,
    )
    return request

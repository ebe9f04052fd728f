"""The small addresses: front, privacy notice, health, icon; and what is said of our own faults."""

import sys

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.views.decorators.http import require_safe
from django.views.defaults import server_error

from countin import clock
from countin.campaigns.models import Artist
from countin.fans.retired_keys import KeyIsClosed, note_seen
from countin.pages.answers import show_page
from countin.pages.controllers import controller_context
from countin.privacy.notice import ROW_HEADINGS, notice_sections


@require_safe
def show_front(request: HttpRequest) -> HttpResponse:
    """Nothing is listed: an organizer's pages are found by their own links."""
    return show_page(request, template="front", context={})


@require_safe
def show_privacy_notice(request: HttpRequest) -> HttpResponse:
    """Made from who is named as controller, for an artist of ours or for all, and from
    docs/privacy.md."""
    artist = _artist_of(request)
    answering = controller_context({"artist": artist})
    sections = notice_sections(answering["controller"], providers=settings.PROVIDERS)
    context = {"sections": sections, "headings": ROW_HEADINGS, **answering}
    return show_page(request, template="privacy", context=context)


def _artist_of(request: HttpRequest) -> Artist | None:
    """Whose own controller is asked about: `?artist=` and a number, of one who has a page."""
    number = request.GET.get("artist", "")
    is_number = number.isascii() and number.isdecimal() and len(number) < 19
    if not is_number:
        return None
    has_page = Q(published_at__isnull=False) | Q(releases__campaign__published_at__isnull=False)
    return Artist.objects.filter(has_page, pk=int(number)).first()


@require_safe
def show_health(_request: HttpRequest) -> HttpResponse:
    """200 while the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("the database does not answer\n", "text/plain", status=503)
    return HttpResponse("ok\n", "text/plain")


@require_safe
def show_icon(_request: HttpRequest) -> HttpResponse:
    """Browsers ask for this name whatever the page says."""
    return HttpResponseRedirect(static("pages/icon.svg"))


def tell_fault(request: HttpRequest) -> HttpResponse:
    """A fault of ours, in the visitor's language: 500; 503 while only the database is away, or
    nothing can be sealed, so that nobody who looks from outside takes the page for broken."""
    answer = server_error(request)
    fault = sys.exc_info()[1]
    if isinstance(fault, KeyIsClosed):
        note_seen(fault.key, now=clock.now())
    if isinstance(fault, InterfaceError | OperationalError | KeyIsClosed):
        answer.status_code = 503
        answer["Retry-After"] = "60"
    return answer

"""The small addresses: front, privacy notice, health, icon."""

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from countin.pages.answers import show_page
from countin.privacy.notice import ROW_HEADINGS, notice_sections


@require_safe
def show_front(request: HttpRequest) -> HttpResponse:
    """Nothing is listed: an organizer's pages are found by their own links."""
    return show_page(request, template="front", context={})


@require_safe
def show_privacy_notice(request: HttpRequest) -> HttpResponse:
    """Made from who is named as controller and from docs/privacy.md."""
    sections = notice_sections(settings.CONTROLLER, providers=settings.PROVIDERS)
    context = {"sections": sections, "headings": ROW_HEADINGS}
    return show_page(request, template="privacy", context=context)


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

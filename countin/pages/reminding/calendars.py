"""A release as a calendar entry: the file, the subscription, and links to web calendars."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from countin import clock
from countin.campaigns.models import Campaign
from countin.fans.keys import fan_of_key
from countin.fans.models import Grant
from countin.languages.available import SOURCE
from countin.messaging.calendars import (
    calendar_text,
    google_address,
    is_known_to_calendars,
    outlook_address,
    webcal_address,
)
from countin.messaging.renewal_entries import renewal_entry
from countin.pages.visitors.languages import QUERY_WORD
from countin.presaves.models import StandingConsent


@require_safe
def show_calendar(_request: HttpRequest, *, slug: str) -> HttpResponse:
    """`/SLUG/calendar.ics`: to import once, or to subscribe to. Whoever subscribed is told of a
    campaign that was taken back; a draft that nobody ever saw is unknown."""
    campaign = Campaign.objects.with_release().filter(slug=slug).first()
    if campaign is None or not is_known_to_calendars(campaign):
        raise Http404("no such campaign")
    text = calendar_text(campaign, page_address=page_address(campaign), now=clock.now())
    response = _as_file(text, name=campaign.slug)
    # A subscription asks again and again: it is to hear of a moved day at once.
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def show_renewal_entry(request: HttpRequest, *, key: str, standing: int) -> HttpResponse:
    """`/me/TOKEN/renewal/ID.ics`: the day to renew a standing consent. Calendars are shared, so
    the entry leads to `/me`, which opens the page in the fan's own browser alone."""
    fan = fan_of_key(key)
    rows = StandingConsent.objects.in_force().select_related("artist", "connection")
    row = rows.filter(fan=fan, pk=standing).first() if fan else None
    grant = Grant.objects.live().filter(connection=row.connection_id).first() if row else None
    if row is None or row.connection is None or grant is None:
        raise Http404("nothing to renew")
    text = renewal_entry(
        row,
        grant=grant,
        service=settings.PROVIDERS[row.connection.provider].words.name,
        page_address=f"{settings.BASE_URL}{reverse('own_page')}",
        now=clock.now(),
    )
    response = _as_file(text, name="renewal")
    response["Cache-Control"] = "no-store"
    return response


def calendar_links(campaign: Campaign) -> dict[str, str]:
    """Every way into a calendar."""
    page = page_address(campaign)
    file = _in_language(reverse("calendar", kwargs={"slug": campaign.slug}))
    return {
        "file": file,
        "webcal": webcal_address(f"{settings.BASE_URL}{file}"),
        "google": google_address(campaign, page_address=page),
        "outlook": outlook_address(campaign, page_address=page),
    }


def _as_file(text: bytes, *, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{name}.ics"'
    return response


def _in_language(file: str) -> str:
    # A program that subscribes says nothing of its owner's language.
    language = get_language() or SOURCE
    return file if language == SOURCE else f"{file}?{QUERY_WORD}={language}"


def page_address(campaign: Campaign) -> str:
    """The campaign's own page, whole."""
    return f"{settings.BASE_URL}{reverse('landing', kwargs={'slug': campaign.slug})}"

"""The reminder: asked for in one tap, then a calendar entry, an e-mail, or both."""

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from countin import clock
from countin.campaigns.models import Campaign
from countin.fans.models import Fan
from countin.fans.newcomers import note_browser, welcome_fan
from countin.messaging.calendars import (
    calendar_text,
    google_address,
    outlook_address,
    webcal_address,
)
from countin.messaging.models import Reminder
from countin.messaging.reminding import ask_by_mail, ask_reminder
from countin.pages.answers import go_to, show_private_page
from countin.pages.arrivals import Arrival, read_arrival
from countin.pages.contexts import campaign_context
from countin.pages.cookies import fan_key, fan_of_browser, keep_fan
from countin.pages.finding import find_campaign, find_provider
from countin.pages.offers import remind_offer
from countin.presaves.promising import CampaignClosed
from countin.providers.contract import Provider
from countin.visits.models import AppStepKind
from countin.visits.stepping import record_app_step

MAIL_WORDS_VERSION = "1"


@require_POST
def begin_reminder(request: HttpRequest, *, slug: str, service: str) -> HttpResponse:
    """`POST /SLUG/remind/SERVICE`: noted at once; how, is the next page's question."""
    now = clock.now()
    campaign, provider = find_campaign(slug), find_provider(service)
    arrival = read_arrival(request, campaign=campaign)
    try:
        fan = _note_reminder(request, campaign=campaign, provider=provider, arrival=arrival)
    except CampaignClosed:
        return go_to("landing", slug=slug)
    record_app_step(campaign, visit_id=arrival.visit_id, kind=AppStepKind.REMINDED, now=now)
    response = go_to("reminder", slug=slug, service=service)
    keep_fan(request, response=response, fan=fan, until=campaign.ends_at, now=now)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def show_reminder(request: HttpRequest, *, slug: str, service: str) -> HttpResponse:
    """Calendar links, and the form for an e-mail; its POST takes the address."""
    campaign, provider = find_campaign(slug), find_provider(service)
    reminder = _own_reminder(request, campaign=campaign, provider=provider)
    if reminder is None:
        return go_to("landing", slug=slug)
    if request.method == "POST" and settings.MAIL_IS_SET:
        return _take_address(request, reminder=reminder, provider=provider)
    return _show(request, reminder=reminder, provider=provider)


@require_safe
def show_calendar(_request: HttpRequest, *, slug: str) -> HttpResponse:
    """`/SLUG/calendar.ics`: to import once, or to subscribe to."""
    campaign = find_campaign(slug)
    text = calendar_text(campaign, page_address=_page_address(campaign), now=clock.now())
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{campaign.slug}.ics"'
    return response


def mail_words(campaign: Campaign, *, provider: Provider) -> str:
    """The exact words that a fan agrees to with an address."""
    return _(
        "One e-mail when “%(title)s” by %(artist)s is out on %(service)s. First you confirm the "
        "address by a link we send there. It is used for reminders you ask for, and for nothing "
        "else."
    ) % {
        "title": campaign.release.title,
        "artist": campaign.release.artist.name,
        "service": provider.words.name,
    }


def calendar_links(campaign: Campaign) -> dict[str, str]:
    """Every way into a calendar."""
    page = _page_address(campaign)
    file = reverse("calendar", kwargs={"slug": campaign.slug})
    return {
        "file": file,
        "webcal": webcal_address(f"{settings.BASE_URL}{file}"),
        "google": google_address(campaign, page_address=page),
        "outlook": outlook_address(campaign, page_address=page),
    }


def _note_reminder(
    request: HttpRequest, *, campaign: Campaign, provider: Provider, arrival: Arrival
) -> Fan:
    now = clock.now()
    with transaction.atomic():
        fan = fan_of_browser(request) or welcome_fan(campaign.workspace, now=now)
        note_browser(
            fan,
            language=arrival.language,
            time_zone=arrival.time_zone,
            territory=arrival.territory,
        )
        ask_reminder(
            campaign,
            fan=fan,
            provider=provider.name,
            market=arrival.territory or fan.territory,
            channel=arrival.channel,
            now=now,
        )
    return fan


def _own_reminder(
    request: HttpRequest, *, campaign: Campaign, provider: Provider
) -> Reminder | None:
    fan = fan_of_browser(request)
    if fan is None:
        return None
    asked = Reminder.objects.select_related("fan", "email").filter(
        campaign=campaign, fan=fan, provider=provider.name, withdrawn_at__isnull=True
    )
    return asked.first()


def _take_address(request: HttpRequest, *, reminder: Reminder, provider: Provider) -> HttpResponse:
    try:
        ask_by_mail(
            reminder,
            address=request.POST.get("address", "")[:320],
            words=mail_words(reminder.campaign, provider=provider),
            version=MAIL_WORDS_VERSION,
            language=get_language() or "en",
            now=clock.now(),
        )
    except ValueError as error:
        return _show(request, reminder=reminder, provider=provider, problem=str(error))
    return go_to("reminder", slug=reminder.campaign.slug, service=provider.name)


def _show(
    request: HttpRequest, *, reminder: Reminder, provider: Provider, problem: str = ""
) -> HttpResponse:
    campaign = find_campaign(reminder.campaign.slug)
    arrival = read_arrival(request, campaign=campaign)
    context = campaign_context(campaign, arrival=arrival, now=clock.now())
    context |= {
        "offer": remind_offer(campaign, provider=provider),
        "reminder": reminder,
        "calendar": calendar_links(campaign),
        "mail_is_set": settings.MAIL_IS_SET,
        "mail_words": mail_words(campaign, provider=provider),
        "problem": problem,
        "own_key": fan_key(request),
    }
    status = 400 if problem else 200
    return show_private_page(request, template="reminder", context=context, status=status)


def _page_address(campaign: Campaign) -> str:
    return f"{settings.BASE_URL}{reverse('landing', kwargs={'slug': campaign.slug})}"

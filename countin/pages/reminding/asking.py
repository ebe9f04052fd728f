"""The reminder: asked for in one tap, then by e-mail, in this browser, by calendar, or by
several of these."""

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from countin import clock
from countin.campaigns.models import Campaign
from countin.fans.models import Fan
from countin.fans.newcomers import note_browser, welcome_fan
from countin.messaging.lists import ask_list
from countin.messaging.models import Reminder
from countin.messaging.reminding import ask_by_mail, ask_reminder
from countin.pages.answers import go_to, show_private_page
from countin.pages.finding import find_campaign, find_provider
from countin.pages.landing.contexts import campaign_context
from countin.pages.landing.inside_apps import steps_out
from countin.pages.promised.offers import remind_offer
from countin.pages.reminding.calendars import calendar_links
from countin.pages.reminding.lists import (
    LIST_WORDS_VERSION,
    LONGEST_ADDRESS,
    list_form,
    list_words,
    no_address,
)
from countin.pages.visitors.arrivals import Arrival, read_arrival
from countin.pages.visitors.cookies import fan_key, fan_of_browser, keep_fan
from countin.presaves.promising import CampaignClosed
from countin.providers.contract import Provider
from countin.visits.models import AppStepKind
from countin.visits.stepping import record_app_step

MAIL_WORDS_VERSION = "3"


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


def mail_words(campaign: Campaign, *, provider: Provider) -> str:
    """The exact words that a fan agrees to with an address."""
    return _(
        "One e-mail when “%(title)s” by %(artist)s is out on %(service)s. First you confirm the "
        "address by a link we send there. It is used for what you ask for here, and for nothing "
        "else. For this reminder it is deleted 30 days after the release."
    ) % {
        "title": campaign.release.title,
        "artist": campaign.release.artist.name,
        "service": provider.words.name,
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
    asked = Reminder.objects.select_related("fan", "email", "push").filter(
        campaign=campaign, fan=fan, provider=provider.name, withdrawn_at__isnull=True
    )
    return asked.first()


def _take_address(request: HttpRequest, *, reminder: Reminder, provider: Provider) -> HttpResponse:
    given = request.POST.get("address", "")[:LONGEST_ADDRESS]
    try:
        _ask(request, reminder=reminder, provider=provider, address=given)
    except ValueError:
        return _show(
            request, reminder=reminder, provider=provider, problem=no_address(), given=given
        )
    return go_to("reminder", slug=reminder.campaign.slug, service=provider.name)


def _ask(request: HttpRequest, *, reminder: Reminder, provider: Provider, address: str) -> None:
    """The reminder, and the list where its box was ticked: two consents, one mail to confirm."""
    assert reminder.fan is not None
    now, language = clock.now(), get_language() or "en"
    artist = reminder.campaign.release.artist
    with transaction.atomic():
        ask_by_mail(
            reminder,
            address=address,
            words=mail_words(reminder.campaign, provider=provider),
            version=MAIL_WORDS_VERSION,
            language=language,
            now=now,
        )
        if request.POST.get("list") == "yes":
            ask_list(
                artist,
                fan=reminder.fan,
                address=address,
                words=list_words(artist),
                version=LIST_WORDS_VERSION,
                language=language,
                now=now,
            )


def _show(
    request: HttpRequest,
    *,
    reminder: Reminder,
    provider: Provider,
    problem: str = "",
    given: str = "",
) -> HttpResponse:
    campaign = find_campaign(reminder.campaign.slug)
    arrival = read_arrival(request, campaign=campaign)
    context = campaign_context(campaign, arrival=arrival, now=clock.now())
    context |= {
        "offer": remind_offer(campaign, provider=provider),
        "reminder": reminder,
        "calendar": calendar_links(campaign),
        "mail_is_set": settings.MAIL_IS_SET,
        # Inside an app a calendar's file may do nothing, and without a mailbox it is all there is.
        "steps_out": steps_out(arrival.in_app)
        if arrival.in_app and not settings.MAIL_IS_SET
        else "",
        "mail_words": mail_words(campaign, provider=provider),
        "list_form": list_form(campaign.release.artist, fan=reminder.fan),
        "list_ticked": request.POST.get("list") == "yes",
        # Inside an app's own browser no notification would arrive.
        "push_key": "" if arrival.in_app else settings.VAPID_PUBLIC_KEY,
        "problem": problem,
        "given": given,
        "own_key": fan_key(request),
    }
    status = 400 if problem else 200
    return show_private_page(request, template="reminder", context=context, status=status)

"""The last of three screens: what fans will get and see, who can be pointed at it, publish."""

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from countin.campaigns.findings import BadCampaignFile
from countin.campaigns.guests import guest_address
from countin.campaigns.models import Campaign, Kind
from countin.campaigns.modes import explain_mode, mode_in, offered_providers
from countin.campaigns.previewing import preview_key
from countin.campaigns.slugs import suggest_slug
from countin.campaigns.spelling import spell_campaign
from countin.planning.runway import Runway, read_runway
from countin.providers.contract import Mode, Provider, RedirectConsent
from countin.studio.channel_names import own_channels
from countin.studio.colors import OWN, swatches_of, theme_fields
from countin.studio.forms import PublishForm
from countin.studio.home import can_save, may_be_public, seat_context
from countin.studio.making.applying import apply_document
from countin.studio.seats import Seat, in_campaign
from countin.workspaces.models import Role

_HEX = re.compile("#[0-9a-fA-F]{6}")
# Asked for where nothing stands yet: places that artists have.
_USUAL = ("newsletter", "instagram", "tiktok", "youtube", "concerts")
_MODE_WORDS = {
    Mode.DIRECT: "saved by itself",
    Mode.REMIND: "reminded on the day",
    Mode.NATIVE: "the service's own page",
}


@dataclass(frozen=True)
class ServiceLine:
    """What fans of a service get here, and what would raise it."""

    name: str
    mode: Mode
    because: str
    redirect_address: str
    guest_address: str  # of the page, for listed accounts; empty where guests get nothing more
    only_links: bool  # nothing would raise it
    own_page: str  # which releases the service itself takes pre-saves of, where that would help

    @property
    def guests_are_direct(self) -> bool:
        """Listed accounts are saved by themselves, everybody else is not."""
        return bool(self.guest_address)

    @property
    def mode_words(self) -> str:
        """In a few words."""
        return _MODE_WORDS[self.mode]


@require_http_methods(["GET", "HEAD", "POST"])
@in_campaign(Role.MANAGER)
def publish(request: HttpRequest, *, seat: Seat, campaign: Campaign) -> HttpResponse:
    """Shows everything; a POST keeps what was chosen, and publishes where that was pressed."""
    channels = _channels(campaign)
    if request.method != "POST":
        initial = {"ask_follow": campaign.ask_follow, **theme_fields(campaign)}
        form = PublishForm(initial=initial, channels=channels)
        return _show(request, form=form, seat=seat, campaign=campaign)
    form = PublishForm(request.POST, channels=channels)
    is_publishing = request.POST.get("press") == "publish"
    if _apply(form, seat=seat, campaign=campaign, is_publishing=is_publishing):
        if is_publishing and may_be_public():
            was_public = campaign.published_at is not None
            messages.success(request, "Kept." if was_public else "It is public.")
            return redirect("studio_campaign", slug=campaign.slug)
        return redirect("studio_publish", slug=campaign.slug)
    return _show(request, form=form, seat=seat, campaign=campaign, status=422)


def service_lines(campaign: Campaign) -> list[ServiceLine]:
    """One for each service that the page has a place for."""
    return [
        ServiceLine(
            name=provider.words.name,
            mode=(mode := mode_in(campaign, provider=provider, is_guest=False)),
            because=explain_mode(campaign, provider=provider),
            redirect_address=_redirect_address(provider),
            guest_address=_guest_address(campaign, provider=provider, mode=mode),
            only_links=not provider.abilities.direct,
            own_page=_own_page(campaign, provider=provider, mode=mode),
        )
        for provider in offered_providers(campaign, providers=settings.PROVIDERS).values()
    ]


def runway_of(campaign: Campaign, *, seat: Seat) -> Runway:
    """What is left, and what is lost, today."""
    return read_runway(campaign.release.release_date, today=seat.now.date())


def preview_address(campaign: Campaign, *, seat: Seat) -> str:
    """The page as fans will see it, public or not."""
    key = preview_key(campaign, secret_key=settings.SECRET_KEY, now=seat.now)
    return f"{reverse('preview', kwargs={'slug': campaign.slug})}?key={key}"


def trial_address(campaign: Campaign, *, seat: Seat) -> str:
    """Where an organizer goes a fan's way with an account of their own."""
    key = preview_key(campaign, secret_key=settings.SECRET_KEY, now=seat.now)
    return f"{reverse('trial', kwargs={'slug': campaign.slug})}?key={key}"


def _channels(campaign: Campaign) -> dict[str, int | None]:
    standing = {one.name: one.reach for one in own_channels(campaign)}
    return standing or dict.fromkeys(_USUAL)


def _apply(form: PublishForm, *, seat: Seat, campaign: Campaign, is_publishing: bool) -> bool:
    if not form.is_valid():
        return False
    document = spell_campaign(campaign) | _chosen(form, campaign=campaign)
    try:
        apply_document(document, seat=seat, publish=is_publishing)
    except BadCampaignFile as bad:
        for finding in bad.findings:
            form.add_error(None, f"{finding.what} {finding.mend}")
        return False
    return True


def _chosen(form: PublishForm, *, campaign: Campaign) -> dict[str, Any]:
    standing = [one.name for one in own_channels(campaign)]
    reaches = form.chosen_reaches()
    others = [suggest_slug(name) for name in form.cleaned_data["others"].split(",")]
    names = dict.fromkeys([*standing, *reaches, *filter(None, others)])
    return {
        "ask_follow": form.cleaned_data["ask_follow"],
        "channels": list(names),
        "audience": reaches,
        "theme": form.chosen_theme(standing=campaign.theme),
    }


def _colors(form: PublishForm, *, campaign: Campaign) -> dict[str, Any]:
    """What was chosen, also where something else has to be mended first."""
    standing = theme_fields(campaign)
    chosen = form["theme"].value() or standing["theme"]
    color = form["own_color"].value() or standing["own_color"]
    if not _HEX.fullmatch(color):
        color = standing["own_color"]
    return {
        "swatches": swatches_of(campaign, chosen=chosen),
        "is_own": chosen == OWN,
        "own_color": color.lower(),
    }


def _guest_address(campaign: Campaign, *, provider: Provider, mode: Mode) -> str:
    guest_mode = mode_in(campaign, provider=provider, is_guest=True)
    if mode == Mode.DIRECT or guest_mode != Mode.DIRECT:
        return ""
    return guest_address(campaign, base_url=settings.BASE_URL, secret_key=settings.SECRET_KEY)


def _own_page(campaign: Campaign, *, provider: Provider, mode: Mode) -> str:
    is_single = campaign.release.kind == Kind.SINGLE
    return "" if mode != Mode.REMIND or is_single else provider.id_forms.native_words


def _redirect_address(provider: Provider) -> str:
    if not provider.client_id or not isinstance(provider, RedirectConsent):
        return ""
    return settings.BASE_URL + reverse("connect_return", kwargs={"service": provider.name})


def _show(
    request: HttpRequest,
    *,
    form: PublishForm,
    seat: Seat,
    campaign: Campaign,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "campaign": campaign,
        "services": (services := service_lines(campaign)),
        "runway": (runway := runway_of(campaign, seat=seat)),
        "glance": _glance(services, runway=runway),
        "has_reach": any(channel.reach for channel in own_channels(campaign)),
        "has_code": bool(campaign.release.upc or campaign.release.isrc or _pins(campaign)),
        "has_keys": can_save(),
        "may_be_public": may_be_public(),
        "mail_is_set": settings.MAIL_IS_SET,
        **_colors(form, campaign=campaign),
        "preview": preview_address(campaign, seat=seat),
        "trial": trial_address(campaign, seat=seat),
        "page": f"{settings.BASE_URL}/{campaign.slug}",
        **seat_context(seat),
    }
    return render(request, "studio/publish.html", context, status=status)


def _glance(services: list[ServiceLine], *, runway: Runway) -> dict[str, Any]:
    """What there is to know before the press, in two lines; the rest stands below."""
    saved = [one.name for one in services if one.mode == Mode.DIRECT]
    guests = [one.name for one in services if one.guests_are_direct]
    words = f"Saved by itself on {_listed(saved)}" if saved else "Every fan is reminded on the day"
    if guests:
        words += f"; on {_listed(guests)} for five guests of yours"
    return {
        "saved": f"{words}{', others are reminded' if saved else ''}.",
        "lost": len([finding for finding in runway.findings if finding.is_lost]),
    }


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _pins(campaign: Campaign) -> list[str]:
    return [pin.external_id for pin in campaign.release.pins.all()]

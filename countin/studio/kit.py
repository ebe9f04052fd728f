"""What to post: texts in three lengths, in the languages that fans' pages speak, with the tracked
address of a channel; the share image and the QR code. Plain facts: no text promises anything that
a service forbids to promise."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from countin.campaigns.models import Campaign, Kind
from countin.campaigns.modes import modes_of
from countin.languages.available import SOURCE, read_languages
from countin.languages.dates import date_in_words
from countin.providers.contract import Mode
from countin.studio.home import seat_context
from countin.studio.seats import Seat, in_campaign
from countin.visits.links import share_address
from countin.visits.models import Link, LinkKind
from countin.workspaces.models import Role


@dataclass(frozen=True)
class Text:
    """A text to copy."""

    key: str
    label: str
    words: str


@require_safe
@in_campaign(Role.ANALYST)
def show_kit(request: HttpRequest, *, seat: Seat, campaign: Campaign) -> HttpResponse:
    """For one channel (`?channel=`) in one language (`?language=`); else for the first of each."""
    languages = read_languages()
    known = [code for code, _name in languages]
    asked = request.GET.get("language", "")
    language = asked if asked in known else SOURCE
    names = [one.name for one in sorted(campaign.channels.all(), key=lambda channel: channel.pk)]
    wished = request.GET.get("channel", names[0] if names else "")
    channel = wished if wished in names else ""
    card = reverse("card", kwargs={"slug": campaign.slug})
    qr = reverse("qr_svg", kwargs={"slug": campaign.slug})
    context = {
        "campaign": campaign,
        "languages": languages,
        "language": language,
        "channels": names,
        "channel": channel,
        "texts": texts_of(
            campaign,
            address=_address(campaign, channel=channel),
            language=language,
            saves=Mode.DIRECT in modes_of(campaign, providers=settings.PROVIDERS).values(),
            now=seat.now,
        ),
        "card": f"{card}?lang={language}",
        "qr": f"{qr}?via={channel}" if channel else qr,
        **seat_context(seat),
    }
    return render(request, "studio/kit.html", context)


def texts_of(
    campaign: Campaign, *, address: str, language: str, saves: bool, now: datetime
) -> list[Text]:
    """Short, middle, long. `saves`: some service makes the save by itself, so that it may be
    offered; otherwise a reminder is."""
    release = campaign.release
    title, artist = release.title, release.artist.name
    with override(language):
        date = date_in_words(release.release_date, language=language)
        if campaign.is_released(now):
            out = _("Out now: “%(title)s” by %(artist)s") % {"title": title, "artist": artist}
            longer = [out, _("%(kind)s, out now") % {"kind": _kind(release.kind)}]
        else:
            out = _("“{title}” is out on {date}").format(title=title, date=date)
            kind = _("%(kind)s, out %(when)s") % {"kind": _kind(release.kind), "when": date}
            asks = _("“{title}” is out on {date}: shall we save it for you?")
            offer = asks.format(title=title, date=date) if saves else _offer()
            longer = [f"{artist} – {title}", kind, offer]
    return [
        Text("short", "Short", f"{out} {address}"),
        Text("middle", "Middle", "\n".join([f"{artist} – {title}", out, address])),
        Text("long", "Long", "\n".join([*longer, "", address])),
    ]


def _kind(kind: str) -> str:
    return {Kind.SINGLE: _("Single"), Kind.EP: _("EP"), Kind.ALBUM: _("Album")}[Kind(kind)]


def _offer() -> str:
    return _("Shall we tell you when it is out?")


def _address(campaign: Campaign, *, channel: str) -> str:
    """The short link where somebody asked for one, else the readable address."""
    page = f"{settings.BASE_URL}/{campaign.slug}"
    if not channel:
        return page
    plain = {"utm_source": "", "utm_medium": "", "utm_campaign": ""}
    rows = Link.objects.filter(campaign=campaign, kind=LinkKind.CHANNEL, channel__name=channel)
    link = rows.filter(**plain).first()
    return share_address(link, short_url=settings.SHORT_URL) if link else f"{page}?via={channel}"

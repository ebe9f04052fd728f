"""What to post: texts in three lengths, in the languages that fans' pages speak, with the tracked
address of a channel; the share image and the QR code."""

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from countin.campaigns.models import Campaign
from countin.campaigns.modes import modes_of
from countin.languages.available import SOURCE, read_languages
from countin.providers.contract import Mode
from countin.studio.channel_names import own_channels
from countin.studio.home import seat_context
from countin.studio.seats import Seat, in_campaign
from countin.visits.share_texts import address_to_share, texts_of
from countin.workspaces.models import Role

_PICTURES: Final = (
    ("card", "For links and pages", 1200, 630),
    ("square", "For posts", 1080, 1080),
    ("story", "For stories", 1080, 1920),
)


@dataclass(frozen=True)
class Picture:
    """One to be posted; its address is public."""

    name: str
    label: str
    width: int
    height: int
    address: str

    @property
    def suffix(self) -> str:
        """Of the file that is downloaded."""
        return self.address.partition("?")[0].rpartition(".")[2]


@require_safe
@in_campaign(Role.ANALYST)
def show_kit(request: HttpRequest, *, seat: Seat, campaign: Campaign) -> HttpResponse:
    """For one channel (`?channel=`) in one language (`?language=`); else for the first of each."""
    languages = read_languages()
    known = [code for code, _name in languages]
    asked = request.GET.get("language", "")
    language = asked if asked in known else SOURCE
    names = [one.name for one in own_channels(campaign)]
    wished = request.GET.get("channel", names[0] if names else "")
    channel = wished if wished in names else ""
    qr = _address(campaign, "qr_svg")
    context = {
        "campaign": campaign,
        "languages": languages,
        "language": language,
        "channels": names,
        "channel": channel,
        "texts": texts_of(
            campaign,
            address=address_to_share(
                campaign,
                channel=channel,
                base_url=settings.BASE_URL,
                short_url=settings.SHORT_URL,
            ),
            language=language,
            saves=Mode.DIRECT in modes_of(campaign, providers=settings.PROVIDERS).values(),
            now=seat.now,
        ),
        "pictures": [
            Picture(name, label, width, height, f"{_address(campaign, name)}?lang={language}")
            for name, label, width, height in _PICTURES
        ],
        "qr": f"{qr}?via={channel}" if channel else qr,
        **seat_context(seat),
    }
    return render(request, "studio/kit.html", context)


def _address(campaign: Campaign, view: str) -> str:
    return reverse(view, kwargs={"slug": campaign.slug})

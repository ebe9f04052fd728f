"""What every page of a campaign shows, and what its forms carry on."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy

from countin.campaigns.models import Campaign, Kind
from countin.pages.arrivals import Arrival
from countin.pages.covers import make_cover
from countin.pages.moments import release_moment
from countin.pages.themes import theme_address

_KINDS = {
    Kind.SINGLE: gettext_lazy("Single"),
    Kind.EP: gettext_lazy("EP"),
    Kind.ALBUM: gettext_lazy("Album"),
}


def campaign_context(campaign: Campaign, *, arrival: Arrival, now: datetime) -> dict[str, Any]:
    """For the templates below `campaign.html`."""
    release = campaign.release
    return {
        "campaign": campaign,
        "release": release,
        "kind": _KINDS[Kind(release.kind)],
        "artist": release.artist,
        "cover": make_cover(release),
        "theme": release.theme,
        "theme_address": theme_address(release),
        "when": release_moment(release, zone=arrival.time_zone),
        "arrival": arrival,
        "visit": arrival.visit_mark,
    }

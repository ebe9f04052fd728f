"""What every page of a campaign shows, and what its forms carry on."""

from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from countin.campaigns.models import Campaign
from countin.pages.kinds import kind_in_words
from countin.pages.landing.inside_apps import InsideApp, words_inside
from countin.pages.landing.players import clip_address, make_film
from countin.pages.moments import release_moment
from countin.pages.outside.covers import make_cover
from countin.pages.outside.structured import make_preview
from countin.pages.themes import theme_address
from countin.pages.visitors.arrivals import Arrival


def campaign_context(campaign: Campaign, *, arrival: Arrival, now: datetime) -> dict[str, Any]:
    """For the templates below `campaign.html`."""
    release = campaign.release
    return {
        "campaign": campaign,
        "release": release,
        "kind": kind_in_words(release),
        "artist": release.artist,
        "cover": make_cover(release),
        "clip_address": clip_address(release),
        "film": make_film(release),
        "theme": campaign.colors,
        "theme_address": theme_address(campaign),
        # Only pages that may be found and shared say this.
        "meta": SimpleLazyObject(partial(make_preview, campaign, now=now)),
        "when": release_moment(release, zone=arrival.time_zone),
        "arrival": arrival,
        "visit": arrival.visit_mark,
        "inside_app": _inside_app(campaign, arrival=arrival),
    }


def _inside_app(campaign: Campaign, *, arrival: Arrival) -> InsideApp | None:
    if arrival.in_app is None:
        return None
    return words_inside(
        campaign, app=arrival.in_app, is_guest=arrival.is_guest, providers=settings.PROVIDERS
    )

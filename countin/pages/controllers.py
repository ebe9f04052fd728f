"""Who answers for the fans of a page: the artist's own, or the installation's."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from countin.campaigns.controlling import controller_of, notice_address
from countin.campaigns.models import Artist, Campaign


def controller_context(about: Mapping[str, Any]) -> dict[str, Any]:
    """For the foot of a page, by the artist or the campaign that it is about."""
    artist, campaign = about.get("artist"), about.get("campaign")
    if isinstance(campaign, Campaign):
        artist = campaign.release.artist
    of = [artist] if isinstance(artist, Artist) else []
    controller = controller_of(of, otherwise=settings.CONTROLLER)
    return {
        "controller": controller,
        "privacy_address": notice_address(controller, base_url=""),
    }
